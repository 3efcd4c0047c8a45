import type { JsonObject } from '../core/json.ts';
import { jwsAlgorithm, type PublicJwk, publicJwk, thumbprint } from '../jose/sign.ts';
import type { TokenSigningKey } from '../jose/token-signer.ts';
import type { Client } from './client.ts';

/**
 * The public halves of our keys, as a provider wants to have them registered or published: those that sign who we are and what we ask for,
 * and those that tokens are encrypted for. A key that proves possession (DPoP) is not among them: each proof carries it.
 *
 * @throws SsoError `config.invalid` for a key elsewhere that came without certificate
 * @see RFC 7517 5
 */
export function keySet({ authentication, requestSigning, decryption }: Client): { readonly keys: readonly JsonObject[] } {
  const signing: readonly (readonly [TokenSigningKey, string])[] = [
    ...(authentication.kind === 'private-key-jwt' ? [[authentication, 'authentication.signer'] as const] : []),
    ...(requestSigning === undefined ? [] : [[requestSigning, 'requestSigning.signer'] as const]),
  ];
  const listed = [
    ...signing.map(([{ key, keyId }, field]) => named(publicJwk(key, field), keyId, { use: 'sig', alg: jwsAlgorithm(key, field) })),
    ...decryption.map(({ publicKey, keyId }) => named(publicJwk({ publicKey }, 'decryption'), keyId, { use: 'enc' })),
  ];
  return { keys: [...new Map(listed.map((jwk) => [jwk['kid'], jwk])).values()] };
}

function named(jwk: PublicJwk, keyId: string | undefined, about: JsonObject): JsonObject {
  return { ...jwk, ...about, kid: keyId ?? thumbprint(jwk) };
}
