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
  const { incoming, body } = received;
  const { method = 'GET' } = incoming;
  const contents: RequestInit = hasBody(method) ? { body: body.stream(), duplex: 'half' } : {};
  return requestOf(received, { ...contents, method, headers: headersOf(incoming) });
}

/** The request for handlers that look at little of it. */
export function plainRequest(received: Received): PlainRequest {
  const { incoming, url, parsed, body } = received;
  const { method = 'GET' } = incoming;
  let made: Request | undefined;
  return {
    method,
    url,
    parsed,
    headers: { get: (name) => headerOf(incoming, name) },
    body: hasBody(method) ? body : null,
    whole: () => {
      made ??= requestOf(received, { method, headers: headersOf(incoming) });
      return made;
    },
  };
}

function requestOf({ url, client }: Received, init: RequestInit): Request {
  ReceivedRequest ??= receivedRequest(Request);
  return new ReceivedRequest(url, init, { url, client });
}

/** Fetch 5.3 */
function hasBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

/** What makes requests. Without what is ours to say of one, since to types a member that is a value can be neither a getter nor a method. */
type RequestMaker = new (made: string | Request, init?: RequestInit) => Omit<Request, 'url' | 'signal' | 'clone'>;

/**
 * A request, and so is every clone of it, with the address as it was received, and with the signal of the client: to be told to follow a signal
 * would take five times as long. Made of the `Request` that there is when the first is wanted: where this is only loaded, there may be none.
 */
function receivedRequest(Maker: RequestMaker) {
  return class ReceivedRequest extends Maker {
    /** No private name: of a `Proxy` around it the address and the signal are to be had as well. */
    readonly [ours]: Pick<Received, 'url' | 'client'>;

    constructor(made: string | Request, init: RequestInit | undefined, received: Pick<Received, 'url' | 'client'>) {
      super(made, init);
      this[ours] = received;
    }

    get url(): string {
      return this[ours].url;
    }

    get signal(): AbortSignal {
      return this[ours].client.signal;
    }

    clone(): Request {
      return new ReceivedRequest(Request.prototype.clone.call(this), undefined, this[ours]);
    }
  };
}

const ours = Symbol('received');
let ReceivedRequest: ReturnType<typeof receivedRequest> | undefined;
