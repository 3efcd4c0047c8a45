import type { KeyObject } from 'node:crypto';
import { invalid, knownFields, text } from '../core/options.ts';
import {
  type DigestAlgorithm,
  digestAlgorithms,
  type KeyKind,
  type SignatureAlgorithm,
  type SignatureAlgorithmName,
  signatureAlgorithms,
  signs,
} from './algorithms.ts';
import { isKeyProblem, sizeOf } from './keys.ts';
import { certificateOf, fingerprintOf, type PrivateKey, privateKey, publicHalf } from './private-key.ts';

/** What signs our messages: a private key with its certificate, or a service that keeps the key to itself. */
export type Signer = LocalSigner | RemoteSigner;

/** A private key in this process. */
export interface LocalSigner {
  readonly privateKey: PrivateKey;
  /** PEM or bare base64; sent along with what is signed, and published in our metadata. */
  readonly certificate?: string;
  /**
   * The only algorithm that it may sign with. Absent, it is `rsa-sha256`, `ecdsa-sha256`, -384 or -512 by the curve, or `ed25519`, and
   * another of that kind for a provider whose metadata announces it.
   */
  readonly algorithm?: SignatureAlgorithmName;
}

/** A key in a KMS or HSM. */
export interface RemoteSigner {
  /** What `sign` signs with. */
  readonly algorithm: SignatureAlgorithmName;
  /** How logs may call the key. */
  readonly keyId: string;
  /** PEM or bare base64; sent along with what is signed, and published in our metadata. */
  readonly certificate?: string;
  /** The signature over these octets, not over a digest that was made before; for ECDSA r and s side by side. */
  sign(octets: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

/** A signer as parsed: the key is read once, here. */
export interface SigningKey {
  readonly algorithm: SignatureAlgorithm;
  /** How signatures within XML digest what they cover. */
  readonly digest: DigestAlgorithm;
  /** The same key with each other algorithm that it may sign with. */
  readonly alternatives: readonly SigningKey[];
  /** Bits of the modulus or the curve, where known: of a key that is elsewhere by its certificate alone. */
  readonly bits?: number;
  /** For logs: as given, or the fingerprint of the public key (SHA-256 over its SubjectPublicKeyInfo, lower-case hexadecimal). */
  readonly keyId: string;
  /** Base64 of the DER, without line breaks. */
  readonly certificate?: string;
  /** The public half, where known: of a key that is elsewhere by its certificate alone. */
  readonly publicKey?: KeyObject;
  /** The signature over these octets, in the form that XML signatures and redirect queries carry. */
  readonly sign: (octets: Uint8Array) => Uint8Array | Promise<Uint8Array>;
}

/**
 * Reads a signer.
 *
 * @throws SsoError `config.invalid`: unreadable or too small key, a certificate over another key, an algorithm that does not fit
 */
export function signingKey(signer: Signer, field: string): SigningKey {
  if (typeof signer !== 'object' || signer === null) throw invalid(field, 'must be an object');
  return 'sign' in signer ? remote(signer, field) : local(signer, field);
}

function remote(signer: RemoteSigner, field: string): SigningKey {
  knownFields(signer, ['algorithm', 'keyId', 'certificate', 'sign'], `${field}.`);
  if (typeof signer.sign !== 'function') throw invalid(`${field}.sign`, 'must be a function');
  const algorithm = named(signer.algorithm, field);
  const keyId = text(`${field}.keyId`, signer.keyId);
  const { certificate, key } = certificateOf(signer.certificate, field);
  if (key !== undefined && key.kind !== algorithm.keyKind) throw invalid(`${field}.certificate`, `is not over a key for ${algorithm.name}`);
  return {
    algorithm,
    digest: digestWith(algorithm),
    alternatives: [],
    keyId,
    sign: (octets) => signer.sign(octets),
    ...(key === undefined ? {} : { certificate, bits: key.bits, publicKey: key.keyObject }),
  };
}

function local(signer: LocalSigner, field: string): SigningKey {
  knownFields(signer, ['privateKey', 'certificate', 'algorithm'], `${field}.`);
  const key = privateKey(signer.privateKey, `${field}.privateKey`);
  const size = sizeOf(key);
  if (isKeyProblem(size)) throw invalid(`${field}.privateKey`, size.problem);
  if (size.kind === 'rsa' && size.bits < 2048) throw invalid(`${field}.privateKey`, 'an RSA key must have at least 2048 bits');
  const algorithm = named(signer.algorithm ?? usual(size), field);
  if (algorithm.keyKind !== size.kind)
    throw invalid(`${field}.algorithm`, `${algorithm.name} needs a key of the kind ${algorithm.keyKind}`);
  const keyId = fingerprintOf(key);
  const { certificate } = certificateOf(signer.certificate, field, keyId);
  const publicKey = publicHalf(key);
  const using = (row: SignatureAlgorithm): SigningKey => ({
    algorithm: row,
    digest: digestWith(row),
    alternatives: [],
    keyId,
    bits: size.bits,
    publicKey,
    sign: (octets) => signs(row, key, octets),
    ...(certificate === undefined ? {} : { certificate }),
  });
  const others = signer.algorithm === undefined ? [...byName.values()].filter((row) => row !== algorithm && row.keyKind === size.kind) : [];
  return { ...using(algorithm), alternatives: others.map(using) };
}

function named(name: SignatureAlgorithmName, field: string): SignatureAlgorithm {
  const algorithm = byName.get(name);
  if (algorithm === undefined) throw invalid(`${field}.algorithm`, `must be one of ${[...byName.keys()].join(', ')}`);
  return algorithm;
}

function usual({ kind, bits }: { readonly kind: KeyKind; readonly bits: number }): SignatureAlgorithmName {
  if (kind === 'rsa') return 'rsa-sha256';
  if (kind === 'ed25519') return 'ed25519';
  return bits === 256 ? 'ecdsa-sha256' : bits === 384 ? 'ecdsa-sha384' : 'ecdsa-sha512';
}

/** The digest with the hash of the signature; Ed25519 works with SHA-512 itself. */
function digestWith({ hash }: SignatureAlgorithm): DigestAlgorithm {
  // Sound: the table of digests has a row for every hash that the table of signatures names.
  return [...digestAlgorithms.values()].find((row) => row.hash === (hash ?? 'sha512')) as DigestAlgorithm;
}

/** SHA-1 is known, so that old messages can be pardoned, but nothing of ours is signed with it. */
const byName = new Map([...signatureAlgorithms.values()].filter(({ pardon }) => pardon === undefined).map((row) => [row.name, row]));
