import { deflateRaw } from 'pako/browser/deflate';

/** Raw DEFLATE (RFC 1951) of a text's UTF-8, as the redirect binding has it. */
export function deflate(text: string): Uint8Array {
  // A request has a few hundred octets: small tables give the same result, and making large ones would take twice the time. The hash that
  // is not the classic one has a table of 64 KB, however small the others are.
  return deflateRaw(text, { windowBits: 11, memLevel: 4, chunkSize: 2_048, legacyHash: true });
}
