import { systemEnv } from '#env';
import { toBase64Url } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { objectOf } from '../core/http.ts';
import { textIn } from '../core/json.ts';
import { currentOf, type Source } from '../core/source.ts';
import type { Started } from '../identity/login.ts';
import { type AuthorizationParameters, authorizationParameters } from './authorization-request.ts';
import { post } from './back-channel.ts';
import type { Client } from './client.ts';
import { checkLogin, type LoginOptions } from './login-options.ts';
import type { OidcPending } from './pending.ts';
import type { Provider } from './provider.ts';
import { requestObject } from './request-object.ts';

/**
 * Begins a login: makes the request and what must be remembered until its answer comes. Always with PKCE (S256), a state and a nonce.
 *
 * @throws SsoError `config.invalid` for options that cannot be; `token.refused` and `transport.*` where the request is pushed to the
 *   provider first; what a source of the provider throws
 * @see OIDCCore 3.1.2.1, RFC 7636 4.3
 */
export async function login(
  client: Client,
  provider: Provider | Source<Provider>,
  options: LoginOptions = {},
  env: Env = systemEnv,
): Promise<Started<OidcPending>> {
  checkLogin(options);
  const asked = await currentOf(provider);
  const pending = remembered(client, asked, options, env);
  const parameters = authorizationParameters(client, pending, options);
  const signed = await requestObject(client, asked, parameters, env);
  const sent = wantsPush(asked, options) ? await pushed(client, asked, signed, env) : signed;
  return { outgoing: { kind: 'redirect', url: withQuery(asked.endpoints.authorization, sent) }, pending };
}

function remembered(client: Client, provider: Provider, options: LoginOptions, env: Env): OidcPending {
  const { responseMode = 'query', maxAgeSeconds, requireAcr, returnTo } = options;
  return {
    protocol: 'oidc',
    provider: provider.id,
    issuer: provider.issuer,
    clientId: client.clientId,
    redirectUri: client.redirectUri,
    responseMode,
    state: secret(env),
    nonce: secret(env),
    codeVerifier: secret(env),
    issuedAt: instantOf(env).toISOString(),
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
    ...(requireAcr === undefined ? {} : { requireAcr }),
    ...(returnTo === undefined ? {} : { returnTo }),
  };
}

/** 256 bits, in the alphabet that RFC 7636 4.1 wants of a verifier. */
function secret(env: Env): string {
  return toBase64Url(env.random(32));
}

function wantsPush({ wantsPushedRequests }: Provider, { pushed = wantsPushedRequests }: LoginOptions): boolean {
  return pushed;
}

/** RFC 9126 2: the browser carries nothing but a reference. */
async function pushed(client: Client, provider: Provider, parameters: AuthorizationParameters, env: Env): Promise<AuthorizationParameters> {
  const answer = objectOf(await post(client, provider, { endpoint: 'pushedRequest', fields: parameters, bound: true }, env));
  const reference = textIn(answer, 'request_uri');
  if (reference === undefined)
    throw new SsoError('provider.document', {
      provider: provider.id,
      field: 'request_uri',
      problem: 'is missing in the answer to a pushed request',
    });
  return { client_id: client.clientId, request_uri: reference };
}

/** An endpoint may have a query of its own (RFC 6749 3.1); what we ask for counts. */
function withQuery(endpoint: string, parameters: AuthorizationParameters): string {
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
