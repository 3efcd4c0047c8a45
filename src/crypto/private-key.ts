import { createPrivateKey, createPublicKey, type JsonWebKey, KeyObject } from 'node:crypto';
import { toBase64 } from '../core/bytes.ts';
import { invalid } from '../core/options.ts';
import { isKeyProblem, type VerificationKey, verificationKey } from './keys.ts';

export type { KeyObject };

/** A private key as people have it: PEM (PKCS #8, PKCS #1 or SEC 1, not encrypted), JWK or KeyObject. */
export type PrivateKey = string | JsonWebKey | KeyObject;

/**
 * Reads a private key.
 *
 * @throws SsoError `config.invalid`, which never quotes what was given
 */
export function privateKey(material: PrivateKey, field: string): KeyObject {
  try {
    if (material instanceof KeyObject) return separate(material);
    return createPrivateKey(typeof material === 'string' ? material : { key: material, format: 'jwk' });
  } catch {
    // What it said could quote the key.
  }
  throw invalid(field, 'is not a private key that can be read');
}

/**
 * The same key, which has nothing in common with what has made it. A key that was made in this process has: if that is collected as
 * garbage in the midst of an export as JWK, Node 20 waits for itself, for ever.
 */
function separate(key: KeyObject): KeyObject {
  return createPrivateKey({ key: key.export({ format: 'der', type: 'pkcs8' }), format: 'der', type: 'pkcs8' });
}

/**
 * Reads the certificate that is to be sent along with a key.
 *
 * @param fingerprint - of the key it must be over, where that is known
 * @returns base64 of the DER, without line breaks, and the key that it is over; nothing where nothing was given
 * @throws SsoError `config.invalid`
 */
export function certificateOf(
  certificate: string | undefined,
  field: string,
  fingerprint?: string,
): { readonly certificate: string; readonly key: VerificationKey } | { readonly certificate?: undefined; readonly key?: undefined } {
  if (certificate === undefined) return {};
  const key = verificationKey(certificate);
  if (isKeyProblem(key) || key.certificate === undefined) throw invalid(`${field}.certificate`, 'is not a certificate');
  if (fingerprint !== undefined && key.fingerprint !== fingerprint) throw invalid(`${field}.certificate`, 'belongs to another key');
  return { certificate: toBase64(key.certificate), key };
}

/** The public half of a private key. */
export function publicHalf(key: KeyObject): KeyObject {
  return createPublicKey(key);
}

/** How logs may call a private key: SHA-256 over the SubjectPublicKeyInfo of its public half, lower-case hexadecimal. */
export function fingerprintOf(key: KeyObject): string {
  const publicKey = verificationKey(createPublicKey(key));
  return isKeyProblem(publicKey) ? '' : publicKey.fingerprint;
}
