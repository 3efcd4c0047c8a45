import { SsoError } from '../core/errors.ts';
import { legible } from '../core/rules.ts';
import type { Limits } from './limits.ts';

/**
 * The characters of a document: UTF-8, with or without byte order mark, or UTF-16 with one. Nothing else is guessed at.
 *
 * @throws SsoError `xml.limit` before anything is decoded, `xml.encoding` for octets that are not in the encoding they claim
 * @see XML 1.0 4.3.3 and appendix F
 */
export function decode(source: string | Uint8Array, limits: Limits): string {
  const size = typeof source === 'string' ? source.length : source.byteLength;
  if (size > limits.bytes) throw new SsoError('xml.limit', { limit: 'bytes', maximum: limits.bytes, line: 1, column: 1 });
  if (typeof source === 'string') return source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  const { encoding, mark } = encodingOf(source);
  const text = decoded(source.subarray(mark), encoding);
  const declared = declarationOf(text)?.encoding;
  // "It is a fatal error for an entity including an encoding declaration to be presented in an encoding other than that named" (4.3.3).
  if (declared !== undefined && !encoding.startsWith(declared))
    throw new SsoError('xml.encoding', { reason: `${encoding} declared as ${declared}` });
  return text;
}

function decoded(octets: Uint8Array, encoding: keyof typeof decoders): string {
  if (encoding === 'utf-8') {
    // Faster, and with one octet a character where that is enough. It puts U+FFFD for what is wrong: without one, nothing was.
    const text = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('utf8');
    if (!text.includes('\uFFFD')) return text;
  }
  try {
    return decoders[encoding].decode(octets);
  } catch (cause) {
    throw new SsoError('xml.encoding', { reason: `not ${encoding}` }, cause);
  }
}

/**
 * Where the XML declaration [23] ends that a document may begin with: version 1.0, and an encoding that is one of ours.
 *
 * @returns undefined for a declaration that is not well-formed
 * @throws SsoError `xml.encoding` where another encoding is declared
 */
export function endOfDeclaration(text: string): number | undefined {
  return /^<\?xml[ \t\n]/.test(text.slice(0, 6)) ? declarationOf(text)?.end : 0;
}

function declarationOf(text: string): { readonly end: number; readonly encoding: string | undefined } | undefined {
  const found = text.startsWith('<?xml') ? xmlDeclaration.exec(text.slice(0, longestDeclaration)) : null;
  if (found === null) return undefined;
  const encoding = found[1]?.slice(1, -1).toLowerCase();
  if (encoding !== undefined && encoding !== 'utf-8' && encoding !== 'utf-16') {
    throw new SsoError('xml.encoding', { reason: `declared as ${legible(encoding)}` });
  }
  return { end: found[0].length, encoding };
}

function encodingOf(octets: Uint8Array): { encoding: keyof typeof decoders; mark: number } {
  const [first, second, third] = octets;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (first === 0 || second === 0) throw new SsoError('xml.encoding', { reason: 'UTF-16 or UTF-32 without byte order mark' });
  return { encoding: 'utf-8', mark: 0 };
}

const strict = { fatal: true, ignoreBOM: true } as const;
const decoders = {
  'utf-8': new TextDecoder('utf-8', strict),
  'utf-16be': new TextDecoder('utf-16be', strict),
  'utf-16le': new TextDecoder('utf-16le', strict),
};
const longestDeclaration = 1_024;
// White space as XML has it [3]: to a pattern's own kind belong two dozen characters more.
const xmlDeclaration = new RegExp(
  [
    /^<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.0"|'1\.0')/,
    /(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*("[A-Za-z][\w.-]*"|'[A-Za-z][\w.-]*'))?/,
    /(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/,
  ]
    .map(({ source }) => source)
    .join(''),
);
