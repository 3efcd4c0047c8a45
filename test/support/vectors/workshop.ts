import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { signatureAlgorithms, signs, verifies } from '../../../src/crypto/algorithms.ts';
import { type EncryptOptions, encryptedXml, type Recipient, type Wrapper } from '../encrypt.ts';
import { type Breaking, type SignOptions, signXml } from '../sign.ts';
import type { FieldName } from './format.ts';
import { certificateNamed, type KeyName, privateKeyNamed } from './parties.ts';

/** A vector to be made: its path, its header, and how to make its message. */
export interface Case {
  readonly path: string;
  readonly header: Readonly<Partial<Record<FieldName, string>>>;
  readonly message: (workshop: Workshop) => string | Uint8Array;
}

/** How a vector's text is signed: the options of {@link signXml}, with keys by name. */
export interface Signing extends Omit<SignOptions, 'key' | 'keyInfo'> {
  readonly key?: KeyName;
  /** Written as a certificate when it is the name of a key, else as it is. */
  readonly keyInfo?: string;
}

/** How a vector's text is encrypted: the options of {@link encryptedXml}, with keys by name; by default for our key `sp`. */
export interface Encrypting extends Omit<EncryptOptions, 'recipients'> {
  readonly recipients?: readonly (Omit<Recipient, 'key'> & { readonly key?: KeyName })[];
}

/**
 * Makes signatures that are the same each time. RSA with PKCS #1 v1.5 and Ed25519 are so by themselves; of all others the one that the
 * vector has already is kept, as long as it verifies over what is signed now.
 */
export class Workshop {
  readonly #kept: readonly Uint8Array[];

  /** @param committed - the vector as it is now, or nothing */
  constructor(committed: string) {
    const texts = committed.match(/(?:[A-Za-z0-9+/]|%2[BbFf]){60,}(?:=|%3[Dd])*/g) ?? [];
    const inTokens = committed.match(/[A-Za-z0-9_-]{60,}/g) ?? [];
    this.#kept = [
      ...texts.map((text) => Buffer.from(decodeURIComponent(text), 'base64')),
      ...inTokens.map((text) => Buffer.from(text, 'base64url')),
    ];
  }

  /** Puts an enveloped signature into a document. */
  sign(xml: string, { key = 'idp', keyInfo, breaking = {}, ...options }: Signing = {}): string {
    const privateKey = privateKeyNamed(key);
    const sign = breaking.sign ?? this.#keeping(privateKey, options.algorithm);
    return signXml(xml, {
      ...options,
      key: privateKey,
      ...(keyInfo === undefined
        ? {}
        : { keyInfo: keyInfo.startsWith('<') ? keyInfo : { certificate: certificateBase64(keyInfo as KeyName) } }),
      breaking: { ...breaking, ...(sign === undefined ? {} : { sign }) },
    });
  }

  /** Encrypts an element. What would be chance is made of the plaintext, so that it comes out the same each time. */
  encrypt(plain: string, wrapper: Wrapper = 'EncryptedAssertion', { recipients = [{}], ...options }: Encrypting = {}): string {
    let taken = 0;
    const random = (bytes: number): Uint8Array => {
      taken += 1;
      return createHash('shake256', { outputLength: bytes }).update(`${taken} ${plain}`).digest();
    };
    const keys = recipients.map(({ key = 'sp', ...recipient }) => ({ ...recipient, key: createPublicKey(privateKeyNamed(key)) }));
    return encryptedXml(plain, wrapper, { random, ...options, recipients: keys });
  }

  /** A signature over octets, by the name of the algorithm. */
  octets(octets: Uint8Array, algorithm: string, key: KeyName = 'idp'): Uint8Array {
    const row = algorithmNamed(algorithm);
    const privateKey = privateKeyNamed(key);
    return this.#keeping(privateKey, algorithm)?.(octets) ?? signs(row, privateKey, octets);
  }

  /** A signature value of the vector as it is now that is good, else one that is made. */
  keep(isGood: (value: Uint8Array) => boolean, make: () => Uint8Array): Uint8Array {
    return this.#kept.find(isGood) ?? make();
  }

  #keeping(privateKey: KeyObject, algorithm: string | undefined): Breaking['sign'] | undefined {
    const usual = privateKey.asymmetricKeyType === 'ec' ? 'ecdsa-sha256' : undefined;
    const name = algorithm ?? usual;
    const row = [...signatureAlgorithms.values()].find((one) => one.name === name || one.uri === name);
    if (row === undefined || !/^(?:ecdsa|rsa-pss)/.test(row.name)) return undefined;
    const publicKey = createPublicKey(privateKey);
    return (octets) =>
      this.keep(
        (value) => verifies(row, publicKey, octets, value),
        () => signs(row, privateKey, octets),
      );
  }
}

/** The certificate of a key as KeyInfo and metadata hold it. */
export function certificateBase64(name: KeyName): string {
  return certificateNamed(name).replace(/-----[^-]+-----|\s/g, '');
}

function algorithmNamed(name: string) {
  const row = [...signatureAlgorithms.values()].find((one) => one.name === name || one.uri === name);
  if (row === undefined) throw new Error(`there is no algorithm ${name}`);
  return row;
}
