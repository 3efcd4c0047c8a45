import { type Document, type Element, type Event, parseDocument } from '../../src/xml/document.ts';
import { messageLimits } from '../../src/xml/limits.ts';
import { columns, paint } from './screen.ts';

/**
 * A document as lines to be looked at: indented, long values cut, long start tags in several lines.
 *
 * @param indent - how far from the left it will be printed
 * @param folded - the local names of elements of which nothing but the name is shown
 */
export function indented(xml: string | Uint8Array, indent: number, folded: readonly string[] = []): readonly string[] {
  const { root, events } = parseDocument(xml, messageLimits);
  return linesOf(root, { events, folded, room: columns - indent });
}

type Tag = Extract<Event, { readonly qualifiedName: string }>;

interface View {
  readonly events: Document['events'];
  readonly folded: readonly string[];
  /** How wide a line may become. */
  readonly room: number;
}

function linesOf(element: Element, view: View): readonly string[] {
  // Sound: it is what the element was made of, and it knows the prefix.
  const tag = view.events[element.start] as Tag;
  const closing = paint('cyan', `</${tag.qualifiedName}>`);
  if (view.folded.includes(element.name)) return [`${paint('cyan', `<${tag.qualifiedName}>`)}${paint('dim', '…')}${closing}`];
  if (element.children.length === 0) return startLines(tag, '/>', view.room);

  const start = startLines(tag, '>', view.room);
  const [only] = element.children;
  if (typeof only === 'string' && element.children.length === 1) {
    const text = shortened(only);
    const fits = start.length === 1 && startLength(tag, '>') + text.length + tag.qualifiedName.length + 3 <= view.room;
    if (fits) return [`${start[0]}${paint('bold', text)}${closing}`];
  }
  const inner = { ...view, room: view.room - margin.length };
  const content = element.children.flatMap((child) =>
    typeof child === 'string' ? paint('bold', shortened(child)) : linesOf(child, inner),
  );
  return [...start, ...content.map((line) => margin + line), closing];
}

/** A start tag in one line, or else each attribute in a line of its own. */
function startLines(tag: Tag, end: '>' | '/>', room: number): readonly string[] {
  const start = paint('cyan', `<${tag.qualifiedName}`);
  const parts = partsOf(tag).map(([name, value]) => paint('dim', `${name}=`) + paint('green', `"${value}"`));
  if (startLength(tag, end) <= room) return [[start, ...parts].join(' ') + paint('cyan', end)];
  return [start, ...parts.map((part, at) => margin + margin + part + (at === parts.length - 1 ? paint('cyan', end) : ''))];
}

function startLength(tag: Tag, end: string): number {
  return partsOf(tag).reduce((sum, [name, value]) => sum + ` ${name}="${value}"`.length, `<${tag.qualifiedName}${end}`.length);
}

function partsOf({ declarations, attributes }: Tag): readonly (readonly [name: string, value: string])[] {
  return [
    ...declarations.map(({ prefix, uri }) => [prefix === '' ? 'xmlns' : `xmlns:${prefix}`, uri] as const),
    ...attributes.map(({ qualifiedName, value }) => [qualifiedName, value] as const),
  ];
}

/** Base64 says nothing to anybody; addresses and names are not to be cut. */
function shortened(text: string): string {
  return text.length <= longestShown || text.includes(':') ? text : `${text.slice(0, longestShown / 2)}… ${text.length} characters`;
}

const margin = '  ';
const longestShown = 48;
