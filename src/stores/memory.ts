import { systemEnv } from '#env';
import type { Env } from '../core/env.ts';
import { knownFields, wholeNumber } from '../core/options.ts';
import type { ReplayStore } from '../identity/login.ts';
import { expiring } from './expiring.ts';

/** Options of {@link memoryReplayStore}. */
export interface MemoryReplayOptions {
  /** How many keys are remembered at most (default 100,000); a store that is full of what still counts refuses. */
  readonly capacity?: number;
}

/**
 * A replay store in the memory of this process: enough for one process, and forgotten when it ends.
 * With several processes each would accept the same assertion once; they need a store in common.
 *
 * @param env - whose clock says what may be forgotten
 * @throws SsoError `config.invalid`; its `firstUse` throws `store.full` rather than forget what still counts
 */
export function memoryReplayStore(options: MemoryReplayOptions = {}, env: Pick<Env, 'now'> = systemEnv): ReplayStore {
  knownFields(options, ['capacity']);
  const capacity = wholeNumber('capacity', options.capacity, { initial: 100_000, least: 1, most: 10_000_000 });
  const used = expiring<true>({ store: 'replay', capacity }, env);
  return {
    firstUse: async (key, until) => {
      if (used.find(key) !== undefined) return false;
      used.put(key, true, until);
      return true;
    },
  };
}
