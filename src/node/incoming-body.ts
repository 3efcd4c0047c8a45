import { invalid } from '../core/options.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** The body of a request: given out no faster than it is read, and dropped where nobody wants it. */
export class IncomingBody {
  readonly #incoming: IncomingRequest;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #isOpen = false;
  #fault: Error | undefined;

  constructor(incoming: IncomingRequest) {
    this.#incoming = incoming;
  }

  /** Why there was nothing to read, where somebody wanted to and somebody else had before: an SsoError `config.invalid`. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  /** The body as a stream, to be asked for once. Until that is read, nothing is. */
  stream(): ReadableStream<Uint8Array> {
    const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      this.#controller = controller;
    };
    return new ReadableStream({ start, pull: () => this.#pull(), cancel: () => this.#letGo() }, { highWaterMark: 0 });
  }

  /** Ends it with an error, for whoever still reads. */
  fail(reason: unknown): void {
    this.#letGo();
    this.#controller?.error(reason);
  }

  /**
   * Drops what is still to come, so that the connection can be used again; to be called before the answer is ended. It is not closed at
   * once, which could take the answer with it, but where there is no end.
   */
  discard(): void {
    const incoming = this.#incoming;
    if (incoming.complete) return;
    this.fail(new Error('the request was answered'));
    let octets = 0;
    incoming.on('data', ({ length }: Uint8Array) => {
      octets += length;
      if (octets > mostDropped) hangUp(incoming);
    });
    incoming.resume();
  }

  #pull(): void {
    if (!this.#isOpen) this.#open();
    this.#incoming.resume();
  }

  #open(): void {
    this.#isOpen = true;
    if (this.#incoming.readableDidRead) {
      this.#fault = invalid('body', 'was read before: mount this before anything that reads bodies');
      this.fail(this.#fault);
    } else if (this.#incoming.readableEnded) {
      // Whoever came before us came to the end of nothing.
      this.#end();
    } else {
      this.#incoming.on('data', this.#give);
      this.#incoming.on('end', this.#end);
    }
  }

  #letGo(): void {
    this.#incoming.off('data', this.#give);
    this.#incoming.off('end', this.#end);
  }

  readonly #give = (chunk: Uint8Array): void => {
    this.#incoming.pause();
    this.#controller?.enqueue(chunk);
  };

  readonly #end = (): void => {
    this.#controller?.close();
  };
}

function hangUp(incoming: IncomingRequest): void {
  if ('stream' in incoming) incoming.stream.close();
  else incoming.destroy();
}

const mostDropped = 16_777_216;
