import {
  constants,
  createVerify,
  hash as digestOf,
  type KeyObject,
  type SignKeyObjectInput,
  sign,
  timingSafeEqual,
  type VerifyKeyObjectInput,
  verify,
} from 'node:crypto';

/** One way to sign, by the URI that XML signatures and redirect queries name it with. */
export interface SignatureAlgorithm {
  readonly uri: string;
  readonly name: SignatureAlgorithmName;
  /** The kind of key it works with; a key of another kind is never tried. */
  readonly keyKind: KeyKind;
  /** The hash as Node names it; null where the algorithm has its own. */
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | null;
  /** How Node is to read the key for this algorithm: padding, salt and the form of the signature. */
  readonly mode: Readonly<Omit<VerifyKeyObjectInput & SignKeyObjectInput, 'key'>>;
  /** The pardon without which it is refused. */
  readonly pardon?: 'signature.sha1';
}

/** One way to digest, by its URI. */
export interface DigestAlgorithm {
  readonly uri: string;
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly pardon?: 'signature.sha1';
}

/** The kinds of key that signatures are made with; `ec` on P-256, P-384 or P-521. */
export type KeyKind = 'rsa' | 'ec' | 'ed25519';

/** The algorithms by short names. A signer may be told to use any but those with SHA-1, which only old messages need. */
export type SignatureAlgorithmName =
  | 'rsa-sha1'
  | 'rsa-sha256'
  | 'rsa-sha384'
  | 'rsa-sha512'
  | 'rsa-pss-sha256'
  | 'rsa-pss-sha384'
  | 'rsa-pss-sha512'
  | 'ecdsa-sha1'
  | 'ecdsa-sha256'
  | 'ecdsa-sha384'
  | 'ecdsa-sha512'
  | 'ed25519';

const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const dsigMore = 'http://www.w3.org/2001/04/xmldsig-more#';
const dsigMore2007 = 'http://www.w3.org/2007/05/xmldsig-more#';
const dsigMore2021 = 'http://www.w3.org/2021/04/xmldsig-more#';
const xmlenc = 'http://www.w3.org/2001/04/xmlenc#';

const pkcs1 = { padding: constants.RSA_PKCS1_PADDING };
// Node takes a salt of any length unless told that it is as long as the hash (RFC 6931 2.3.10).
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
// XML has r and s side by side (XML Signature 1.1, 6.4.3), where OpenSSL expects DER.
const sideBySide = { dsaEncoding: 'ieee-p1363' } as const;

/**
 * All signature algorithms that are known, by URI. What is not here is refused: MD5 and DSA as broken, HMAC because whoever knows
 * the public key could sign with it.
 */
export const signatureAlgorithms: ReadonlyMap<string, SignatureAlgorithm> = byUri([
  { uri: `${dsigMore}rsa-sha256`, name: 'rsa-sha256', keyKind: 'rsa', hash: 'sha256', mode: pkcs1 },
  { uri: `${dsigMore}rsa-sha384`, name: 'rsa-sha384', keyKind: 'rsa', hash: 'sha384', mode: pkcs1 },
  { uri: `${dsigMore}rsa-sha512`, name: 'rsa-sha512', keyKind: 'rsa', hash: 'sha512', mode: pkcs1 },
  { uri: `${dsigMore2007}sha256-rsa-MGF1`, name: 'rsa-pss-sha256', keyKind: 'rsa', hash: 'sha256', mode: pss },
  { uri: `${dsigMore2007}sha384-rsa-MGF1`, name: 'rsa-pss-sha384', keyKind: 'rsa', hash: 'sha384', mode: pss },
  { uri: `${dsigMore2007}sha512-rsa-MGF1`, name: 'rsa-pss-sha512', keyKind: 'rsa', hash: 'sha512', mode: pss },
  { uri: `${dsigMore}ecdsa-sha256`, name: 'ecdsa-sha256', keyKind: 'ec', hash: 'sha256', mode: sideBySide },
  { uri: `${dsigMore}ecdsa-sha384`, name: 'ecdsa-sha384', keyKind: 'ec', hash: 'sha384', mode: sideBySide },
  { uri: `${dsigMore}ecdsa-sha512`, name: 'ecdsa-sha512', keyKind: 'ec', hash: 'sha512', mode: sideBySide },
  { uri: `${dsigMore2021}eddsa-ed25519`, name: 'ed25519', keyKind: 'ed25519', hash: null, mode: {} },
  { uri: `${dsig}rsa-sha1`, name: 'rsa-sha1', keyKind: 'rsa', hash: 'sha1', mode: pkcs1, pardon: 'signature.sha1' },
  { uri: `${dsigMore}ecdsa-sha1`, name: 'ecdsa-sha1', keyKind: 'ec', hash: 'sha1', mode: sideBySide, pardon: 'signature.sha1' },
]);

/** All digest algorithms that are known, by URI. */
export const digestAlgorithms: ReadonlyMap<string, DigestAlgorithm> = byUri([
  { uri: `${xmlenc}sha256`, hash: 'sha256' },
  { uri: `${dsigMore}sha384`, hash: 'sha384' },
  { uri: `${xmlenc}sha512`, hash: 'sha512' },
  { uri: `${dsig}sha1`, hash: 'sha1', pardon: 'signature.sha1' },
]);

/** True when the key has made this signature over these octets. A signature of the wrong length is just a wrong one. */
export function verifies(
  { hash, mode }: Pick<SignatureAlgorithm, 'hash' | 'mode'>,
  key: KeyObject,
  octets: Uint8Array | string,
  signature: Uint8Array,
): boolean {
  const how = { key, ...mode };
  // RSA in two steps, since Node makes a job of one, which takes a tenth longer; ECDSA in one, since two throw at a wrong length.
  const twoSteps = hash !== null && mode.padding !== undefined;
  return twoSteps ? createVerify(hash).update(octets).verify(how, signature) : verify(hash, asOctets(octets), how, signature);
}

/** The signature that a private key makes over these octets. */
export function signs({ hash, mode }: SignatureAlgorithm, key: KeyObject, octets: Uint8Array): Uint8Array {
  return sign(hash, octets, { key, ...mode });
}

/** The digest of the octets, or of the UTF-8 octets of a text. */
export function digest({ hash }: Pick<DigestAlgorithm, 'hash'>, octets: Uint8Array | string): Uint8Array {
  return digestOf(hash, octets, 'buffer');
}

/** True for two equal runs of octets, in a time that does not tell where they differ. */
export function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}

function asOctets(octets: Uint8Array | string): Uint8Array {
  return typeof octets === 'string' ? Buffer.from(octets, 'utf8') : octets;
}

function byUri<T extends { readonly uri: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.uri, row]));
}
