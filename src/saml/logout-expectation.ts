import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { invalid } from '../core/options.ts';
import type { ReplayStore } from '../identity/login.ts';
import { checkUsable } from './expectation.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import { checkLogoutPending, type SamlLogoutPending } from './logout-pending.ts';
import type { ServiceProvider } from './service-provider.ts';

/** What a message about logout is to be held against. */
export interface LogoutExpected {
  /** The logout that we began and that this is the answer to, taken from where it was kept; without it, only requests are accepted. */
  readonly pending?: SamlLogoutPending;
  /** Remembers the requests that were accepted. */
  readonly replay: ReplayStore;
}

/** The same with who we are, who they are, where the message came in, and when. */
export interface LogoutExpectation {
  readonly sp: ServiceProvider;
  readonly idp: IdentityProvider;
  readonly pending: SamlLogoutPending | undefined;
  /** The address of ours at which the message came in, and how. */
  readonly receivedAt: string;
  readonly binding: Incoming['binding'];
  readonly now: Date;
}

/**
 * What a message is held against, once it is certain that it can be.
 *
 * @throws SsoError `config.invalid` for an address that is none of ours, or what no `logout` has made; `message.binding` where messages do
 *   not come to that address by that binding; `metadata.expired`
 */
export function logoutExpectation(
  sp: ServiceProvider,
  idp: IdentityProvider,
  { receivedAt, binding }: Incoming,
  pending: SamlLogoutPending | undefined,
  env: Pick<Env, 'now'>,
): LogoutExpectation {
  const now = instantOf(env);
  checkUsable(idp, sp, now);
  const services = sp.singleLogoutServices.filter(({ url, responseUrl }) => url === receivedAt || responseUrl === receivedAt);
  if (services.length === 0) throw invalid('receivedAt', 'must be a single logout service of ours');
  if (!services.some((service) => service.binding === binding))
    throw new SsoError('message.binding', { binding, expected: services.map((service) => service.binding).join(' or ') });
  return { sp, idp, pending: pending === undefined ? undefined : checkLogoutPending(pending), receivedAt, binding, now };
}
