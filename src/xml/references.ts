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
  let expanded = '';
  let done = 0;
  for (let at = raw.indexOf('&'); at >= 0; at = raw.indexOf('&', done)) {
    // Without an end it is a fault, so that the rest of the text is searched in vain only once.
    const end = raw.indexOf(';', at) + 1;
    const replacement = entities.get(raw.slice(at, end)) ?? referenced(raw, at);
    if (typeof replacement !== 'string') return replacement;
    expanded += raw.slice(done, at) + replacement;
    done = end;
  }
  return expanded + raw.slice(done);
}

/** What a character reference stands for; for all else there is none here. */
function referenced(raw: string, at: number): string | ReferenceFault {
  reference.lastIndex = at;
  const found = reference.exec(raw);
  // What follows a bare ampersand is text, and not ours to repeat.
  if (found === null) return { kind: 'entity', what: '&', at };
  const [whole, hexadecimal, decimal, entity] = found;
  if (entity !== undefined) return { kind: 'entity', what: whole, at };
  const codePoint = hexadecimal === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hexadecimal, 16);
  return isLegalCodePoint(codePoint) ? String.fromCodePoint(codePoint) : { kind: 'character', what: whole, at };
}

const entities = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&apos;', "'"],
  ['&quot;', '"'],
]);
// Bounded, so that a reference without an end costs no more than one with.
const reference = /&(?:#x([0-9a-fA-F]{1,12})|#([0-9]{1,12})|([A-Za-z_][\w.-]{0,31}));/y;
