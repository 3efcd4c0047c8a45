import { SsoError } from '../core/errors.ts';
import { described, type JsonObject, member, textIn } from '../core/json.ts';
import { lazily } from '../core/lazily.ts';
import { invalid, knownFields, list, text } from '../core/options.ts';
import { legible } from '../core/rules.ts';
import { type KeyObject, type PrivateKey, privateKey, publicHalf } from '../crypto/private-key.ts';
import { headerOfJwe } from './compact.ts';

/** A key of ours that tokens are encrypted for. */
export interface TokenKey {
  /** RSA with at least 2048 bits, EC on P-256, P-384 or P-521, or X25519. */
  readonly privateKey: PrivateKey;
  /** Its name in our key set. Default: the thumbprint of its public half (RFC 7638). */
  readonly keyId?: string;
}

/** Such a key as parsed. */
export interface OpeningKey {
  readonly keyId?: string;
  readonly kind: 'rsa' | 'ecdh';
  readonly keyObject: KeyObject;
  readonly publicKey: KeyObject;
}

/**
 * Reads the keys that tokens are encrypted for.
 *
 * @throws SsoError `config.invalid`
 */
export function openingKeys(keys: readonly TokenKey[] | undefined, field: string): readonly OpeningKey[] {
  const all = list(field, keys);
  if (all.length > mostKeys) throw invalid(field, `must have at most ${mostKeys} keys`);
  return Object.freeze(all.map((key, place) => openingKey(key, `${field}[${place}]`)));
}

/**
 * Opens a JWE in compact form. What lies in it is as little to be trusted as if it had come open: anybody can encrypt for us.
 *
 * @param token - what it is, for errors
 * @throws SsoError `token.form`, `encryption.algorithm`; `encryption.failed` for whatever keeps it from being opened
 * @see RFC 7516 5.2
 */
export async function openJwe(compact: string, keys: readonly OpeningKey[], token: string): Promise<Uint8Array> {
  const header = headerOfJwe(compact, token);
  const kind = keyManagement.get(named(header, 'alg', 'key-transport', [...keyManagement.keys()]));
  named(header, 'enc', 'content', contentEncryption);
  const { compactDecrypt } = await jose();
  const options = { keyManagementAlgorithms: [...keyManagement.keys()], contentEncryptionAlgorithms: contentEncryption };
  for (const { keyObject } of keys.filter((key) => key.kind === kind && meant(key, header))) {
    try {
      return (await compactDecrypt(compact, keyObject, options)).plaintext;
    } catch {
      // Which step failed is nobody's business; another key may be the one.
    }
  }
  throw new SsoError('encryption.failed', { element: token });
}

function openingKey(options: TokenKey, field: string): OpeningKey {
  knownFields(options, ['privateKey', 'keyId'], `${field}.`);
  const keyObject = privateKey(options.privateKey, `${field}.privateKey`);
  const { asymmetricKeyType: type = '', asymmetricKeyDetails: { modulusLength = 0, namedCurve = '' } = {} } = keyObject;
  const kind = type === 'rsa' && modulusLength >= 2048 ? 'rsa' : type === 'x25519' || curves.includes(namedCurve) ? 'ecdh' : undefined;
  if (kind === undefined) throw invalid(`${field}.privateKey`, 'must be RSA with at least 2048 bits, P-256, P-384, P-521 or X25519');
  const publicKey = publicHalf(keyObject);
  return Object.freeze({
    kind,
    keyObject,
    publicKey,
    ...(options.keyId === undefined ? {} : { keyId: text(`${field}.keyId`, options.keyId) }),
  });
}

function meant({ keyId }: OpeningKey, header: JsonObject): boolean {
  const kid = member(header, 'kid');
  return kid === undefined || keyId === undefined || kid === keyId;
}

function named(header: JsonObject, name: string, use: 'key-transport' | 'content', known: readonly string[]): string {
  const algorithm = member(header, name);
  if (typeof algorithm === 'string' && known.includes(algorithm)) return algorithm;
  throw new SsoError('encryption.algorithm', { algorithm: legible(textIn(header, name) ?? described(header, name)), use });
}

/** RFC 7518 4.1 without RSA1_5, whose padding tells too much, and without what needs a secret in common. */
const keyManagement = new Map<string, OpeningKey['kind']>([
  ['RSA-OAEP', 'rsa'],
  ['RSA-OAEP-256', 'rsa'],
  ['RSA-OAEP-384', 'rsa'],
  ['RSA-OAEP-512', 'rsa'],
  ['ECDH-ES', 'ecdh'],
  ['ECDH-ES+A128KW', 'ecdh'],
  ['ECDH-ES+A192KW', 'ecdh'],
  ['ECDH-ES+A256KW', 'ecdh'],
]);
/** RFC 7518 5.1. */
const contentEncryption = ['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512', 'A128GCM', 'A192GCM', 'A256GCM'];
const curves = ['prime256v1', 'secp384r1', 'secp521r1'];
const mostKeys = 8;
const jose = lazily(() => import('jose/jwe/compact/decrypt'));
