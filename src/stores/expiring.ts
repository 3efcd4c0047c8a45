import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { endOf } from './until.ts';

/** Entries of this process that end, as many as fit. What has not ended is never dropped for what is new. */
export interface Expiring<Value> {
  /** The value of a key, unless it has ended. */
  find(key: string): Value | undefined;
  /** Keeps a value in the place of the one of that key. @throws SsoError `store.full`; `config.invalid` where an instant is none */
  put(key: string, value: Value, until: Date): void;
  /** Forgets a key. @returns its value, unless it had ended */
  take(key: string): Value | undefined;
}

/** How much is kept, under which name it is full, and what else is to be done when an entry is gone. */
export interface ExpiringOptions<Value> {
  readonly store: string;
  readonly capacity: number;
  readonly gone?: (key: string, value: Value) => void;
}

/** None so far. */
export function expiring<Value>({ store, capacity, gone }: ExpiringOptions<Value>, env: Pick<Env, 'now'>): Expiring<Value> {
  const entries = new Map<string, { readonly value: Value; readonly end: number }>();
  let [sweepFrom, firstEnd] = [Math.min(capacity, leastSwept), Number.POSITIVE_INFINITY];

  /** What is there and counts; what only is there goes. */
  const counting = (key: string, now: number): Value | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || entry.end > now) return entry?.value;
    entries.delete(key);
    gone?.(key, entry.value);
    return undefined;
  };

  const sweep = (now: number): void => {
    firstEnd = Number.POSITIVE_INFINITY;
    for (const [key, { end }] of entries) if (counting(key, now) !== undefined) firstEnd = Math.min(firstEnd, end);
    // Twice as much later at the least, so that sweeping costs each entry a bounded share.
    sweepFrom = Math.min(capacity, entries.size * 2 + leastSwept);
  };

  return {
    find: (key) => counting(key, instantOf(env).getTime()),
    put: (key, value, until) => {
      const [end, now] = [endOf(until), instantOf(env).getTime()];
      const isKnown = counting(key, now) !== undefined;
      // Whoever fills the store must not have every put search it for room that is not there.
      if (entries.size >= sweepFrom && firstEnd <= now) sweep(now);
      if (entries.size >= capacity && !isKnown) throw new SsoError('store.full', { store, capacity });
      entries.set(key, { value, end });
      firstEnd = Math.min(firstEnd, end);
    },
    take: (key) => {
      const value = counting(key, instantOf(env).getTime());
      if (value !== undefined && entries.delete(key)) gone?.(key, value);
      return value;
    },
  };
}

const leastSwept = 1_000;
