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
 * Keeps logins that have begun nowhere but in the browser: the ticket is the login itself, sealed, so that visitors who never come back
 * cost no memory. What was taken is told to the replay store, and refused where that cannot say. What it has sealed itself a moment ago it
 * need not open, which takes longer than to verify the signature of an answer: it remembers 1,000 logins at most, which takes 2 MB or so.
 *
 * @param env - whose clock says what is over, and whose randomness keys and seals are made of
 * @throws SsoError `config.invalid`; its `put` throws `store.too-large`, its `take` what the replay store throws
 */
export function sealedPendingStore(options: SealedPendingOptions, env: Pick<Env, 'now' | 'random'> = systemEnv): PendingStore {
  const { keys, replay } = knownFields(options, ['keys', 'replay']);
  if (typeof replay?.firstUse !== 'function') throw invalid('replay', 'must be a replay store');
  const sealing = sealingKeys(keys ?? [env.random(32)], 'pending login', 'keys');
  const own = new Map<string, Sealable>();
  return {
    put: async (handle, pending, until) => {
      const login: Sealable = { text: pending, about: handle, until: new Date(endOf(until)) };
      const ticket = sealed(login, sealing, env);
      if (ticket.length > mostCharacters) throw new SsoError('store.too-large', { store: 'pending', maximum: mostCharacters });
      own.set(ticket, login);
      if (own.size > mostOwn) own.delete(own.keys().next().value ?? '');
      return ticket;
    },
    take: async (handle, ticket) => {
      const now = instantOf(env);
      const opened = own.get(ticket) ?? unsealed(ticket, sealing, now);
      own.delete(ticket);
      if (opened === undefined || opened.about !== handle || opened.until <= now) return undefined;
      // By the handle, which is sealed, and never by the ticket: whoever could write the same one in another way could take it twice.
      const isFirst = await firstUse(replay, `pending ${JSON.stringify([handle])}`, opened.until);
      return isFirst ? opened.text : undefined;
    },
  };
}

const mostOwn = 1_000;
/** What fits into a cookie beside its name and attributes (RFC 6265 6.1: at least 4,096 octets in all). */
const mostCharacters = 3_500;
