import type { KeyObject } from 'node:crypto';
import { keyIdOf } from '../../src/jose/sign.ts';
import { type KeyPair, keyPair, newKeyPair } from './keys.ts';

/** A key as JOSE writes it (RFC 7517). */
export type Jwk = Readonly<Record<string, unknown>>;

/** A key set with private keys, as only the provider itself has it. */
export interface SigningKeys {
  readonly keys: readonly Jwk[];
}

/** Keys that nobody has seen before, one for each kind of signature: RS256 and PS256, ES256, EdDSA. */
export function signingKeys(): SigningKeys {
  const made = (['rsa-2048', 'p-256', 'ed25519'] as const).map(newKeyPair);
  return { keys: made.map(({ privateKey }) => ({ ...jwkOf(privateKey), use: 'sig' })) };
}

/** Our own keys, for whatever a client signs or opens; made once. */
export const clientKeys = {
  assertions: keyPair('rsa-2048', 'openid client'),
  requests: keyPair('p-256', 'openid client requests'),
  dpop: keyPair('p-256', 'openid client dpop'),
  rsa: keyPair('rsa-2048', 'openid client decryption'),
  ec: keyPair('p-256', 'openid client decryption'),
};

/** What the provider has registered of our keys: the names are those that the library gives them. */
export const clientJwks = {
  keys: [
    { ...registeredKey(clientKeys.assertions), use: 'sig', alg: 'RS256' },
    { ...registeredKey(clientKeys.requests), use: 'sig', alg: 'ES256' },
    { ...registeredKey(clientKeys.rsa), use: 'enc' },
    { ...registeredKey(clientKeys.ec), use: 'enc' },
  ],
};

/** A key as JOSE writes it; private parts among it where the key is private. */
export function jwkOf(key: KeyObject): Jwk {
  return { ...key.export({ format: 'jwk' }) };
}

function registeredKey(key: KeyPair): Jwk {
  return { ...jwkOf(key.publicKey), kid: keyIdOf(key, 'key') };
}
