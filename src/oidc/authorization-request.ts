import { toBase64Url } from '../core/bytes.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { digest } from '../crypto/algorithms.ts';
import { publicJwk, thumbprint } from '../jose/sign.ts';
import { type Client, scopesOf } from './client.ts';
import { type LoginOptions, promptsOf } from './login-options.ts';
import type { OidcPending } from './pending.ts';

/** The parameters of an authorization request by name. */
export type AuthorizationParameters = Readonly<Record<string, string>>;

/** What a request asks for. @see OIDCCore 3.1.2.1, RFC 7636 4.3, RFC 9449 10 */
export function authorizationParameters(client: Client, pending: OidcPending, options: LoginOptions): AuthorizationParameters {
  const { acrValues, loginHint, domainHint, uiLocales, scopes } = options;
  const prompt = promptsOf(options);
  const claims = claimsOf(options);
  return {
    ...options.parameters,
    client_id: client.clientId,
    response_type: 'code',
    redirect_uri: pending.redirectUri,
    scope: (scopes === undefined ? client.scopes : scopesOf(scopes)).join(' '),
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: toBase64Url(digest({ hash: 'sha256' }, pending.codeVerifier)),
    code_challenge_method: 'S256',
    ...(pending.responseMode === 'query' ? {} : { response_mode: pending.responseMode }),
    ...(prompt.length === 0 ? {} : { prompt: prompt.join(' ') }),
    ...(pending.maxAgeSeconds === undefined ? {} : { max_age: String(pending.maxAgeSeconds) }),
    ...(acrValues === undefined ? {} : { acr_values: acrValues.join(' ') }),
    ...(loginHint === undefined ? {} : { login_hint: loginHint }),
    ...(domainHint === undefined ? {} : { domain_hint: domainHint }),
    ...(uiLocales === undefined ? {} : { ui_locales: uiLocales.join(' ') }),
    ...(claims === undefined ? {} : { claims: JSON.stringify(claims) }),
    ...(client.dpop === undefined ? {} : { dpop_jkt: thumbprint(publicJwk(client.dpop, 'dpop')) }),
  };
}

/** What is demanded of the context is asked for as an essential claim (OIDCCore 5.5.1.1), beside what else is asked for. */
function claimsOf({ claims, requireAcr }: LoginOptions): JsonObject | undefined {
  if (requireAcr === undefined) return claims === undefined ? undefined : { ...claims };
  const { acr } = claims?.id_token ?? {};
  return {
    ...claims,
    id_token: { ...claims?.id_token, acr: { ...(isObject(acr) ? acr : {}), essential: true, values: requireAcr } },
  };
}
