import { isLegalCodePoint } from './characters.ts';

/** A reference that means nothing, or a character that no document may hold; `at` counts from the start of the text given. */
export interface ReferenceFault {
  readonly kind: 'entity' | 'character';
  readonly what: string;
  readonly at: number;
}

/**
 * Text with its references replaced: character references [66], and references to the five entities that need no declaration (4.6).
 * Nothing else can be declared, since document types are refused.
 */
export function expandReferences(raw: string): string | ReferenceFault {
  // By far the most references are to the ampersand, and nothing else is referred to where they are.
  const plain = raw.replaceAll('&amp;', '');
  if (!plain.includes('&')) return raw.replaceAll('&amp;', '&');
  let expanded = '';
  let done = 0;
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', done)) {
    reference.lastIndex = at;
    const found = reference.exec(raw);
    // What follows a bare ampersand is text, and not ours to repeat.
    if (found === null) return { kind: 'entity', what: '&', at };
    const [whole, hexadecimal, decimal, entity] = found;
    const replacement = entity === undefined ? referenced(hexadecimal, decimal) : entities.get(entity);
    if (replacement === undefined) return { kind: entity === undefined ? 'character' : 'entity', what: whole, at };
    expanded += raw.slice(done, at) + replacement;
    done = at + whole.length;
  }
  return expanded + raw.slice(done);
}

function referenced(hexadecimal: string | undefined, decimal: string | undefined): string | undefined {
  const codePoint = hexadecimal === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hexadecimal, 16);
  return isLegalCodePoint(codePoint) ? String.fromCodePoint(codePoint) : undefined;
}

const entities = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['apos', "'"],
  ['quot', '"'],
]);
// Bounded, so that a reference without an end costs no more than one with.
const reference = /&(?:#x([0-9a-fA-F]{1,12})|#([0-9]{1,12})|([A-Za-z_][\w.-]{0,31}));/y;
