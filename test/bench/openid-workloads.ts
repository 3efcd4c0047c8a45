import { createHash, type JsonWebKey, randomBytes, sign } from 'node:crypto';
import { keyPair } from '../support/keys.ts';
import { openIdNames } from './openid-provider.ts';

/** What the candidates of a row of OpenID Connect work on: plain JSON, since each reads it in a process of its own. */
export interface OpenIdWorkload {
  /** A whole callback, or the ID token alone. */
  readonly task: 'callback' | 'id-token';
  /** Size of one ID token. */
  readonly bytes: number;
  /** What every run must come to. */
  readonly answer: string;
  /** The instant that is now, for those who let it be told. */
  readonly now: string;
  /** The only key of the provider. */
  readonly key: JsonWebKey;
  /** A key of ours that tokens may be encrypted for. */
  readonly decryptionKey: JsonWebKey;
  readonly logins: readonly OpenIdLogin[];
}

/** One login at the moment when the browser comes back: what we remember, what it brings, and what the token endpoint will answer. */
export interface OpenIdLogin {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  readonly code: string;
  readonly query: string;
  readonly tokenResponse: string;
  readonly accessToken: string;
  readonly idToken: string;
}

/** Logins that differ in all that is made by chance, so that no two runs of a turn see the same text. */
export function openIdLogins(task: OpenIdWorkload['task'], groups: number): OpenIdWorkload {
  const now = new Date();
  const logins = Array.from({ length: 16 }, () => loginAt(now, groups));
  const key = { ...keyPair('rsa-2048', 'op').publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig', alg: 'RS256' };
  const decryptionKey = keyPair('rsa-2048', 'rp').privateKey.export({ format: 'jwk' });
  return {
    task,
    bytes: logins[0]?.idToken.length ?? 0,
    answer: `${openIdNames.sub} ${groups}`,
    now: now.toISOString(),
    key,
    decryptionKey,
    logins,
  };
}

/** A token that the provider has signed, whatever its payload is. */
export function signedToken(payload: string): string {
  const signed = [JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: keyId }), payload].map(encoded).join('.');
  return `${signed}.${sign('sha256', Buffer.from(signed), keyPair('rsa-2048', 'op').privateKey).toString('base64url')}`;
}

/** Text as tokens hold it. */
export function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function loginAt(now: Date, groups: number): OpenIdLogin {
  const [state = '', nonce = '', codeVerifier = '', code = '', accessToken = ''] = Array.from({ length: 5 }, chance);
  const claims = claimsOf({ nonce, accessToken, groups, seconds: Math.floor(now.getTime() / 1000) });
  const idToken = signedToken(JSON.stringify(claims));
  const tokens = { access_token: accessToken, token_type: 'Bearer', expires_in: 300, refresh_token: chance(), id_token: idToken };
  const query = new URLSearchParams({ code, state, iss: openIdNames.issuer }).toString();
  return { state, nonce, codeVerifier, code, query, accessToken, idToken, tokenResponse: JSON.stringify(tokens) };
}

/** What Keycloak, Okta or Entra ID say of a person, with the hash of the access token, which is compared where it is there. */
function claimsOf({ nonce, accessToken, seconds, groups }: Claimed): object {
  return {
    iss: openIdNames.issuer,
    sub: openIdNames.sub,
    aud: openIdNames.clientId,
    azp: openIdNames.clientId,
    // Not every candidate lets itself be told what time it is, and the benchmark takes a while.
    exp: seconds + 36_000,
    iat: seconds,
    auth_time: seconds - 10,
    nonce,
    acr: '1',
    sid: chance(),
    at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
    name: 'Anna Mustermännin',
    given_name: 'Anna',
    family_name: 'Mustermännin',
    preferred_username: 'anna.muster',
    email: 'anna.muster@example.org',
    email_verified: true,
    groups: Array.from({ length: groups }, (_, at) => `6f1c5e90-${String(at).padStart(4, '0')}-4b7d-9a53-2e8d4c7b1f06`),
  };
}

interface Claimed {
  readonly nonce: string;
  readonly accessToken: string;
  readonly seconds: number;
  readonly groups: number;
}

function chance(): string {
  return randomBytes(32).toString('base64url');
}

/** The provider's name for its key. */
export const keyId = 'the key of the provider';
