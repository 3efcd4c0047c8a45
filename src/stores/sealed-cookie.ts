import { systemEnv } from '#env';
import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { invalid, knownFields } from '../core/options.ts';
import { firstUse } from '../identity/first-use.ts';
import type { ReplayStore } from '../identity/login.ts';
import type { PendingStore } from '../identity/pending-store.ts';
import { type Sealable, type SealingSecret, sealed, sealingKeys, unsealed } from '../jose/seal.ts';
import { endOf } from './until.ts';

/** Options of {@link sealedPendingStore}. */
export interface SealedPendingOptions {
  /**
   * Secrets that all processes have in common: the first seals, all open. To change them, first add the new one as the last everywhere,
   * then make it the first, and drop the old one when the last login that it has sealed is over. Default: one that is drawn by lot when the
   * store is made, so that a login ends in the process in which it began, and not after that was started anew.
   */
  readonly keys?: readonly SealingSecret[];
  /** Remembers which logins were taken, which a cookie cannot; several processes need one in common. */
  readonly replay: ReplayStore;
}

/**
 * Keeps logins that have begun in the browser: the ticket is the login itself, sealed, so that visitors who never come back fill no memory.
 * What was taken is told to the replay store, and refused where that cannot say. The last 1,000 that it has sealed itself it remembers (2 MB
 * or so, 9 MB at the most), since to open a ticket takes longer than to verify the signature of what answers it.
 *
 * @param env - whose clock says what is over, and whose randomness keys and seals are made of
 * @throws SsoError `config.invalid`; its `put` throws `store.too-large`, its `take` what the replay store throws
 */
export function sealedPendingStore(options: SealedPendingOptions, env: Pick<Env, 'now' | 'random'> = systemEnv): PendingStore {
  const { keys, replay } = knownFields(options, ['keys', 'replay']);
  if (typeof replay?.firstUse !== 'function') throw invalid('replay', 'must be a replay store');
  const sealing = sealingKeys(keys ?? [env.random(32)], 'pending login', 'keys');
  const remembered = new Map<string, Sealable>();
  return {
    put: async (handle, pending, until) => {
      const login: Sealable = { text: pending, about: handle, until: new Date(endOf(until)) };
      const ticket = sealed(login, sealing, env);
      if (ticket.length > mostCharacters) throw new SsoError('store.too-large', { store: 'pending', maximum: mostCharacters });
      remembered.set(ticket, login);
      forgetOldest(remembered, instantOf(env));
      return ticket;
    },
    take: async (handle, ticket) => {
      const now = instantOf(env);
      const opened = remembered.get(ticket) ?? unsealed(ticket, sealing, now);
      remembered.delete(ticket);
      if (opened === undefined || opened.about !== handle || opened.until <= now) return undefined;
      // By the handle, which is sealed, and never by the ticket: whoever could write the same one in another way could take it twice.
      const isFirst = await firstUse(replay, `pending ${JSON.stringify([handle])}`, opened.until);
      return isFirst ? opened.text : undefined;
    },
  };
}

/** The oldest stand first: what is over goes, and what is too much. */
function forgetOldest(remembered: Map<string, Sealable>, now: Date): void {
  for (const [ticket, { until }] of remembered) {
    if (until > now && remembered.size <= mostRemembered) return;
    remembered.delete(ticket);
  }
}

const mostRemembered = 1_000;
/** What fits into a cookie beside its name and attributes (RFC 6265 6.1: at least 4,096 octets in all). */
const mostCharacters = 3_500;
