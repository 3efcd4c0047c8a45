import type { Env } from '../../src/core/env.ts';

/** The world in the hands of a test: time stands still until it is told to pass, and chance counts. */
export interface World extends Env {
  /** Lets so many seconds pass, and with them whatever waits no longer. */
  pass(seconds: number): void;
  /** For how long anybody has waited so far, in milliseconds. */
  readonly waits: readonly number[];
}

/** A world that begins at an instant and fetches like this. */
export function world(fetch: Env['fetch'] = unreachable, start = '2026-01-15T12:00:00Z'): World {
  let [now, chance] = [Date.parse(start), 0];
  const waiting = new Map<() => void, number>();
  const waits: number[] = [];
  return {
    fetch,
    waits,
    now: () => new Date(now),
    random: (bytes) => {
      chance += 1;
      return Uint8Array.from({ length: bytes }, (_, at) => (at < 4 ? chance >> (8 * at) : at));
    },
    wait: (milliseconds, signal) => {
      waits.push(milliseconds);
      return new Promise((resolve, reject) => {
        waiting.set(resolve, now + milliseconds);
        signal?.addEventListener('abort', () => {
          waiting.delete(resolve);
          reject(signal.reason);
        });
      });
    },
    pass: (seconds) => {
      now += seconds * 1000;
      for (const [over, end] of waiting) if (end <= now && waiting.delete(over)) over();
    },
  };
}

function unreachable(): Promise<never> {
  return Promise.reject(new Error('nobody fetches here'));
}
