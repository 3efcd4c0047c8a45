import type { PlainRequest } from '../web/asked.ts';
import type { Client } from './client.ts';
import type { IncomingBody } from './incoming-body.ts';
import { headerOf, headersOf, type IncomingRequest } from './incoming-request.ts';

/** A request with all that there is to it; its headers are such. */
export interface Received {
  readonly incoming: IncomingRequest;
  readonly url: string;
  readonly body: IncomingBody;
  readonly client: Client;
}

/** The request as the web has it. */
export function webRequest({ incoming, url, body, client }: Received): Request {
  const { method = 'GET' } = incoming;
  const contents: RequestInit = hasBody(method) ? { body: body.stream(), duplex: 'half' } : {};
  return received(new Request(url, { ...contents, method, headers: headersOf(incoming) }), url, client.signal);
}

/** The request for handlers that look at little of it. */
export function plainRequest({ incoming, url, body, client }: Received): PlainRequest {
  const { method = 'GET' } = incoming;
  let made: Request | undefined;
  return {
    method,
    url,
    headers: { get: (name) => headerOf(incoming, name) },
    body: hasBody(method) ? body : null,
    whole: () => {
      made ??= received(new Request(url, { method, headers: headersOf(incoming) }), url, client.signal);
      return made;
    },
  };
}

/** Fetch 5.3 */
function hasBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/**
 * The request, and every clone of it, with the address as it was received and with that signal. To have a request made so that it follows one
 * takes five times as long.
 */
function received(request: Request, url: string, signal: AbortSignal): Request {
  const clone = () => received(Request.prototype.clone.call(request), url, signal);
  return Object.defineProperties(request, { url: { value: url }, signal: { value: signal }, clone: { value: clone } });
}
