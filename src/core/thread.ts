/**
 * Another thread, for what takes so long that nobody else could be served meanwhile. It answers each message with one of its own, in their
 * order.
 */
export interface Thread {
  /** Sends a message; the memory that is handed over is the other thread's from then on. */
  post(message: unknown, handedOver?: readonly ArrayBuffer[]): void;
  /** Its next answer. Rejects when the thread is over, with what it failed of where it did. */
  next(): Promise<unknown>;
  /** Ends it, whatever it is doing. */
  end(): void;
}
