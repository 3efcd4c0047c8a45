import { SsoError } from '../core/errors.ts';
import { invalid, knownFields, list, text, webAddress } from '../core/options.ts';
import type { Session } from '../identity/identity.ts';
import type { Outgoing } from '../identity/login.ts';
import type { Client } from './client.ts';
import type { Provider } from './provider.ts';

/** What one logout is to be like. */
export interface LogoutOptions {
  /** The ID token of the login: with it most providers ask nobody whether they mean it. It may have expired. */
  readonly idToken?: string;
  /** Where the provider is to send the browser afterwards: an address of ours, as registered. */
  readonly returnTo?: string;
  /** Comes back with the browser; unguessable where anything depends on it. Only with `returnTo`. */
  readonly state?: string;
  /** Whom to sign out, where there is no ID token. Default: nobody is named. */
  readonly logoutHint?: string;
  /** Languages, the preferred first (BCP 47). */
  readonly uiLocales?: readonly string[];
}

/**
 * Where to send the browser so that the provider ends its session, too. End our own before: whether the provider did is not known.
 *
 * @param session - of the login, as `finish` returned it; it must be of this provider
 * @throws SsoError `config.invalid`; `provider.endpoint` where the provider has no such address
 * @see OIDCRPInitiated 2
 */
export function logout(client: Client, provider: Provider, session: Session, options: LogoutOptions = {}): Outgoing {
  knownFields(options, ['idToken', 'returnTo', 'state', 'logoutHint', 'uiLocales'] satisfies (keyof LogoutOptions)[]);
  if (session.protocol !== 'oidc' || session.provider !== provider.id) throw invalid('session', `must be one of ${provider.id}`);
  const { endSession } = provider.endpoints;
  if (endSession === undefined) throw new SsoError('provider.endpoint', { provider: provider.id, service: 'endSession', binding: 'https' });
  const { idToken, returnTo, state, logoutHint, uiLocales } = options;
  if (state !== undefined && returnTo === undefined) throw invalid('state', 'comes back only where returnTo is given');
  const url = new URL(endSession);
  const parameters = {
    client_id: client.clientId,
    ...(idToken === undefined ? {} : { id_token_hint: text('idToken', idToken) }),
    ...(returnTo === undefined ? {} : { post_logout_redirect_uri: webAddress('returnTo', returnTo) }),
    ...(state === undefined ? {} : { state: text('state', state) }),
    ...(logoutHint === undefined ? {} : { logout_hint: text('logoutHint', logoutHint) }),
    ...(uiLocales === undefined ? {} : { ui_locales: list('uiLocales', uiLocales).join(' ') }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { kind: 'redirect', url: url.href };
}
