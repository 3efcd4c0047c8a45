import { Z_DEFAULT_STRATEGY, Z_FINISH, Z_STREAM_END, ZStream, zlibDeflate, zlibDeflateInit2, zlibDeflateReset } from 'pako';
import { utf8 } from '../core/bytes.ts';

/** Raw DEFLATE (RFC 1951) of a text's UTF-8, as the redirect binding has it. */
export function deflate(text: string): Uint8Array {
  const octets = utf8(text);
  zlibDeflateReset(stream);
  // Room enough also for what grows by it: zlib's own bound for tables of any size.
  const room = octets.length + (octets.length >> 3) + (octets.length >> 6) + 64;
  Object.assign(stream, { input: octets, next_in: 0, avail_in: octets.length, output: new Uint8Array(room), next_out: 0, avail_out: room });
  if (zlibDeflate(stream, Z_FINISH) !== Z_STREAM_END) throw new Error('the deflated text has no room where it must have');
  return stream.output.subarray(0, stream.next_out);
}

/**
 * One for all texts, since to make its tables takes as long as to deflate a request. A request has a few hundred octets, for which small
 * tables give the same result; the hash that is not the classic one has a table of 64 KB, however small the others are.
 */
const stream = new ZStream();
const [asIs, deflated, rawWindowBits, memoryLevel, classicHash] = [-1, 8, -11, 4, true] as const;
zlibDeflateInit2(stream, asIs, deflated, rawWindowBits, memoryLevel, Z_DEFAULT_STRATEGY, classicHash);
