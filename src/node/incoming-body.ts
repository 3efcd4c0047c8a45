import { setImmediate as nextTurn } from 'node:timers/promises';
import { invalid } from '../core/options.ts';
import type { AskedBody, BodyReader } from '../web/asked.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** The body of a request: given out no faster than it is read, and dropped where nobody wants it. */
export class IncomingBody implements AskedBody {
  readonly #incoming: IncomingRequest;
  #sink: Sink | undefined;
  #failure: { readonly reason: unknown } | undefined;
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
    const start = (controller: ReadableStreamDefaultController<Uint8Array>) => this.#tell(controller);
    return new ReadableStream({ start, pull: () => this.#pull(), cancel: () => this.#letGo() }, { highWaterMark: 0 });
  }

  /** What reads the body, in the place of a stream. */
  getReader(): BodyReader {
    const waiting = new Waiting(() => this.#pull());
    this.#tell(waiting);
    return { read: () => waiting.next(), cancel: async () => this.#letGo() };
  }

  /**
   * All of the body, where it has come with the head, as that of most forms has. Undefined where more is to come, or it cannot be read.
   */
  async arrived(): Promise<Uint8Array | undefined> {
    // What has come with the head is told of behind it.
    await nextTurn();
    if (this.#failure !== undefined || !isAllThere(this.#incoming)) return undefined;
    const whole = allOf(this.#incoming);
    // Whoever goes on to read is told: what was there of it is gone.
    if (whole === undefined) this.fail(new Error('less was there than was said'));
    return whole;
  }

  /** Ends it with an error, for whoever still reads. */
  fail(reason: unknown): void {
    this.#letGo();
    this.#failure ??= { reason };
    this.#sink?.error(reason);
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

  #tell(sink: Sink): void {
    this.#sink = sink;
    // The client may have left before anybody asked.
    if (this.#failure !== undefined) sink.error(this.#failure.reason);
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
    this.#sink?.enqueue(chunk);
  };

  readonly #end = (): void => {
    this.#sink?.close();
  };
}

type Sink = Pick<ReadableStreamDefaultController<Uint8Array>, 'enqueue' | 'close' | 'error'>;
type Chunk = Awaited<ReturnType<BodyReader['read']>>;

/** Hands on what comes to the one who waits for it; nothing is asked for before somebody does. */
class Waiting implements Sink {
  readonly #pull: () => void;
  #told: { readonly resolve: (chunk: Chunk) => void; readonly reject: (reason: unknown) => void } | undefined;
  #end: Promise<Chunk> | undefined;

  constructor(pull: () => void) {
    this.#pull = pull;
  }

  next(): Promise<Chunk> {
    if (this.#end !== undefined) return this.#end;
    return new Promise((resolve, reject) => {
      this.#told = { resolve, reject };
      this.#pull();
    });
  }

  enqueue(value: Uint8Array): void {
    this.#told?.resolve({ done: false, value });
  }

  close(): void {
    this.#end = Promise.resolve({ done: true, value: undefined });
    this.#told?.resolve({ done: true, value: undefined });
  }

  error(reason: unknown): void {
    this.#end = Promise.reject(reason);
    // Whoever asks is told; that nobody does is no fault.
    this.#end.catch(() => undefined);
    this.#told?.reject(reason);
  }
}

/** Is as much there as there is to be, and has nobody begun to read? That a request is `complete` not every runtime says truly. */
function isAllThere({ headers, destroyed, readableDidRead, readableFlowing, readableLength }: IncomingRequest): boolean {
  // A length beside it, which a lenient server lets through, says nothing (RFC 9112 6.3).
  if (headers['transfer-encoding'] !== undefined) return false;
  return !destroyed && !readableDidRead && readableFlowing !== true && readableLength === Number(headers['content-length']);
}

/** All that is there, which not every runtime gives in one piece; undefined where one does not give all. */
function allOf(incoming: IncomingRequest): Uint8Array | undefined {
  const pieces: Uint8Array[] = [];
  for (let left = incoming.readableLength; left > 0; ) {
    // Sound: as in `#give`, of a body that nobody has given an encoding it is octets.
    const piece = incoming.read() as Uint8Array | null;
    if (piece === null) return undefined;
    pieces.push(piece);
    left -= piece.length;
  }
  const [only = new Uint8Array(), ...more] = pieces;
  return more.length === 0 ? only : Buffer.concat(pieces);
}

function hangUp(incoming: IncomingRequest): void {
  if ('stream' in incoming) incoming.stream.close();
  else incoming.destroy();
}

const mostDropped = 16_777_216;
