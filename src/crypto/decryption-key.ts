import type { KeyObject } from 'node:crypto';
import { invalid, knownFields, list, oneOf } from '../core/options.ts';
import { isKeyProblem, sizeOf } from './keys.ts';
import { certificateOf, fingerprintOf, type PrivateKey, privateKey } from './private-key.ts';

/** A key of ours that others encrypt for. */
export interface DecryptionKey {
  /** RSA with at least 2048 bits. */
  readonly privateKey: PrivateKey;
  /** PEM or bare base64; published in our metadata while the key is the current one. */
  readonly certificate?: string;
  /**
   * What becomes of it: others are told of the `current` one (the default), and of it alone. One that is `next` opens already, so that it can
   * be in every process before anybody encrypts for it; one that is `previous` still opens what was under way.
   */
  readonly state?: DecryptionKeyState;
}

/** Where a key that others encrypt for stands between its making and its end. */
export type DecryptionKeyState = 'current' | 'next' | 'previous';

/** A decryption key as parsed: read once, here. */
export interface OpeningKey {
  /** SHA-256 over the SubjectPublicKeyInfo of the public half, lower-case hexadecimal. */
  readonly keyId: string;
  /** Base64 of the DER, without line breaks. */
  readonly certificate?: string;
  readonly state: DecryptionKeyState;
  /** Of the modulus. */
  readonly bits: number;
  /** The private key as Node has it. */
  readonly keyObject: KeyObject;
}

/**
 * Reads the keys that others encrypt for; all of them are tried, so that an old one still serves while a new one is made known.
 *
 * @throws SsoError `config.invalid`: unreadable, not RSA, too small, a certificate over another key, or more than eight
 */
export function decryptionKeys(keys: readonly DecryptionKey[] | undefined, field: string): readonly OpeningKey[] {
  const all = list(field, keys);
  // Each costs a private operation for whoever sends something that only looks encrypted.
  if (all.length > mostKeys) throw invalid(field, `must have at most ${mostKeys} keys`);
  return Object.freeze(all.map((key, place) => decryptionKey(key, `${field}[${place}]`)));
}

function decryptionKey(options: DecryptionKey, field: string): OpeningKey {
  knownFields(options, ['privateKey', 'certificate', 'state'], `${field}.`);
  const state = oneOf(`${field}.state`, options.state, ['current', 'next', 'previous'], 'current');
  const keyObject = privateKey(options.privateKey, `${field}.privateKey`);
  const size = sizeOf(keyObject);
  if (isKeyProblem(size)) throw invalid(`${field}.privateKey`, size.problem);
  if (size.kind !== 'rsa' || size.bits < 2048) throw invalid(`${field}.privateKey`, 'must be an RSA key with at least 2048 bits');
  const keyId = fingerprintOf(keyObject);
  const { certificate } = certificateOf(options.certificate, field, keyId);
  return Object.freeze({ keyId, state, bits: size.bits, keyObject, ...(certificate === undefined ? {} : { certificate }) });
}

const mostKeys = 8;
