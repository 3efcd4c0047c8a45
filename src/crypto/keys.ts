import { createHash, createPublicKey, type JsonWebKey, KeyObject } from 'node:crypto';
import { fromBase64 } from '../core/bytes.ts';
import type { KeyKind, SignatureAlgorithm } from './algorithms.ts';
import { type CertificateDescription, describeCertificate, publicKeyOf, rsaKeyOf } from './certificate.ts';

/**
 * A public key that signatures are checked with, made once and kept. Trust is the key: a certificate that carried it is only shown.
 */
export interface VerificationKey {
  readonly kind: KeyKind;
  /** Bits of the modulus, or of the curve. */
  readonly bits: number;
  /** SHA-256 over the SubjectPublicKeyInfo, lower-case hexadecimal: the same for every certificate over this key. */
  readonly fingerprint: string;
  /** The key as Node has it. */
  readonly keyObject: KeyObject;
  /** The certificate it came in, in DER. */
  readonly certificate?: Uint8Array;
  /** The pardon without which the key verifies nothing. */
  readonly pardon?: 'key.rsa-1024';
  /** The provider publishes it, but nobody here has confirmed it: what it signs is refused. */
  readonly unconfirmed?: true;
}

/** A key as JSON (RFC 7517 4). */
export type Jwk = JsonWebKey;

/** Why something is not a key to check signatures with. */
export interface KeyProblem {
  readonly problem: string;
}

/**
 * A key from what people have at hand: PEM or bare base64 of a certificate or a public key, DER of either, JWK, or a KeyObject.
 *
 * @returns the key, or in words why it is none: unreadable, private, of a kind or size that no algorithm here works with
 */
export function verificationKey(material: string | Uint8Array | JsonWebKey | KeyObject): VerificationKey | KeyProblem {
  if (material instanceof KeyObject) return fromKeyObject(material);
  if (typeof material === 'string') return fromText(material);
  if (material instanceof Uint8Array) return fromDer(material);
  if ('d' in material || material.kty === 'oct') return { problem: 'a private or symmetric key where a public one belongs' };
  const numbers = [material.n, material.e].map((number) => (typeof number === 'string' ? (number.length * 3) / 4 : 0));
  if (Math.max(...numbers) > mostOctets) return tooLong;
  return made(() => createPublicKey({ key: material, format: 'jwk' }));
}

/** True for the failure of one of the functions here. */
export function isKeyProblem(result: object): result is KeyProblem {
  return 'problem' in result;
}

/** True when a key can have made signatures of an algorithm. */
export function fits({ kind }: VerificationKey, { keyKind }: SignatureAlgorithm): boolean {
  return kind === keyKind;
}

/** Reads the certificate that a key came in; costs more than the key itself, so it is done when asked. */
export function describeKey({ certificate }: VerificationKey): CertificateDescription | undefined {
  return certificate === undefined ? undefined : describeCertificate(certificate);
}

function fromText(text: string): VerificationKey | KeyProblem {
  const armour = text.indexOf('-----');
  const armoured = armour < 0 ? null : pem.exec(text.slice(armour));
  if (armoured === null && armour >= 0) return { problem: 'PEM of something that is neither a certificate nor a public key' };
  const der = fromBase64(armoured?.[2] ?? text);
  if (typeof der === 'number' || der.length === 0) return { problem: 'neither PEM nor base64' };
  return armoured?.[1] === 'PUBLIC KEY' ? fromSpki(der) : fromDer(der);
}

function fromDer(der: Uint8Array): VerificationKey | KeyProblem {
  // Metadata is met in which the whole PEM was encoded once more; no DER begins with its hyphen.
  if (der[0] === hyphen) return fromText(new TextDecoder().decode(der));
  const spki = publicKeyOf(der);
  return spki === undefined ? fromSpki(der) : fromSpki(spki, der);
}

function fromSpki(spki: Uint8Array, certificate?: Uint8Array): VerificationKey | KeyProblem {
  if (spki.length > mostOctets) return tooLong;
  const rsa = rsaKeyOf(spki);
  const [key, type] = rsa === undefined ? ([spki, 'spki'] as const) : ([rsa, 'pkcs1'] as const);
  return made(() => createPublicKey({ key: Buffer.from(key), format: 'der', type }), certificate);
}

function made(create: () => KeyObject, certificate?: Uint8Array): VerificationKey | KeyProblem {
  try {
    return fromKeyObject(create(), certificate);
  } catch {
    return { problem: 'not a public key that can be read' };
  }
}

function fromKeyObject(keyObject: KeyObject, certificate?: Uint8Array): VerificationKey | KeyProblem {
  if (keyObject.type !== 'public') return { problem: 'a private or symmetric key where a public one belongs' };
  const size = sizeOf(keyObject);
  if ('problem' in size) return size;
  const fingerprint = createHash('sha256')
    .update(keyObject.export({ format: 'der', type: 'spki' }))
    .digest('hex');
  const pardon = size.kind === 'rsa' && size.bits < leastRsaBits ? ({ pardon: 'key.rsa-1024' } as const) : {};
  return { ...size, fingerprint, keyObject, ...pardon, ...(certificate === undefined ? {} : { certificate }) };
}

/** Kind and size of a key, public or private, or why nothing here works with it. */
export function sizeOf({
  asymmetricKeyType,
  asymmetricKeyDetails = {},
}: KeyObject): { readonly kind: KeyKind; readonly bits: number } | KeyProblem {
  if (asymmetricKeyType === 'ed25519') return { kind: 'ed25519', bits: 256 };
  if (asymmetricKeyType === 'ec') {
    const bits = curves.get(asymmetricKeyDetails.namedCurve ?? '');
    return bits === undefined
      ? { problem: `a key on the curve ${asymmetricKeyDetails.namedCurve}, not P-256, P-384 or P-521` }
      : { kind: 'ec', bits };
  }
  // RSA-PSS keys restrict themselves to a hash and a salt; identity providers have plain RSA keys.
  if (asymmetricKeyType !== 'rsa') return { problem: `a key of the kind ${asymmetricKeyType}` };
  const { modulusLength: bits = 0, publicExponent = 0n } = asymmetricKeyDetails;
  if (bits < 1024 || bits > mostRsaBits) return { problem: `an RSA key of ${bits} bits, not ${leastRsaBits} to ${mostRsaBits}` };
  // FIPS 186-5 A.1.1 wants more than 2^16; 3 and 17 are still found and sound for signatures, even or 1 never is, and a huge one only burns time.
  if (publicExponent < 3n || publicExponent % 2n === 0n || publicExponent >= 2n ** 64n)
    return { problem: 'an RSA key with an unusable public exponent' };
  return { kind: 'rsa', bits };
}

const hyphen = 0x2d;
/** Twice what the largest key has that is used. Node writes out the exponent before anybody can judge it, in time that grows with its square. */
const mostOctets = 2_200;
const tooLong: KeyProblem = { problem: `a key with more than ${mostOctets} octets` };
/** What an RSA key must have, unless less is pardoned (SP 800-131A, SAML2int SDP-MD06). */
export const leastRsaBits = 2048;
/** More only burns time. */
export const mostRsaBits = 8192;
const curves = new Map([
  ['prime256v1', 256],
  ['secp384r1', 384],
  ['secp521r1', 521],
]);
// Anchored where the armour begins: what may precede it would be searched again and again for an end that does not come.
const pem = /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----([A-Za-z0-9+/=\s]*)-----END \1-----\s*$/;
