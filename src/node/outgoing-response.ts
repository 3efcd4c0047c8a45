import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';
import type { PlainResponse } from '../web/plain-response.ts';

/** A response as `node:http` has it, or as `node:http2` imitates that. */
export type OutgoingResponse = ServerResponse | Http2ServerResponse;

/** Whether the client has left. */
export function isGone(outgoing: OutgoingResponse): boolean {
  return 'stream' in outgoing ? outgoing.stream.destroyed : outgoing.destroyed;
}

/** Ends what cannot be ended as it began, so that the client does not take it for the whole. */
export function cut(outgoing: OutgoingResponse): void {
  if ('stream' in outgoing) outgoing.stream.close(internalError);
  else outgoing.destroy();
}

/**
 * Writes status and headers. `Set-Cookie` adds to the cookies that others have set; all else takes the place of what was said before.
 *
 * @throws TypeError, RangeError for what cannot be sent; then nothing of it remains
 */
export function writeHead({ status, headers }: Pick<PlainResponse, 'status' | 'headers'>, outgoing: OutgoingResponse): void {
  try {
    for (const [name, value] of headers) {
      if (name === 'set-cookie') outgoing.appendHeader(name, value);
      else if (!ofConnection.has(name)) outgoing.setHeader(name, value);
    }
    // Whoever was too slow would go on to be, and hold the connection for as long (RFC 9110 15.5.9).
    if (status === 408 && !('stream' in outgoing)) outgoing.setHeader('connection', 'close');
    outgoing.statusCode = status;
  } catch (error) {
    for (const [name] of headers) outgoing.removeHeader(name);
    throw error;
  }
}

/**
 * Writes the body, no faster than the client takes it; what the body comes from is told when the signal is aborted.
 *
 * @param begin - writes the head, once the body has begun: of an answer that fails before, nothing may go out with the one in its place
 */
export async function writeBody(body: ReadableStream<Uint8Array>, outgoing: Sink, signal: AbortSignal, begin: () => void): Promise<void> {
  const reader = body.getReader();
  const stop = (reason: unknown) => void reader.cancel(reason).catch(() => undefined);
  const leave = () => stop(signal.reason);
  signal.addEventListener('abort', leave);
  try {
    let read = await reader.read();
    if (!signal.aborted) begin();
    for (; !read.done; read = await reader.read()) {
      if (!outgoing.write(read.value)) await drained(outgoing, signal);
    }
  } catch (error) {
    stop(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

async function drained(outgoing: Sink, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      outgoing.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    outgoing.on('drain', done);
    signal.addEventListener('abort', done);
  });
}

/** What both have in common to write to. */
interface Sink {
  write(chunk: Uint8Array): boolean;
  on(event: 'drain', listener: () => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
}

/** What a connection needs is said by whoever has it. */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** RFC 9113 7 */
const internalError = 2;
