import { createHash, createPublicKey } from 'node:crypto';
import { toBase64Url, utf8 } from '../../../src/core/bytes.ts';
import { algorithmOf, type JwsAlgorithm } from '../../../src/jose/algorithms.ts';
import { encryptedToken, type JweOptions } from '../jwe.ts';
import { clean } from '../messages.ts';
import { type KeyName, privateKeyNamed, publicJwkNamed } from './parties.ts';
import type { Workshop } from './workshop.ts';

/** What clean tokens and answers and the parties of the vectors share. */
export const asked = {
  issuer: 'https://op.example',
  clientId: 'client-1',
  subject: 'alice',
  state: 'f2Qd0Zr8mXb5Lk1Tn7Vw3Ys9',
  nonce: 'n0Sg6Hj4Pa2Kc8Ue5Ri1Ox7B',
  code: 'SplxlOBeZQQYbYS6WxSbIA',
  accessToken: 'SlAV32hkKG',
} as const;

/** How a token differs from a clean one. A member that is undefined is left out. */
export interface TokenOptions {
  /** What is added to the usual header, or stands in its place where it is a text. */
  readonly header?: object | string | Uint8Array;
  /** The same for the usual claims. */
  readonly claims?: object | string | Uint8Array;
  /** How header and payload are written, before they are signed. */
  readonly written?: (part: string, place: number) => string;
  /** Who signs it; default `idp`. */
  readonly key?: KeyName;
  /** With what it is signed, whatever the header says; default: what is usual for the key. */
  readonly algorithm?: JwsAlgorithm;
  /** What becomes of the signature; one that is made by chance must come out as it is. */
  readonly signature?: (octets: Uint8Array, signed: string) => Uint8Array;
  /** Makes the signature in the place of all above. */
  readonly way?: (workshop: Workshop, octets: Uint8Array) => Uint8Array;
  /** What becomes of the whole. */
  readonly after?: (compact: string) => string;
}

/** So many seconds after the instant at which clean tokens are looked at, as a NumericDate. */
export function at(seconds: number): number {
  return Date.parse(clean.now) / 1000 + seconds;
}

/** The claims of a clean ID token. */
export const idTokenClaims = {
  iss: asked.issuer,
  sub: asked.subject,
  aud: asked.clientId,
  exp: at(300),
  iat: at(-30),
  nonce: asked.nonce,
} as const;

/** A JWS in compact form. */
export function signedToken(workshop: Workshop, options: TokenOptions, usualClaims: object = idTokenClaims): string {
  const { header = {}, claims = {}, key = 'idp', signature = same, written = same, after = same } = options;
  const algorithm = options.algorithm ?? usualAlgorithm(key);
  const parts = [octetsOf(header, { alg: algorithm, kid: key, typ: 'JWT' }), octetsOf(claims, usualClaims)];
  const signed = parts.map((part, place) => written(toBase64Url(part), place)).join('.');
  const usual = () => signature(workshop.octets(utf8(signed), algorithmOf(algorithm).name, key), signed);
  const made = options.way?.(workshop, utf8(signed)) ?? usual();
  return after(`${signed}.${toBase64Url(made)}`);
}

/** What is encrypted for a key of ours, `sp` by default. What would be chance is made of the plaintext, so that it comes out the same each time. */
export function sealedToken(plain: string | Uint8Array, options: Sealing = {}): string {
  const { key = 'sp', header = {}, after = same, ...how } = options;
  let taken = 0;
  const random = (bytes: number): Uint8Array => {
    taken += 1;
    return createHash('shake256', { outputLength: bytes })
      .update(`${taken} ${JSON.stringify(how)} `)
      .update(plain)
      .digest();
  };
  const publicKey = createPublicKey(privateKeyNamed(key));
  return after(encryptedToken(plain, { ...how, key: publicKey, header: { kid: key, ...header }, random }));
}

/** How a token is encrypted, with the key by its name. */
export interface Sealing extends Omit<JweOptions, 'key' | 'random'> {
  readonly key?: KeyName;
  /** What becomes of the whole. */
  readonly after?: (compact: string) => string;
}

/** A public key as a key set lists it. A member that is undefined is left out. */
export function listed(name: KeyName, members: object = {}): object {
  return { ...publicJwkNamed(name), kid: name, use: 'sig', ...members };
}

/** A key set, as JSON. */
export function keySetOf(...keys: readonly unknown[]): string {
  return JSON.stringify({ keys });
}

/** A changed octet in the middle of one of the parts between dots. */
export function tampered(place: number): (compact: string) => string {
  return changedPart(place, (part) => {
    const octets = Buffer.from(part, 'base64url');
    octets[octets.length >> 1] = (octets[octets.length >> 1] ?? 0) ^ 1;
    return octets.toString('base64url');
  });
}

/** Something else in the place of one of the parts between dots. */
export function changedPart(place: number, change: (part: string) => string): (compact: string) => string {
  return (compact) => {
    const parts = compact.split('.');
    return parts.map((part, at) => (at === place ? change(part) : part)).join('.');
  };
}

function same<T>(unchanged: T): T {
  return unchanged;
}

function octetsOf(given: object | string | Uint8Array, usual: object): Uint8Array {
  if (given instanceof Uint8Array) return given;
  return utf8(typeof given === 'string' ? given : JSON.stringify({ ...usual, ...given }));
}

function usualAlgorithm(key: KeyName): JwsAlgorithm {
  return ({ 'idp-p256': 'ES256', 'idp-p384': 'ES384', 'idp-p521': 'ES512', 'idp-ed25519': 'EdDSA' } as const)[key as 'idp-p256'] ?? 'RS256';
}
