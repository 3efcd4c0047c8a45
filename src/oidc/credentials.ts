import { fromBase64, toBase64, toBase64Url, utf8 } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import type { JsonObject } from '../core/json.ts';
import { digest } from '../crypto/algorithms.ts';
import { signJws, signWithSecret } from '../jose/sign.ts';
import type { AssertionAudience, Authentication } from './authentication.ts';
import type { Client } from './client.ts';
import type { Provider } from './provider.ts';

/** What a request to one of a provider's own endpoints carries of us. */
export interface Credentials {
  readonly fields: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** What proves to a provider, in a request of its own to that address, that it is us. */
export async function credentials(client: Client, provider: Provider, url: string, env: Pick<Env, 'now' | 'random'>): Promise<Credentials> {
  const { clientId, authentication: method } = client;
  const claims = (wanted: AssertionAudience) =>
    assertionClaims(clientId, wanted === 'issuer' ? provider.issuer : audienceAt(url, provider), env);
  switch (method.kind) {
    case 'none':
    case 'mtls':
      return { fields: { client_id: clientId }, headers: {} };
    case 'secret-basic':
      return { fields: {}, headers: { authorization: basic(clientId, method.secret) } };
    case 'secret-post':
      return { fields: { client_id: clientId, client_secret: method.secret }, headers: {} };
    case 'secret-jwt':
      return byAssertion(clientId, await signWithSecret(claims(method.audience), method.secret));
    case 'private-key-jwt':
      return byAssertion(clientId, await signJws(assertionHeader(method), claims(method.audience), method.key));
  }
}

/** RFC 7521 4.2. */
function byAssertion(clientId: string, token: string): Credentials {
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
  return { fields: { client_id: clientId, client_assertion_type: type, client_assertion: token }, headers: {} };
}

/** Entra ID and AD FS know our key by its certificate, and AD FS that by SHA-1 alone: a name, by which nobody believes anything. */
function assertionHeader({ key, keyId }: Extract<Authentication, { kind: 'private-key-jwt' }>): JsonObject {
  const der = key.certificate === undefined ? undefined : fromBase64(key.certificate);
  return {
    typ: 'JWT',
    ...(keyId === undefined ? {} : { kid: keyId }),
    ...(der instanceof Uint8Array ? { x5t: thumbprint(der, 'sha1'), 'x5t#S256': thumbprint(der, 'sha256') } : {}),
  };
}

/** RFC 7515 4.1.7 and 4.1.8. */
function thumbprint(der: Uint8Array, hash: 'sha1' | 'sha256'): string {
  return toBase64Url(digest({ hash }, der));
}

/**
 * The token endpoint, for whoever has its host. A provider may write that of another one into its document: what we sign for that, shown to
 * anybody else, would be good there. For those it is the address that is asked (RFC 9126 2).
 */
function audienceAt(url: string, { endpoints: { token } }: Provider): string {
  return new URL(url).origin === new URL(token).origin ? token : url;
}

/** RFC 7523 3. */
function assertionClaims(clientId: string, audience: string, env: Pick<Env, 'now' | 'random'>): JsonObject {
  const now = Math.floor(instantOf(env).getTime() / 1000);
  return { iss: clientId, sub: clientId, aud: audience, jti: toBase64Url(env.random(32)), iat: now, nbf: now, exp: now + lifetimeSeconds };
}

/** RFC 6749 2.3.1: both are encoded as in a form before they are joined. */
function basic(clientId: string, secret: string): string {
  const encoded = [clientId, secret].map((part) => new URLSearchParams({ v: part }).toString().slice(2)).join(':');
  return `Basic ${toBase64(utf8(encoded))}`;
}

const lifetimeSeconds = 60;
