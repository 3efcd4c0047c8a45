import type { IncomingBody } from './incoming-body.ts';
import { isGone, type OutgoingResponse } from './outgoing-response.ts';

/** Whoever waits for an answer, or does no more. */
export class Client {
  readonly #gone = new AbortController();
  #hasLeft = false;

  /** @param body - fails when the client goes away before it was answered */
  constructor(outgoing: OutgoingResponse, body: IncomingBody) {
    const leave = () => {
      if (outgoing.writableEnded) return;
      this.#hasLeft = true;
      this.#gone.abort();
      body.fail(this.signal.reason);
    };
    outgoing.once('close', leave);
    // Whoever came before us may have taken their time.
    if (isGone(outgoing)) leave();
  }

  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** Aborted when the client goes away. Made when it is first asked for, which few do: it takes as long as to read the headers. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }
}
