/// <reference path="./pako.d.ts" />
import { Inflate } from 'pako/browser/inflate';
import { SsoError } from '../core/errors.ts';

/**
 * The octets that were deflated. Inflating stops as soon as they are more than a message may have, so that a small request cannot
 * cost more memory than a large one.
 *
 * @throws SsoError `message.deflate`: not DEFLATE, not complete, too large, or with octets behind its end
 */
export function inflate(octets: Uint8Array, mostBytes: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const inflator = new Inflate({ raw: true, chunkSize: chunkBytes });
  inflator.onData = (chunk) => {
    size += chunk.length;
    if (size > mostBytes) throw new SsoError('message.deflate', { reason: 'too-large' });
    chunks.push(chunk);
  };
  // The last octet by itself: a stream that has ended before it has octets behind its end.
  inflator.push(octets.subarray(0, -1), false);
  if (inflator.ended) throw new SsoError('message.deflate', { reason: inflator.err === 0 ? 'trailing' : 'malformed' });
  inflator.push(octets.subarray(-1), true);
  if (inflator.err !== 0 || !inflator.ended) throw new SsoError('message.deflate', { reason: 'malformed' });
  return Buffer.concat(chunks);
}

const chunkBytes = 16_384;
