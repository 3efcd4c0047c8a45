import { invalid } from '../core/options.ts';
import { plainForm } from '../web/asked.ts';
import type { PlainResponse } from '../web/plain-response.ts';
import { Client } from './client.ts';
import { IncomingBody } from './incoming-body.ts';
import { addressOf, areHeaders, type IncomingRequest } from './incoming-request.ts';
import { cut, type OutgoingResponse, writeBody, writeHead } from './outgoing-response.ts';
import { plainRequest, type Received, webRequest } from './received.ts';

/**
 * What answers by the standards of the web: with `undefined` where the request is none of its business, so that the application goes on. It
 * is told the IP address at the other end of the socket: that of a proxy where there is one.
 */
export type WebHandler = (request: Request, from: { readonly address?: string | undefined }) => Promise<Response | undefined>;

/**
 * What `node:http`, `node:http2`, Express and Connect call with each request.
 *
 * @param next - who goes on: told nothing where nobody has answered yet, else what went wrong
 */
export type NodeListener = (incoming: IncomingRequest, outgoing: OutgoingResponse, next?: (error?: Error) => void) => void;

/**
 * Has a handler of the web answer where Node or one of its frameworks asks. Mount it at the root, before anything that reads bodies.
 *
 * ```ts
 * const listener = toNode(handler);
 * createServer(listener); // node:http, node:http2: what the handler does not answer is 404
 * app.use(listener); // Express, Connect
 * fastify.addHook('onRequest', ({ raw }, reply, done) => listener(raw, reply.raw, done));
 * koa.use(({ req, res }, next) => new Promise((resolve, reject) => {
 *   res.once('close', resolve);
 *   listener(req, res, (error) => (error ? reject(error) : next().then(resolve, reject)));
 * }));
 * ```
 *
 * The `url` of the request has path and query as they were received, behind the origin `http://request.invalid`, which says nothing:
 * neither Host nor X-Forwarded-Host nor the host of an absolute target counts. A copy of the request that is made with `new Request` has `%27`
 * for `'` and the like in its query, over which a signature is then not valid any more. A path that is not as the parser of addresses writes
 * it, such as `/a/../b`, is passed on unseen, as are CONNECT and TRACE. A header that cannot be one is answered 400.
 *
 * The body is read no sooner and no faster than the handler reads it. Of what the handler leaves, 16 MiB are dropped, so that the client
 * hears the answer before it has ended; then the connection is closed. When the client goes away, `signal` is aborted and the body fails.
 *
 * What the handler throws goes to `next`; without one the answer is a plain 500, and nobody hears of the error. The same happens, whatever
 * the handler answers, with an SsoError `config.invalid` of the field `body` where it wants a body that was read before.
 *
 * @throws SsoError `config.invalid` where the handler is no function
 */
export function toNode(handler: WebHandler): NodeListener {
  if (typeof handler !== 'function') throw invalid('handler', 'must be a function');
  return (incoming, outgoing, next = (error) => end(outgoing, error === undefined ? 404 : 500)) => {
    isAnswered(handler, incoming, outgoing).then(
      (answered) => {
        if (!answered) next();
      },
      // Some of what can be thrown is no error to a framework.
      (cause) => next(cause instanceof Error ? cause : new Error('the handler failed', { cause })),
    );
  };
}

async function isAnswered(handler: WebHandler, incoming: IncomingRequest, outgoing: OutgoingResponse): Promise<boolean> {
  const address = addressOf(incoming);
  if (address === undefined) return false;
  if (!areHeaders(incoming)) return end(outgoing, 400);
  const body = new IncomingBody(incoming);
  const client = new Client(outgoing, body);
  try {
    const response = await answerOf(handler, { incoming, ...address, body, client });
    if (body.fault !== undefined) throw body.fault;
    if (response === undefined) return false;
    const rest = await written(response, incoming, outgoing, client);
    body.discard();
    if (rest === undefined) outgoing.end();
    else outgoing.end(rest);
    return true;
  } catch (error) {
    if (client.hasLeft && error === client.signal.reason) return true;
    body.discard();
    if (outgoing.headersSent) cut(outgoing);
    throw error;
  }
}

/** One of our own handlers looks at the request as it is: to make a `Request` of it takes a fifth of the time of a login. */
async function answerOf(handler: WebHandler, received: Received): Promise<PlainResponse | undefined> {
  const from = { address: received.incoming.socket?.remoteAddress };
  const plain = plainForm(handler);
  return plain === undefined ? await handler(webRequest(received), from) : await plain(plainRequest(received), from);
}

/** Writes an answer but for what is there of its body as a whole. @returns that: the answer ends with it */
async function written(
  response: PlainResponse,
  { method }: IncomingRequest,
  outgoing: OutgoingResponse,
  client: Client,
): Promise<string | Uint8Array | undefined> {
  const { body } = response;
  // Nobody is left to answer, here and below.
  if (client.hasLeft) return await dropped(body, client.signal.reason);
  const begin = () => writeHead(response, outgoing);
  if (isStream(body) && method !== 'HEAD') {
    await writeBody(body, outgoing, client.signal, begin);
    return undefined;
  }
  await dropped(body);
  begin();
  return method === 'HEAD' || isStream(body) ? undefined : (body ?? undefined);
}

async function dropped(body: PlainResponse['body'], reason?: unknown): Promise<undefined> {
  if (isStream(body)) await body.cancel(reason);
}

/** Not every stream is one of the system's own. */
function isStream(body: PlainResponse['body']): body is Extract<PlainResponse['body'], ReadableStream> {
  return typeof body === 'object' && body !== null && 'getReader' in body;
}

function end(outgoing: OutgoingResponse, status: number): true {
  if (!outgoing.headersSent) outgoing.statusCode = status;
  outgoing.end();
  return true;
}
