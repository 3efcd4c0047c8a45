import { systemEnv } from '#env';
import { toBase64Url } from '../core/bytes.ts';
import type { Env } from '../core/env.ts';
import { knownFields, wholeNumber } from '../core/options.ts';
import type { PendingStore } from '../identity/pending-store.ts';
import { expiring } from './expiring.ts';

/** Options of {@link memoryPendingStore}. */
export interface MemoryPendingOptions {
  /** How many logins may be under way at once (default 10,000, for which about 11 MB are needed); beyond that a login is refused. */
  readonly capacity?: number;
}

/**
 * Keeps logins that have begun in the memory of this process: their answers must come back to it. Whoever asks for a login takes room,
 * signed in or not; {@link sealedPendingStore} takes next to none.
 *
 * @param env - whose clock says what is over, and whose randomness the tickets are made of
 * @throws SsoError `config.invalid`; its `put` throws `store.full` rather than forget a login that may still be finished
 */
export function memoryPendingStore(options: MemoryPendingOptions = {}, env: Pick<Env, 'now' | 'random'> = systemEnv): PendingStore {
  knownFields(options, ['capacity']);
  const capacity = wholeNumber('capacity', options.capacity, { initial: 10_000, least: 1, most: 10_000_000 });
  const logins = expiring<string>({ store: 'pending', capacity }, env);
  return {
    put: async (handle, pending, until) => {
      const ticket = toBase64Url(env.random(32));
      logins.put(both(handle, ticket), pending, until);
      return ticket;
    },
    take: async (handle, ticket) => logins.take(both(handle, ticket)),
  };
}

/** Kept under both, so that one with another ticket finds nothing that it could take away. */
function both(handle: string, ticket: string): string {
  return JSON.stringify([handle, ticket]);
}
