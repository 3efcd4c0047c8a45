import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { invalid } from '../core/options.ts';
import type { Trust } from '../xmldsig/trust.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import type { SamlPending } from './pending.ts';
import type { ServiceProvider } from './service-provider.ts';

/** What a message is held against: who we are, who they are, what we asked for, where it came in, and when. */
export interface Expectation {
  readonly sp: ServiceProvider;
  readonly idp: IdentityProvider;
  /** What we asked for; undefined where nobody asked. */
  readonly pending: SamlPending | undefined;
  /** The address of ours at which the message came in. */
  readonly receivedAt: string;
  readonly now: Date;
}

/**
 * What the answer to a login is held against, once it is certain that it can be.
 *
 * @throws SsoError `config.invalid` for an address that is no assertion consumer service of ours; `metadata.expired`
 */
export function loginExpectation(
  sp: ServiceProvider,
  idp: IdentityProvider,
  { receivedAt }: Incoming,
  pending: SamlPending | undefined,
  env: Env,
): Expectation {
  const now = instantOf(env);
  checkUsable(idp, sp, now);
  if (!sp.assertionConsumerServices.some(({ url }) => url === receivedAt))
    throw invalid('receivedAt', 'must be an assertion consumer service of ours');
  return { sp, idp, pending, receivedAt, now };
}

/** Whose signatures count: those by the keys of the provider, with what it is pardoned, and by no algorithm that we refuse. */
export function trustOf({ sp, idp }: Pick<Expectation, 'sp' | 'idp'>): Trust {
  const { id: provider, keys, pardons } = idp;
  return { provider, keys, pardons, blocked: sp.blockedAlgorithms };
}

/** Has the instant come, if the other clock may be behind? The window of a condition includes its beginning. */
export function hasBegun(from: Date, { now, sp }: Pick<Expectation, 'now' | 'sp'>): boolean {
  return now.getTime() >= from.getTime() - sp.clockSkewSeconds * 1000;
}

/** Is the instant past, even if the other clock is behind? The window of a condition excludes its end. */
export function hasEnded(until: Date, { now, sp }: Pick<Expectation, 'now' | 'sp'>): boolean {
  return now.getTime() >= until.getTime() + sp.clockSkewSeconds * 1000;
}

/** Metadata that has expired is not used, whatever became of its refresh. @throws SsoError `metadata.expired` @see SAMLMeta 2.3.2 */
export function checkUsable({ validUntil }: IdentityProvider, { clockSkewSeconds }: ServiceProvider, now: Date): void {
  if (validUntil === undefined || now.getTime() < validUntil.getTime() + clockSkewSeconds * 1000) return;
  throw new SsoError('metadata.expired', { validUntil: validUntil.toISOString() });
}
