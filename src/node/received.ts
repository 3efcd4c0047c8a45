import type { PlainRequest } from '../web/asked.ts';
import type { Client } from './client.ts';
import type { IncomingBody } from './incoming-body.ts';
import { headerOf, headersOf, type IncomingRequest, type ReceivedAddress } from './incoming-request.ts';

/** A request with all that there is to it; its headers are such. */
export interface Received extends ReceivedAddress {
  readonly incoming: IncomingRequest;
  readonly body: IncomingBody;
  readonly client: Client;
}

/** The request as the web has it. */
export function webRequest(received: Received): Request {
  const { incoming, url, body, client } = received;
  const { method = 'GET' } = incoming;
  const contents: RequestInit = hasBody(method) ? { body: body.stream(), duplex: 'half' } : {};
  return new ReceivedRequest(url, { ...contents, method, headers: headersOf(incoming) }, { url, client });
}

/** The request for handlers that look at little of it. */
export function plainRequest({ incoming, url, parsed, body, client }: Received): PlainRequest {
  const { method = 'GET' } = incoming;
  let made: Request | undefined;
  return {
    method,
    url,
    parsed,
    headers: { get: (name) => headerOf(incoming, name) },
    body: hasBody(method) ? body : null,
    whole: () => {
      made ??= new ReceivedRequest(url, { method, headers: headersOf(incoming) }, { url, client });
      return made;
    },
  };
}

/** Fetch 5.3 */
function hasBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** A `Request`, but for what another has to say of it. */
const WebRequest: new (made: string | Request, init?: RequestInit) => Omit<Request, 'url' | 'signal' | 'clone'> = Request;

/**
 * A request, and so is every clone of it, with the address as it was received, and with the signal of the client. One that is told to follow a
 * signal takes five times as long to make.
 */
class ReceivedRequest extends WebRequest {
  readonly #received: Pick<Received, 'url' | 'client'>;

  constructor(made: string | Request, init: RequestInit | undefined, received: Pick<Received, 'url' | 'client'>) {
    super(made, init);
    this.#received = received;
  }

  get url(): string {
    return this.#received.url;
  }

  get signal(): AbortSignal {
    return this.#received.client.signal;
  }

  clone(): Request {
    return new ReceivedRequest(Request.prototype.clone.call(this), undefined, this.#received);
  }
}
