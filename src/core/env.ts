import { invalid } from './options.ts';

/** The world as an argument: the only way to time, chance, waiting and the network. */
export interface Env {
  /** The instant that it is. Every window of time is judged by it. */
  now(): Date;
  /** That many bytes from a cryptographic source. */
  random(bytes: number): Uint8Array;
  /** Waits so many milliseconds; rejects with the reason of `signal` when that is aborted before. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** How anything is fetched. */
  readonly fetch: typeof fetch;
}

/** The system's own clock, randomness, timer and fetch: what every verb uses when none is given, where there are no sockets. */
export const systemEnv: Env = {
  now: () => new Date(),
  random: drawn,
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

/** A login wants a few octets at a time, a few times; to ask the system takes as long for many as for one. What is given out is wiped here. */
function drawn(bytes: number): Uint8Array {
  // Refuses what is no count, which would lead back to what is wiped.
  const octets = new Uint8Array(bytes);
  const { length } = octets;
  if (length > pool.length) return crypto.getRandomValues(octets);
  if (length > pool.length - given) {
    crypto.getRandomValues(pool);
    given = 0;
  }
  octets.set(pool.subarray(given, given + length));
  pool.fill(0, given, given + length);
  given += length;
  return octets;
}

/**
 * The instant that is now. A clock that names none would have half of all comparisons hold: it is refused before anything is judged by it.
 *
 * @throws SsoError `config.invalid`
 */
export function instantOf(env: Pick<Env, 'now'>): Date {
  const instant = env.now();
  if (!(instant instanceof Date) || Number.isNaN(instant.getTime())) throw invalid('env.now', 'must return an instant');
  return instant;
}

/** Octets of the system, and how many of them are given out. */
const pool = new Uint8Array(1_024);
let given = pool.length;
