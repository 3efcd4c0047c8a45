import { toBase64Url, utf8 } from '../core/bytes.ts';
import type { JsonObject } from '../core/json.ts';
import { lazily } from '../core/lazily.ts';
import { invalid } from '../core/options.ts';
import { digest } from '../crypto/algorithms.ts';
import type { SigningKey } from '../crypto/signer.ts';
import { type JwsAlgorithm, jwsNameOf } from './algorithms.ts';

/** The public half of a key of ours as others must know it (RFC 7517 4). */
export interface PublicJwk extends JsonObject {
  readonly kty: string;
}

/**
 * Signs claims. Assembled here and not by a package, since the key may be in a KMS that is given octets and returns a signature.
 *
 * @throws what the signer throws
 * @see RFC 7515 5.1
 */
export async function signJws(header: JsonObject, claims: JsonObject, key: SigningKey): Promise<string> {
  const signed = [{ ...header, alg: jwsAlgorithm(key, 'signer') }, claims].map((part) => toBase64Url(utf8(JSON.stringify(part)))).join('.');
  return `${signed}.${toBase64Url(await key.sign(utf8(signed)))}`;
}

/**
 * Claims authenticated by a secret that both sides know, as `client_secret_jwt` wants them.
 *
 * @see OIDCCore 9
 */
export async function signWithSecret(claims: JsonObject, secret: string): Promise<string> {
  const { CompactSign } = await jose();
  return await new CompactSign(utf8(JSON.stringify(claims))).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(utf8(secret));
}

/** The name under which a JWS knows what a key of ours signs with. @throws SsoError `config.invalid` */
export function jwsAlgorithm({ algorithm }: SigningKey, field: string): JwsAlgorithm {
  const name = jwsNameOf(algorithm);
  if (name === undefined) throw invalid(field, `cannot sign a token with ${algorithm.name}`);
  return name;
}

/** The public half of a key. @throws SsoError `config.invalid` for a key elsewhere that came without certificate */
export function publicJwk({ publicKey }: Pick<SigningKey, 'publicKey'>, field: string): PublicJwk {
  if (publicKey === undefined)
    throw invalid(`${field}.certificate`, 'must be given: without it the public half of a remote key is not known');
  // Sound: the kinds of keys that a signer can have are exported as texts only.
  return publicKey.export({ format: 'jwk' }) as PublicJwk;
}

/** The name under which our own key set lists a key, where its public half is known. */
export function keyIdOf(key: Pick<SigningKey, 'publicKey'>, field: string): string | undefined {
  return key.publicKey === undefined ? undefined : thumbprint(publicJwk(key, field));
}

/** The name of a key that is made of the key itself. @see RFC 7638 3 */
export function thumbprint(jwk: PublicJwk): string {
  const required = ['crv', 'e', 'kty', 'n', 'x', 'y'].filter((name) => Object.hasOwn(jwk, name)).map((name) => [name, jwk[name]]);
  return toBase64Url(digest({ hash: 'sha256' }, JSON.stringify(Object.fromEntries(required))));
}

const jose = lazily(() => import('jose/jws/compact/sign'));
