import { systemEnv } from '#env';
import type { Env } from '../core/env.ts';
import { knownFields, wholeNumber } from '../core/options.ts';
import type { SessionIndex, SessionStore } from '../identity/session-store.ts';
import { expiring } from './expiring.ts';
import { endOf } from './until.ts';

/** Options of {@link memorySessionStore} and {@link memorySessionIndex}. */
export interface MemorySessionOptions {
  /**
   * How many sessions are kept at most (default 100,000), and how many names that have ended; a store that is full of sessions that have
   * not ended refuses.
   */
  readonly capacity?: number;
}

/**
 * Keeps sessions in the memory of this process: whoever is signed in is signed out when it ends.
 *
 * @param env - whose clock says what has ended
 * @throws SsoError `config.invalid`; its `put` throws `store.full` rather than forget a session that has not ended
 */
export function memorySessionStore(options: MemorySessionOptions = {}, env: Pick<Env, 'now'> = systemEnv): SessionStore {
  const sessions = expiring<string>({ store: 'sessions', capacity: capacityOf(options) }, env);
  return {
    put: async (id, session, until) => sessions.put(id, session, until),
    find: async (id) => sessions.find(id),
    end: async (id) => void sessions.take(id),
  };
}

/**
 * Knows sessions by their names in the memory of this process.
 *
 * @param env - whose clock says what may be forgotten
 * @throws SsoError `config.invalid`; its `add` throws `store.full` rather than forget a session that has not ended
 */
export function memorySessionIndex(options: MemorySessionOptions = {}, env: Pick<Env, 'now'> = systemEnv): SessionIndex {
  const idsOf = new Map<string, Set<string>>();
  const forget = (id: string, { names }: Named): void => {
    for (const name of names) if (idsOf.get(name)?.delete(id) === true && idsOf.get(name)?.size === 0) idsOf.delete(name);
  };
  const capacity = capacityOf(options);
  const sessions = expiring<Named>({ store: 'session-index', capacity, gone: forget }, env);
  const closed = expiring<Closed>({ store: 'session-index', capacity }, env);
  return {
    add: async (id, names, until) => {
      const { names: before = [], until: longest = until } = sessions.find(id) ?? {};
      const later = latest(longest, until);
      sessions.put(id, { names: [...new Set([...before, ...names])], until: later }, later);
      for (const name of names) idsOf.set(name, (idsOf.get(name) ?? new Set()).add(id));
    },
    // Each is asked for, since one that has ended is there until somebody looks.
    find: async (name) => [...(idsOf.get(name) ?? [])].filter((id) => sessions.find(id) !== undefined),
    remove: async (id) => void sessions.take(id),
    close: async (name, provenUntil, until) => {
      const { provenUntil: before = provenUntil, until: longest = until } = closed.find(name) ?? {};
      const later = latest(longest, until);
      closed.put(name, { provenUntil: latest(before, provenUntil), until: later }, later);
    },
    closed: async (names) => names.map((name) => closed.find(name)?.provenUntil).reduce(lastOf, undefined),
  };
}

/** Under which names a session is known, and for how long. */
interface Named {
  readonly names: readonly string[];
  readonly until: Date;
}

/** What has ended of a name, and for how long that is known. */
interface Closed {
  readonly provenUntil: Date;
  readonly until: Date;
}

/** The later of two instants, as far as there are any. */
function lastOf(one: Date | undefined, other: Date | undefined): Date | undefined {
  return one === undefined || other === undefined ? (one ?? other) : latest(one, other);
}

/** @throws SsoError `config.invalid` where an instant is none */
function latest(one: Date, other: Date): Date {
  return new Date(Math.max(endOf(one), endOf(other)));
}

function capacityOf(options: MemorySessionOptions): number {
  knownFields(options, ['capacity']);
  return wholeNumber('capacity', options.capacity, { initial: 100_000, least: 1, most: 10_000_000 });
}
