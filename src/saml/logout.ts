import type { Env } from '../core/env.ts';
import { systemEnv } from '../core/env.ts';
import { lazily } from '../core/lazily.ts';
import type { Source } from '../core/source.ts';
import type { Session } from '../identity/identity.ts';
import type { Started } from '../identity/login.ts';
import type { LogoutOptions } from './begin-logout.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { Incoming } from './incoming.ts';
import type { LogoutExpected } from './logout-expectation.ts';
import type { SamlLogoutPending } from './logout-pending.ts';
import type { LogoutMessage } from './read-logout.ts';
import type { ServiceProvider } from './service-provider.ts';

/**
 * Begins a logout at the provider: makes the request, always signed, and what must be remembered until its answer comes. End our own
 * session before: whatever becomes of the request, the person has signed out here.
 *
 * @param session - of the login, as `finish` returned it; it must be of this provider and name somebody
 * @throws SsoError `config.invalid` for options that cannot be, a session that is none of theirs, or without a key to sign with;
 *   `provider.endpoint` where the provider takes no logout by that binding; `provider.algorithm`; `metadata.expired`
 * @see SAMLProf 4.4.4.1
 */
export async function logout(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  session: Session,
  options: LogoutOptions = {},
  env: Env = systemEnv,
): Promise<Started<SamlLogoutPending>> {
  const { beginLogout } = await verbs();
  return await beginLogout(sp, idp, session, options, env);
}

/**
 * Reads a message about logout: a provider asks us to end sessions, or answers what we asked. Verifies it, judges it by every rule, and
 * records a request as used. Ends nothing itself: go by `names`, and never by a cookie.
 *
 * @param incoming - from `fromForm`, `fromQuery` or `fromSoap`, at one of our single logout services
 * @param idp - the provider, or a source of it, which is asked once more when a signature may be by a key that nobody knows
 * @throws SsoError `logout.rejected` with every finding; `logout.replayed`; `provider.status` where the provider says that it has not
 *   signed the person out; `signature.*`, `encryption.*`, `saml.*`, `xml.*`, `message.*` for what cannot be read or verified; `store.*`
 * @see SAMLCore 3.7.3, SAMLProf 4.4.3
 */
export async function readLogout(
  sp: ServiceProvider,
  idp: IdentityProvider | Source<IdentityProvider>,
  incoming: Incoming,
  expected: LogoutExpected,
  env: Env = systemEnv,
): Promise<LogoutMessage> {
  const { takeLogout } = await verbs();
  return await takeLogout(sp, idp, incoming, expected, env);
}

/** Most who sign in never sign out, and no login waits for what that needs. */
const verbs = lazily(() => import('./logout-verbs.ts'));
