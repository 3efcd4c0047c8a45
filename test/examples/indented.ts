import { type Document, endTag, parseDocument } from '../../src/xml/document.ts';
import type { Tag } from '../../src/xml/events.ts';
import { messageLimits } from '../../src/xml/limits.ts';
import { columns, paint } from './screen.ts';

/**
 * A document as lines to be looked at: indented, long values cut in the middle, long start tags in several lines.
 *
 * @param folded - the local names of elements whose content is left out
 */
export function indented(xml: string | Uint8Array, indent: number, folded: readonly string[] = []): readonly string[] {
  const { events } = parseDocument(xml, messageLimits);
  const lines: string[] = [];
  const open: Tag[] = [];
  let foldedAt = Number.POSITIVE_INFINITY;
  for (const [at, event] of events.entries()) {
    const depth = open.length;
    if (event === endTag) {
      const tag = open.pop() as Tag;
      if (depth <= foldedAt && isTag(events[at - 1])) continue;
      if (depth === foldedAt) foldedAt = Number.POSITIVE_INFINITY;
      else if (depth < foldedAt && !holdsText(events, at)) lines.push(`${'  '.repeat(depth - 1)}${closing(tag)}`);
    } else if (isTag(event)) {
      open.push(event);
      if (depth >= foldedAt) continue;
      const isFolded = folded.includes(event.name);
      if (isFolded) foldedAt = depth + 1;
      lines.push(...startLines(event, depth, indent, isFolded ? 'folded' : contentOf(events, at)));
    }
  }
  return lines;
}

type Content = 'folded' | 'none' | 'elements' | { readonly text: string };

/** What follows a start tag: nothing, a text alone, or elements. */
function contentOf(events: Document['events'], start: number): Content {
  const [first, second] = events.slice(start + 1, start + 3);
  if (first === endTag) return 'none';
  return typeof first === 'string' && second === endTag ? { text: first } : 'elements';
}

function holdsText(events: Document['events'], end: number): boolean {
  return typeof events[end - 1] === 'string' && isTag(events[end - 2]);
}

function startLines(tag: Tag, depth: number, indent: number, content: Content): readonly string[] {
  const margin = '  '.repeat(depth);
  const parts = [
    ...tag.declarations.map(({ prefix, uri }) => [prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri] as const),
    ...tag.attributes.map(({ qualifiedName, value }) => [qualifiedName, value] as const),
  ];
  const text = typeof content === 'object' ? shortened(content.text) : content === 'folded' ? '…' : '';
  const end = content === 'none' ? '/>' : '>';
  const room = columns - indent - margin.length;
  const startLength = parts.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 1 + tag.qualifiedName.length + end.length);
  const written = parts.map(([name, value]) => `${paint('dim', `${name}=`)}${paint('green', `"${value}"`)}`);
  const opening = paint('cyan', `<${tag.qualifiedName}`);

  const start =
    startLength <= room
      ? [`${margin}${[opening, ...written].join(' ')}${paint('cyan', end)}`]
      : [`${margin}${opening}`, ...written.map((part, at) => `${margin}    ${part}${at + 1 < written.length ? '' : paint('cyan', end)}`)];
  if (text === '') return start;
  const shown = paint(content === 'folded' ? 'dim' : 'bold', text);
  const isShort = start.length === 1 && startLength + text.length + tag.qualifiedName.length + 3 <= room;
  return isShort ? [`${start[0]}${shown}${closing(tag)}`] : [...start, `${margin}  ${shown}`, `${margin}${closing(tag)}`];
}

function closing({ qualifiedName }: Tag): string {
  return paint('cyan', `</${qualifiedName}>`);
}

/** Base64 says nothing to anybody; addresses and names are not to be cut. */
function shortened(text: string): string {
  return text.length <= longestShown || text.includes(':') ? text : `${text.slice(0, longestShown / 2)}… ${text.length} characters`;
}

function isTag(event: unknown): event is Tag {
  return typeof event === 'object' && event !== null && 'qualifiedName' in event;
}

const longestShown = 48;
