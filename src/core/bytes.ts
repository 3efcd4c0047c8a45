/**
 * The octets of base64 text: XML white space is passed over, alphabet and padding are strict (RFC 4648 4, no URL alphabet, unused
 * bits zero), since `Buffer` skips whatever it does not know.
 *
 * @returns the octets, or the index of the first character that cannot stand there
 */
export function fromBase64(text: string): Uint8Array | number {
  const dense = /[ \t\r\n]/.test(text) ? text.replace(/[ \t\r\n]+/g, '') : text;
  if (!canonicalBase64.test(dense)) return firstFault(text);
  const octets = Buffer.from(dense, 'base64');
  // The bits behind the last whole octet must be zero, else many texts mean the same octets.
  return dense.endsWith('=') && octets.toString('base64', octets.length - (octets.length % 3)) !== dense.slice(-4)
    ? text.lastIndexOf('=')
    : octets;
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

function firstFault(text: string): number {
  const stray = text.search(/[^A-Za-z0-9+/=\s]|=(?=[ \t\r\n]*[^=\s])/);
  return stray < 0 ? text.length : stray;
}

const canonicalBase64 = /^[A-Za-z0-9+/]*={0,2}$/;
