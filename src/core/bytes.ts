/**
 * The octets of base64 text: XML white space is passed over, all else is strict (RFC 4648 3 and 4: alphabet, padding, unused bits
 * zero).
 *
 * @returns the octets, or the index of the first character that cannot stand there
 */
export function fromBase64(text: string): Uint8Array | number {
  return strict(text) ?? (isOverpadded(text) ? undefined : strict(text.replace(/[ \t\r\n]+/g, ''))) ?? faultIn(text);
}

/** Base64 with padding and without line breaks. */
export function toBase64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
}

/**
 * The octets of base64url without padding, to the letter (RFC 7515 2): alphabet, length and unused bits.
 *
 * @returns the octets, or undefined where it is anything else
 */
export function fromBase64Url(text: string): Uint8Array | undefined {
  const octets = Buffer.from(text, 'base64url');
  return octets.toString('base64url') === text ? octets : undefined;
}

/** Base64url without padding. */
export function toBase64Url(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64url');
}

/** Lower-case hexadecimal. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex');
}

/** The UTF-8 octets of a text. */
export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

/** The text that octets are in UTF-8, without a byte order mark; undefined where they are none. */
export function fromUtf8(octets: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(octets);
  } catch {
    return undefined;
  }
}

/** `Buffer` skips what it does not know: then the octets are too few, or others than those that the text encodes. */
function strict(text: string): Uint8Array | undefined {
  const octets = Buffer.from(text, 'base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  if (text.length % 4 !== 0 || octets.length !== (text.length / 4) * 3 - padding) return undefined;
  // It takes the URL alphabet for the same, and a character above U+00FF for the one that its lower octet is.
  if (text.includes('-') || text.includes('_') || beyondLatin.test(text)) return undefined;
  return octets.toString('base64', octets.length - 3 + padding) === text.slice(-4) || text === '' ? octets : undefined;
}

/** Is there a third `=`? Then it is wrong whatever is passed over, and half a million of them need not be copied first. */
function isOverpadded(text: string): boolean {
  const [first, second] = [text.indexOf('='), text.lastIndexOf('=')];
  return first < second && text.indexOf('=', first + 1) < second;
}

/** A character out of the alphabet or behind the padding; else it is the end that is wrong. */
function faultIn(text: string): number {
  const stray = text.search(/[^A-Za-z0-9+/= \t\r\n]|=(?=[ \t\r\n]*[^= \t\r\n])/);
  return stray < 0 ? text.length : stray;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const beyondLatin = /[^\0-\xff]/;
