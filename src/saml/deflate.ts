import {
  Z_DEFAULT_STRATEGY,
  Z_FINISH,
  Z_OK,
  Z_STREAM_END,
  Z_SYNC_FLUSH,
  ZStream,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
} from 'pako';
import { utf8 } from '../core/bytes.ts';

/** Raw DEFLATE (RFC 1951) of a text's UTF-8, as the redirect binding has it. */
export function deflate(text: string): Uint8Array {
  zlibDeflateReset(stream);
  return deflated(utf8(text), Z_FINISH);
}

/**
 * As {@link deflate} does, of a text that comes again and again with another part in it: all around that is deflated but once, and the part
 * itself is stored as it is. That takes a tenth of the time; the octets become a fifth more.
 *
 * @param text - of XML: without the character of code 0
 * @param part - which has at least one character
 */
export function deflateAround(text: string, part: string): Uint8Array {
  const [before = '', after, ...more] = text.split(part);
  if (text.length > longest || after === undefined || more.length > 0) return deflate(text);
  const octets = utf8(part);
  // No text of XML has such a character: nothing behind the part is like it, and so nothing refers to it.
  const frame = frameOf(before, '\0'.repeat(octets.length), after);
  return Buffer.concat([frame.before, lengthOf(octets), octets, frame.after]);
}

/** What is deflated around a part: at both ends of it whole octets end. */
interface Frame {
  /** Up to where the length is said of what is stored. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

function frameOf(before: string, part: string, after: string): Frame {
  const key = `${before}${part}${after}`;
  const known = frames.get(key);
  if (known !== undefined) return known;
  zlibDeflateReset(stream);
  const first = deflated(utf8(before), Z_SYNC_FLUSH);
  deflated(utf8(part), Z_SYNC_FLUSH);
  // It ends with a stored block that has nothing in it: what says so are its last four octets.
  const frame = { before: first.subarray(0, -4), after: deflated(utf8(after), Z_FINISH) };
  if (frames.size >= mostFrames) frames.clear();
  frames.set(key, frame);
  return frame;
}

/** LEN and NLEN of what is stored (RFC 1951 3.2.4). */
function lengthOf({ length }: Uint8Array): Uint8Array {
  return Uint8Array.of(length, length >> 8, ~length, ~length >> 8);
}

/** The next piece of what is deflated. */
function deflated(octets: Uint8Array, flush: typeof Z_FINISH | typeof Z_SYNC_FLUSH): Uint8Array {
  // Room enough also for what grows by it: zlib's own bound for tables of any size.
  const room = octets.length + (octets.length >> 3) + (octets.length >> 6) + 64;
  Object.assign(stream, { input: octets, next_in: 0, avail_in: octets.length, output: new Uint8Array(room), next_out: 0, avail_out: room });
  const end = flush === Z_FINISH ? Z_STREAM_END : Z_OK;
  if (zlibDeflate(stream, flush) !== end || stream.avail_out === 0) throw new Error('the deflated text has no room where it must have');
  return stream.output.subarray(0, stream.next_out);
}

/**
 * One for all texts, since to make its tables takes as long as to deflate a request. A request has a few hundred octets, for which small
 * tables give the same result; the hash that is not the classic one has a table of 64 KB, however small the others are.
 */
const stream = new ZStream();
const [asIs, deflatedMethod, rawWindowBits, memoryLevel, classicHash] = [-1, 8, -11, 4, true] as const;
zlibDeflateInit2(stream, asIs, deflatedMethod, rawWindowBits, memoryLevel, Z_DEFAULT_STRATEGY, classicHash);

const frames = new Map<string, Frame>();
const mostFrames = 100;
/** What is much longer than a request is not worth keeping. */
const longest = 4_096;
