/**
 * The octets of base64 text: XML white space is passed over, all else is strict (RFC 4648 3 and 4: alphabet, padding, unused bits
 * zero). `Buffer` skips whatever it does not know, so the text must be what the octets encode to.
 *
 * @returns the octets, or the index of the first character that cannot stand there
 */
export function fromBase64(text: string): Uint8Array | number {
  const octets = Buffer.from(text, 'base64');
  if (octets.toString('base64') === text) return octets;
  const dense = text.replace(/[ \t\r\n]+/g, '');
  return dense === text ? faultIn(text) : fromDense(dense, text);
}

/** Base64 with padding and without line breaks. */
export function toBase64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('base64');
}

/** Lower-case hexadecimal. */
export function toHex(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex');
}

/** The UTF-8 octets of a text. */
export function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

function fromDense(dense: string, text: string): Uint8Array | number {
  const octets = Buffer.from(dense, 'base64');
  return octets.toString('base64') === dense ? octets : faultIn(text);
}

/** A character out of the alphabet or behind the padding; else it is the end that is wrong. */
function faultIn(text: string): number {
  const stray = text.search(/[^A-Za-z0-9+/= \t\r\n]|=(?=[ \t\r\n]*[^= \t\r\n])/);
  return stray < 0 ? text.length : stray;
}
