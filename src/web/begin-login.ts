import { instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { plusSeconds } from '../core/time.ts';
import { answerOf } from '../identity/first-use.ts';
import type { LoginHints, Started } from '../identity/login.ts';
import { login as oidcLogin } from '../oidc/login.ts';
import type { LoginOptions as OidcLoginOptions } from '../oidc/login-options.ts';
import type { OidcPending } from '../oidc/pending.ts';
import { login as samlLogin } from '../saml/login.ts';
import type { SamlPending } from '../saml/pending.ts';
import { type Begun, handleOf, writeBegun } from './begun.ts';
import { type Connection, identityProviderOf, providerOf, wished } from './connections.ts';
import type { SameSite } from './cookies.ts';
import { holding, loginSeconds, underWay } from './login-cookies.ts';
import type { PlainResponse } from './plain-response.ts';
import { told } from './told.ts';
import { holdingTrial } from './trial-cookie.ts';
import { record, type Visit } from './visit.ts';

/** How it came to a login, and what comes after it. */
export interface Beginning {
  /**
   * Why: somebody came to where logins begin, or met a page that wants one; somebody else sent them; a provider began without being
   * allowed to; an administrator tries it.
   */
  readonly reason: 'asked' | 'challenged' | 'third-party' | 'unsolicited' | 'trial';
  /** An address that people may be sent to. */
  readonly returnTo: string;
  /** As in {@link Begun}. */
  readonly posted?: string;
  /** Whom to sign in, as far as somebody says. */
  readonly hints?: LoginHints;
}

/**
 * Begins a login in this browser and sends it to the provider.
 *
 * @throws SsoError as `login` of the protocol, `login.repeated`, and `store.*`
 */
export async function beginLogin(visit: Visit, connection: Connection, beginning: Beginning): Promise<PlainResponse> {
  const { request, settings, env, correlationId } = visit;
  const { outgoing, pending } = await started(visit, connection, beginning);
  const { posted, reason } = beginning;
  const trial = reason === 'trial' ? ({ trial: true } as const) : {};
  const begun: Begun = { correlationId, connection: connection.id, pending, ...(posted === undefined ? {} : { posted }), ...trial };
  const now = instantOf(env);
  const handle = handleOf(pending);
  const keep = () => settings.stores.pending.put(handle, writeBegun(begun), plusSeconds(now, loginSeconds));
  const ticket = await answerOf('pending', keep);
  const { cookies, givingWay } = holding(request, handle, ticket, sameSiteOf(pending), now);
  // A provider that says of no answer what it answers would be asked for ever.
  if (reason === 'unsolicited' && givingWay > 0) throw new SsoError('login.repeated', { begun: underWay(request) });
  await record({ ...visit, connection }, 'login.started', { 'signon.reason': reason });
  return told(visit, outgoing, { cookies: reason === 'trial' ? [...cookies, holdingTrial(handle)] : cookies });
}

/** Whether the answer is a form that is posted from the provider's site: then only such a cookie comes with it. */
export function sameSiteOf(pending: Begun['pending']): SameSite {
  return pending.protocol === 'saml' || pending.responseMode.startsWith('form_post') ? 'None' : 'Lax';
}

async function started(
  { request, env }: Visit,
  connection: Connection,
  { returnTo, hints = {} }: Beginning,
): Promise<Started<SamlPending | OidcPending>> {
  if (connection.protocol === 'saml') {
    const options = { ...wished(connection.login, request, hints), returnTo };
    return await samlLogin(connection.sp, await identityProviderOf(connection), options, env);
  }
  const options = { ...oidcHints(hints), ...wished(connection.login, request, hints), returnTo };
  return await oidcLogin(connection.client, await providerOf(connection), options, env);
}

/** The parameters that every provider knows; SAML has none in its standard. */
function oidcHints({ user, domain }: LoginHints): Pick<OidcLoginOptions, 'loginHint' | 'domainHint'> {
  return { ...(user === undefined ? {} : { loginHint: user }), ...(domain === undefined ? {} : { domainHint: domain }) };
}
