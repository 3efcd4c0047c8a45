import { type SignatureAlgorithm, type SignatureAlgorithmName, signatureAlgorithms } from '../crypto/algorithms.ts';
import type { VerificationKey } from '../crypto/keys.ts';

/**
 * The algorithms by which a JWS may be signed (RFC 7518 3.1, RFC 8037 3.1, RFC 9864 2.2). `none` is not among them, nor is any HMAC:
 * whoever can check such a signature can make it.
 */
export type JwsAlgorithm = keyof typeof names;

const names = {
  RS256: 'rsa-sha256',
  RS384: 'rsa-sha384',
  RS512: 'rsa-sha512',
  PS256: 'rsa-pss-sha256',
  PS384: 'rsa-pss-sha384',
  PS512: 'rsa-pss-sha512',
  ES256: 'ecdsa-sha256',
  ES384: 'ecdsa-sha384',
  ES512: 'ecdsa-sha512',
  EdDSA: 'ed25519',
  Ed25519: 'ed25519',
} as const satisfies Record<string, SignatureAlgorithmName>;

/** Their names. */
// Sound: the keys of the table are what the type is made of.
export const jwsAlgorithms = Object.keys(names) as readonly JwsAlgorithm[];

/** How signatures of that name are made and checked. */
export function algorithmOf(name: JwsAlgorithm): SignatureAlgorithm {
  // Sound: the table has a row of each name.
  return rows.get(names[name]) as SignatureAlgorithm;
}

/** The name under which a JWS knows an algorithm; undefined for one that only XML signatures use. */
export function jwsNameOf({ name }: SignatureAlgorithm): JwsAlgorithm | undefined {
  return jwsAlgorithms.find((known) => names[known] === name);
}

/** Can the key have made signatures of that name? Each ES algorithm has one curve of its own (RFC 7518 3.4), and RSA keys have 2048 bits at least (3.3). */
export function suits({ kind, bits, pardon }: VerificationKey, name: JwsAlgorithm): boolean {
  return kind === algorithmOf(name).keyKind && pardon === undefined && (kind !== 'ec' || curveBits.get(name) === bits);
}

/** The hash by which tokens are named in ID tokens: that of the signature (OIDCCore 3.1.3.6), and SHA-512 for Ed25519. */
export function hashOf(name: JwsAlgorithm): 'sha256' | 'sha384' | 'sha512' {
  // Sound: no row of the table has SHA-1.
  return (algorithmOf(name).hash ?? 'sha512') as 'sha256' | 'sha384' | 'sha512';
}

const curveBits = new Map<JwsAlgorithm, number>([
  ['ES256', 256],
  ['ES384', 384],
  ['ES512', 521],
]);
const rows = new Map([...signatureAlgorithms.values()].map((row) => [row.name, row]));
