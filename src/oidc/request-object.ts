import { toBase64Url } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { signJws } from '../jose/sign.ts';
import type { AuthorizationParameters } from './authorization-request.ts';
import type { Client } from './client.ts';
import type { Provider } from './provider.ts';

/**
 * The request as a signed token, where we have a key for that; else as it is.
 *
 * @see RFC 9101 4 and 5
 */
export async function requestObject(
  client: Client,
  provider: Provider,
  parameters: AuthorizationParameters,
  env: Pick<Env, 'now' | 'random'>,
): Promise<AuthorizationParameters> {
  const { clientId, requestSigning } = client;
  if (requestSigning === undefined) return parameters;
  const now = Math.floor(instantOf(env).getTime() / 1000);
  const { max_age: maxAge, claims, ...texts } = parameters;
  const { key, keyId } = requestSigning;
  const request = await signJws(
    { typ: 'oauth-authz-req+jwt', ...(keyId === undefined ? {} : { kid: keyId }) },
    {
      ...texts,
      // In JSON they are what they are, and not texts.
      ...(maxAge === undefined ? {} : { max_age: Number(maxAge) }),
      ...(claims === undefined ? {} : { claims: JSON.parse(claims) }),
      iss: clientId,
      aud: provider.issuer,
      jti: toBase64Url(env.random(32)),
      iat: now,
      nbf: now,
      exp: now + lifetimeSeconds,
    },
    key,
  );
  // OIDCCore 6.1 wants these two beside it, and what it says counts.
  return { client_id: clientId, response_type: 'code', scope: parameters['scope'] ?? 'openid', request };
}

const lifetimeSeconds = 300;
