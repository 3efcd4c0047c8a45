import { constants, createHmac, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { CompactEncrypt } from 'jose';
import { type KeyName, type KeyPair, keyPair } from './keys.ts';

/** What tokens are signed with here: also by what nobody may accept. */
export type JwsName = keyof typeof makers;

/** A key with the algorithm that it signs by, and its name in a key set. */
export interface JwsSigner {
  readonly algorithm: JwsName;
  readonly keyId?: string;
  readonly pair: KeyPair;
}

/** The signer of that algorithm and owner; for one question there is one key. */
export function jwsSigner(algorithm: JwsName, keyId: string | undefined = algorithm, owner = 'op'): JwsSigner {
  const pair = keyPair(keyNames[algorithm] ?? 'rsa-2048', owner);
  return { algorithm, pair, ...(keyId === undefined ? {} : { keyId }) };
}

/** A JWS in compact form, made with nothing of ours. Parts that are texts are taken as they are; a member that is undefined is left out. */
export function compactJws(payload: object | string, { algorithm, keyId, pair }: JwsSigner, header: object | string = {}): string {
  const whole = typeof header === 'string' ? header : { alg: algorithm, kid: keyId, ...header };
  const signed = [whole, payload].map(encoded).join('.');
  return `${signed}.${makers[algorithm](Buffer.from(signed), pair.privateKey).toString('base64url')}`;
}

/** The public half as a key set has it. */
export function publicJwkOf({ pair, keyId, algorithm }: JwsSigner, more: object = {}): Record<string, unknown> {
  const named = { ...(keyId === undefined ? {} : { kid: keyId }), alg: algorithm, use: 'sig' };
  // As JSON would have it: what is undefined is left out.
  return JSON.parse(JSON.stringify({ ...pair.publicKey.export({ format: 'jwk' }), ...named, ...more }));
}

/** A JWE in compact form around a text. */
export async function compactJwe(text: string, publicKey: KeyObject, header: { alg: string; enc: string; kid?: string }): Promise<string> {
  return await new CompactEncrypt(new TextEncoder().encode(text)).setProtectedHeader(header).encrypt(publicKey);
}

/** One part of a token, decoded. */
export function partOf(compact: string, at: 0 | 1): Record<string, unknown> {
  return JSON.parse(Buffer.from(compact.split('.')[at] ?? '', 'base64url').toString());
}

function encoded(part: object | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

type Maker = (octets: Buffer, key: KeyObject) => Buffer;

function pkcs1(hash: string): Maker {
  return (octets, key) => sign(hash, octets, { key, padding: constants.RSA_PKCS1_PADDING });
}

function pss(hash: string): Maker {
  const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return (octets, key) => sign(hash, octets, { key, ...options });
}

function ecdsa(hash: string): Maker {
  return (octets, key) => sign(hash, octets, { key, dsaEncoding: 'ieee-p1363' });
}

const makers = {
  RS256: pkcs1('sha256'),
  RS384: pkcs1('sha384'),
  RS512: pkcs1('sha512'),
  PS256: pss('sha256'),
  PS384: pss('sha384'),
  PS512: pss('sha512'),
  ES256: ecdsa('sha256'),
  ES384: ecdsa('sha384'),
  ES512: ecdsa('sha512'),
  EdDSA: (octets, key) => sign(null, octets, key),
  Ed25519: (octets, key) => sign(null, octets, key),
  none: () => Buffer.of(),
  // As an attacker makes it who has nothing but the public key.
  HS256: (octets, key) => {
    const secret = createPublicKey(key).export({ format: 'pem', type: 'spki' });
    return createHmac('sha256', secret).update(octets).digest();
  },
} as const satisfies Record<string, Maker>;

const keyNames: { readonly [Name in JwsName]?: KeyName } = {
  ES256: 'p-256',
  ES384: 'p-384',
  ES512: 'p-521',
  EdDSA: 'ed25519',
  Ed25519: 'ed25519',
};
