import { systemEnv } from '#env';
import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { invalid, knownFields, wholeNumber } from '../core/options.ts';
import type { ReplayStore } from '../identity/login.ts';

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
  const used = new Map<string, number>();
  let nextSweep = 0;
  const sweep = (now: number): void => {
    for (const [key, until] of used) if (until <= now) used.delete(key);
    // Twice as much later at the least, so that sweeping costs each entry a bounded share.
    nextSweep = Math.min(capacity, used.size * 2 + 1_000);
  };
  return {
    firstUse: async (key, until) => {
      if (Number.isNaN(until.getTime())) throw invalid('until', 'must be an instant');
      const now = instantOf(env).getTime();
      const known = used.get(key);
      if (known !== undefined && known > now) return false;
      if (used.size >= nextSweep) sweep(now);
      if (used.size >= capacity && !used.has(key)) throw new SsoError('store.full', { store: 'replay', capacity });
      used.set(key, until.getTime());
      return true;
    },
  };
}
