import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import type { Socket } from 'node:net';

/** A request as it goes out. */
export interface Message {
  readonly target: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
}

/**
 * Sends a request over a connection of its own, and gives the answer as soon as its headers are there. The body comes as it is read;
 * whoever does not want all of it cancels it, which closes the connection. No redirect is followed.
 *
 * @param faultOf - what to say instead of an error that the body ends in
 * @throws Error for an answer that is not HTTP/1.1 to the letter, or with too much before the body
 */
export async function answerOver(socket: Socket, message: Message, faultOf: (error: unknown) => unknown): Promise<Response> {
  const { target, method, body } = message;
  return await new Promise((resolve, reject) => {
    const asked = request({ ...strictly(socket), method, path: `${target.pathname}${target.search}`, headers: headersOf(message) });
    let interim = 0;
    asked.on('information', () => {
      interim += 1;
      if (interim > mostInterim) asked.destroy(new Error('too many interim answers'));
    });
    // Stays to the end: what is wrong with the body is said here, too, when the answer has long been given.
    asked.on('error', reject);
    // Another protocol to switch to, for one, is no error and no answer.
    asked.on('close', () => reject(new Error('there was no answer')));
    asked.on('response', (incoming) => {
      try {
        resolve(responseOf(incoming, method, faultOf));
      } catch (error) {
        incoming.destroy();
        reject(error);
      }
    });
    asked.end(body);
  });
}

/** HTTP over a connection that is there already and used once, whatever the flags of the process say of how answers are read. */
export function strictly(socket: Socket): RequestOptions {
  return { createConnection: () => socket, insecureHTTPParser: false, maxHeaderSize: 16_384 };
}

function headersOf({ target, headers, body }: Message): Readonly<Record<string, string>> {
  const given = [...headers].filter(([name]) => !ours.has(name));
  return {
    // What is packed could become a thousand times as large as it was on the way: whoever asks for that unpacks it, and says where to stop.
    'accept-encoding': 'identity',
    // RFC 9110 10.1.5; firewalls in front of providers refuse whoever leaves it out.
    'user-agent': 'signon',
    ...Object.fromEntries(given),
    host: target.host,
    connection: 'close',
    ...(body === undefined ? {} : { 'content-length': String(body.length) }),
  };
}

function responseOf(incoming: IncomingMessage, method: string, faultOf: (error: unknown) => unknown): Response {
  const { statusCode: status = 0, rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  if (method !== 'HEAD' && !bodiless.has(status)) return new Response(bodyOf(incoming, faultOf), { status, headers });
  incoming.destroy();
  return new Response(null, { status, headers });
}

/** What comes, no faster than it is read. */
function bodyOf(incoming: IncomingMessage, faultOf: (error: unknown) => unknown): ReadableStream<Uint8Array> {
  // A fault may come before anybody reads; it is kept for whoever does.
  incoming.on('error', () => {});
  const { socket } = incoming;
  const chunks: AsyncIterator<Uint8Array> = incoming[Symbol.asyncIterator]();
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const { done, value } = await chunks.next().catch((error: unknown) => {
      throw faultOf(error);
    });
    if (done !== true) return controller.enqueue(value);
    // A body whose end is that of the connection looks whole wherever that is cut.
    if (socket.errored) throw faultOf(socket.errored);
    controller.close();
  };
  return new ReadableStream({ pull, cancel: () => void incoming.destroy() }, { highWaterMark: 0 });
}

/** What a connection needs is said by whoever makes it. */
const ours: ReadonlySet<string> = new Set(['host', 'connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect']);
/** Statuses whose answer has no body (Fetch 2.2.3). */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);
const mostInterim = 8;
