import { type Env, instantOf } from './env.ts';
import type { Purpose } from './source.ts';
import { isWithin } from './time.ts';

/**
 * How often somebody else may have us look for a key that nobody knows: twice a minute for each purpose, whoever it is and whatever comes
 * of it. Each call that is true is one look.
 */
export function looks(env: Pick<Env, 'now'>): (purpose: Purpose) => boolean {
  const taken = new Map<Purpose, readonly number[]>();
  return (purpose) => {
    const now = instantOf(env).getTime();
    const recent = (taken.get(purpose) ?? []).filter((instant) => isWithin(60, instant, now));
    const mayLook = recent.length < looksAMinute;
    taken.set(purpose, mayLook ? [...recent, now] : recent);
    return mayLook;
  };
}

const looksAMinute = 2;
