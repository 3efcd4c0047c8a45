import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { exchange, objectOf } from '../core/http.ts';
import { looks } from '../core/looks.ts';
import { singleFlight } from '../core/single-flight.ts';
import type { Source } from '../core/source.ts';
import { isWithin, plusSeconds } from '../core/time.ts';
import { markedUnless } from '../crypto/confirmation.ts';
import { type KeySet, readKeySet } from '../jose/key-set.ts';

/** The keys of a provider, with the way to look again for one that nobody knows yet: at most twice a minute for each purpose. */
export type KeySource = Source<KeySet>;

/** Keys that were given once and for all. */
export function fixedKeys(keySet: KeySet): KeySource {
  return { current: async () => keySet, refreshed: async () => keySet };
}

/** Where keys are published, and by whom. */
export interface KeyAddress {
  /** Our local id of the provider, for errors. */
  readonly provider: string;
  readonly jwksUri: string;
  /** The address from which this one was learnt. */
  readonly learntFrom?: string | undefined;
  /** The fingerprints of the keys that may sign; absent where each may that is published. */
  readonly confirmed?: ReadonlySet<string> | undefined;
}

/**
 * The keys that a provider publishes: fetched when they are first asked for, kept for five minutes, and for 24 hours while no newer ones
 * are to be had. A failure is not kept: who asks next asks the provider.
 */
export function publishedKeys(address: KeyAddress, env: Env): KeySource {
  let known: Known | undefined;
  const mayLook = looks(env);
  const fetching = singleFlight(async () => {
    const keySet = await fetchKeys(address, env);
    known = { keySet, fetchedAt: instantOf(env).getTime(), triedAt: Number.NEGATIVE_INFINITY };
    return keySet;
  });
  const fetchedOrKnown = async (): Promise<KeySet> => {
    try {
      return await fetching.join();
    } catch (error) {
      const now = instantOf(env).getTime();
      if (known === undefined || now >= known.fetchedAt + longestStaleSeconds * 1000) throw error;
      known = { ...known, triedAt: now };
      return known.keySet;
    }
  };
  return {
    current: async () => (known !== undefined && isFresh(known, instantOf(env).getTime()) ? known.keySet : await fetchedOrKnown()),
    refreshed: async (why, purpose = 'login') => {
      if (known !== undefined && why === 'unknown-key' && !fetching.isUnderway() && !mayLook(purpose)) return known.keySet;
      return await fetchedOrKnown();
    },
  };
}

interface Known {
  readonly keySet: KeySet;
  readonly fetchedAt: number;
  /** When a newer one was last looked for in vain. */
  readonly triedAt: number;
}

/** A provider that is down is not asked again by every login. */
function isFresh({ triedAt, fetchedAt }: Known, now: number): boolean {
  if (now >= fetchedAt + longestStaleSeconds * 1000) return false;
  return isWithin(lifetimeSeconds, fetchedAt, now) || isWithin(retrySeconds, triedAt, now);
}

async function fetchKeys({ provider, jwksUri, learntFrom, confirmed }: KeyAddress, env: Env): Promise<KeySet> {
  const answer = await exchange({ url: jwksUri, accept: 'application/jwk-set+json, application/json', learntFrom }, env);
  const read = readKeySet(objectOf(answer, { suffixed: true }));
  if ('problem' in read) throw new SsoError('provider.keys', { provider, problem: read.problem });
  const isConfirmed = (fingerprint: string) => confirmed?.has(fingerprint) ?? true;
  const keys = read.keys.map((each) => Object.freeze({ ...each, key: markedUnless(isConfirmed, each.key) }));
  return Object.freeze({ ...read, keys: Object.freeze(keys), refreshAt: plusSeconds(instantOf(env), lifetimeSeconds) });
}

const lifetimeSeconds = 300;
const retrySeconds = 30;
const longestStaleSeconds = 86_400;
