/** The world as an argument: the only way to time, chance, waiting and the network. */
export interface Env {
  now(): Date;
  /** That many bytes from a cryptographic source. */
  random(bytes: number): Uint8Array;
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  readonly fetch: typeof fetch;
}

/** The system's own clock, randomness, timer and fetch: what every verb uses when none is given. */
export const systemEnv: Env = {
  now: () => new Date(),
  random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  wait: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const timer = setTimeout(resolve, milliseconds);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(signal.reason);
      });
    }),
  fetch: (...request) => fetch(...request),
};
