import type { PlainResponse } from './plain-response.ts';

/**
 * What our handlers read of a request. A `Request` is one; whoever has the request in another form, such as `toNode`, need not make one of it
 * that nobody looks at: that takes a fifth of the time of a login.
 */
export interface AskedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Pick<Headers, 'get'>;
  readonly body: AskedBody | null;
}

/** The body of a request: a stream, or what does as it does. */
export interface AskedBody {
  getReader(): BodyReader;
  /** All of it, as many octets as the head has said, where they have come; undefined where some are still to come. */
  arrived?(): Promise<Uint8Array | undefined>;
}

/** What reads a body: that of a stream, or one that does as it does. */
export type BodyReader = Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>;

/** A request in another form, of which a `Request` can be made. */
export interface PlainRequest extends AskedRequest {
  /** Its address in its parts. */
  readonly parsed: URL;
  /** The same one each time, without the body, which is ours to read. */
  whole(): Request;
}

/** A handler that can do with a plain request, and answers plainly. */
export type PlainHandler = (request: PlainRequest, from: { readonly address?: string | undefined }) => Promise<PlainResponse | undefined>;

/** The request as functions of the application know it. */
export function whole(request: AskedRequest): Request {
  // Sound: what is not plain came in as a `Request`, which need not be one of the system's own.
  return isPlain(request) ? request.whole() : (request as Request);
}

/** The address of a request in its parts. */
export function partsOf(request: AskedRequest): URL {
  return isPlain(request) ? request.parsed : new URL(request.url);
}

/**
 * The query of a request with its question mark, or nothing: as it was received, where the request has it so. A `Request` of the web has it as
 * the parser of addresses writes it, with `%27` for `'` and the like: what was signed with such a character in it is then no more what it was.
 */
export function rawQueryOf({ url }: Pick<AskedRequest, 'url'>): string {
  return /^[^?#]*(\?[^#]*)?/.exec(url)?.[1] ?? '';
}

/** Notes that a handler of requests can do with plain ones. */
export function alsoPlain<Handler extends object>(handler: Handler, plain: PlainHandler): Handler {
  plainly.set(handler, plain);
  return handler;
}

/** The handler in its plain form, if it has one. */
export function plainForm(handler: object): PlainHandler | undefined {
  return plainly.get(handler);
}

function isPlain(request: AskedRequest): request is PlainRequest {
  return 'whole' in request;
}

const plainly = new WeakMap<object, PlainHandler>();
