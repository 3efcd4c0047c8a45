import type { IncomingMessage } from 'node:http';
import type { Http2ServerRequest } from 'node:http2';
import { parsedAddress } from '../core/options.ts';
import { isHeaderValue } from '../web/plain-response.ts';

/** A request as `node:http` has it, or as `node:http2` imitates that. */
export type IncomingRequest = IncomingMessage | Http2ServerRequest;

/** An address as it was received, and in its parts. */
export interface ReceivedAddress {
  /** Not as the parser writes it: a signature may cover the query, and the parser writes `%27` for a quotation mark. */
  readonly url: string;
  readonly parsed: URL;
}

/**
 * The address of a request, at an origin that is nobody's: where we are is configured and not for a client to say. Undefined where no
 * handler of the web could have it in the words of the client: a target without a path, a path that would be rewritten, or a method
 * that fetch does not speak.
 *
 * @see RFC 9112 3.2; RFC 6761 6.4 for the origin
 */
export function addressOf(incoming: IncomingRequest): ReceivedAddress | undefined {
  const { method = '' } = incoming;
  // Fetch takes `get` for GET, which it is not (RFC 9110 9.1).
  if (method !== method.toUpperCase() || unspoken.has(method)) return undefined;
  // What mounts by path cuts the path off, and keeps it there.
  const target = 'originalUrl' in incoming ? incoming.originalUrl : incoming.url;
  const [, path = '', query = ''] = targetForm.exec(typeof target === 'string' ? target : '') ?? [];
  const url = `http://request.invalid${path}${query}`;
  const parsed = parsedAddress(url);
  return parsed?.pathname === path ? { url, parsed } : undefined;
}

/** The headers of a request, each as often as it came. */
export function headersOf({ rawHeaders }: IncomingRequest): [name: string, value: string][] {
  const headers: [string, string][] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    // HTTP/2 has the method and the target among them.
    if (!name.startsWith(':')) headers.push([name, rawHeaders[at + 1] ?? '']);
  }
  return headers;
}

/** One of the headers of a request, as `Headers` gives it: all that came under the name, or null. Fetch 5.1 */
export function headerOf({ rawHeaders }: IncomingRequest, name: string): string | null {
  const wanted = name.toLowerCase();
  let value: string | null = null;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const written = rawHeaders[at] ?? '';
    // Most are of another length, and need no second look.
    if (written.length !== wanted.length || written.toLowerCase() !== wanted) continue;
    const next = rawHeaders[at + 1] ?? '';
    value = value === null ? next : `${value}${wanted === 'cookie' ? '; ' : ', '}${next}`;
  }
  return value;
}

/** Whether `Headers` takes them all. */
export function areHeaders({ rawHeaders }: IncomingRequest): boolean {
  // Names and values in turn.
  return rawHeaders.every((text, at) => (at % 2 === 0 ? headerName.test(text) : isHeaderValue(text)));
}

/** A path and a query, behind an origin where the client takes us for a proxy. */
const targetForm = /^(?:https?:\/\/[^/?#]*)?(\/[^?#]*)(\?[^#]*)?$/i;
/** Fetch 2.2.1 */
const unspoken: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK']);
/** RFC 9110 5.1, and what HTTP/2 has among them. */
const headerName = /^(?::.*|[!#$%&'*+.^_`|~\w-]+)$/;
