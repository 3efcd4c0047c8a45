import {
  constants,
  createCipheriv,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  diffieHellman,
  type KeyObject,
  publicEncrypt,
} from 'node:crypto';
import { toBase64Url, utf8 } from '../../src/core/bytes.ts';
import { oaepEncoded } from './encrypt.ts';

/** How a JWE is made, by the names of RFC 7518; written down here once more, so that what would be chance can be chosen. */
export interface JweOptions {
  /** The public key that it is for. */
  readonly key: KeyObject;
  /** Default `RSA-OAEP`. */
  readonly alg?: string;
  /** Default `A256GCM`. */
  readonly enc?: string;
  /** Members that are added to the header, or stand there in the place of others; undefined leaves one out. */
  readonly header?: object;
  readonly random: (bytes: number) => Uint8Array;
}

/** A JWE in compact form. @see RFC 7516 5.1 */
export function encryptedToken(plain: string | Uint8Array, options: JweOptions): string {
  const { key, alg = 'RSA-OAEP', enc = 'A256GCM', header = {}, random } = options;
  const { keyLength, encrypt } = contentEncryption(enc);
  const agreed = alg.startsWith('ECDH-ES') ? agreement(key, alg, enc, keyLength, random) : undefined;
  const contentKey = agreed?.direct ?? random(keyLength);
  const wrapped = agreed === undefined ? oaep(alg, key, contentKey, random) : agreed.wrap(contentKey);
  const written = { alg, enc, ...(agreed === undefined ? {} : { epk: agreed.epk }), cty: 'JWT', ...header };
  const protectedHeader = toBase64Url(utf8(JSON.stringify(written)));
  const octets = typeof plain === 'string' ? utf8(plain) : plain;
  const { iv, ciphertext, tag } = encrypt(octets, contentKey, utf8(protectedHeader), random);
  return [protectedHeader, ...[wrapped, iv, ciphertext, tag].map(toBase64Url)].join('.');
}

interface Content {
  readonly iv: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

type Encrypt = (plain: Uint8Array, key: Uint8Array, aad: Uint8Array, random: JweOptions['random']) => Content;

/** RFC 7518 5. */
function contentEncryption(enc: string): { readonly keyLength: number; readonly encrypt: Encrypt } {
  const [, bits = '256', hash] = /^A(\d{3})(?:GCM|CBC-HS(\d{3}))$/.exec(enc) ?? [];
  const length = Number(bits) / 8;
  return hash === undefined ? { keyLength: length, encrypt: gcm } : { keyLength: 2 * length, encrypt: cbcWithHmac(`sha${hash}`) };
}

function gcm(plain: Uint8Array, key: Uint8Array, aad: Uint8Array, random: JweOptions['random']): Content {
  const iv = random(12);
  const cipher = createCipheriv(`aes-${key.length * 8}-gcm` as 'aes-256-gcm', key, iv).setAAD(aad);
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { iv, ciphertext, tag: cipher.getAuthTag() };
}

/** RFC 7518 5.2.2.1: the first half of the key authenticates, the second encrypts. */
function cbcWithHmac(hash: string): Encrypt {
  return (plain, key, aad, random) => {
    const half = key.length / 2;
    const iv = random(16);
    const cipher = createCipheriv(`aes-${half * 8}-cbc`, key.subarray(half), iv);
    const ciphertext = Buffer.concat([cipher.update(plain), cipher.final()]);
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(aad.length * 8));
    const whole = createHmac(hash, key.subarray(0, half)).update(aad).update(iv).update(ciphertext).update(length).digest();
    return { iv, ciphertext, tag: whole.subarray(0, half) };
  };
}

/** RFC 7518 4.3, and the same with longer hashes. */
function oaep(alg: string, key: KeyObject, contentKey: Uint8Array, random: JweOptions['random']): Uint8Array {
  const digest = alg === 'RSA-OAEP' ? 'sha1' : (`sha${alg.slice(-3)}` as 'sha256');
  const length = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
  const seed = random(createHash(digest).digest().length);
  const encoded = oaepEncoded(contentKey, { digest, mask: digest, label: new Uint8Array(), length, seed });
  return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}

/** RFC 7518 4.6: a key that is agreed on with a key made for this once, to encrypt with or to wrap the one that does. */
function agreement(key: KeyObject, alg: string, enc: string, keyLength: number, random: JweOptions['random']) {
  const [, wrapBits] = /\+A(\d{3})KW$/.exec(alg) ?? [];
  const ephemeral = ephemeralKey(key, random);
  const secret = diffieHellman({ privateKey: ephemeral, publicKey: key });
  const { d: _, ...epk } = ephemeral.export({ format: 'jwk' });
  if (wrapBits === undefined) return { epk, direct: derived(secret, enc, keyLength), wrap: () => new Uint8Array() };
  const wrapping = derived(secret, alg, Number(wrapBits) / 8);
  const wrap = (contentKey: Uint8Array): Uint8Array => {
    const cipher = createCipheriv(`id-aes${wrapBits}-wrap`, wrapping, Buffer.alloc(8, 0xa6));
    return Buffer.concat([cipher.update(contentKey), cipher.final()]);
  };
  return { epk, direct: undefined, wrap };
}

function ephemeralKey(key: KeyObject, random: JweOptions['random']): KeyObject {
  if (key.asymmetricKeyType === 'x25519') {
    const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), random(32)]);
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  }
  const { crv = '' } = key.export({ format: 'jwk' });
  const [name, length] = ({ 'P-256': ['prime256v1', 32], 'P-384': ['secp384r1', 48], 'P-521': ['secp521r1', 66] } as const)[crv as 'P-256'];
  const ecdh = createECDH(name);
  // Below the order of each curve: the first octet is nothing.
  const scalar = Buffer.concat([Buffer.alloc(1), random(length - 1)]);
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey().subarray(1);
  const [x, y] = [point.subarray(0, length), point.subarray(length)].map(toBase64Url);
  return createPrivateKey({ key: { kty: 'EC', crv, x, y, d: toBase64Url(scalar) } as never, format: 'jwk' });
}

/** RFC 7518 4.6.2 with nobody named. */
function derived(secret: Uint8Array, algorithm: string, length: number): Uint8Array {
  const number = (value: number): Buffer => {
    const octets = Buffer.alloc(4);
    octets.writeUInt32BE(value);
    return octets;
  };
  const info = Buffer.concat([number(algorithm.length), Buffer.from(algorithm), number(0), number(0), number(length * 8)]);
  const rounds = Array.from({ length: Math.ceil(length / 32) }, (_, round) =>
    createHash('sha256')
      .update(number(round + 1))
      .update(secret)
      .update(info)
      .digest(),
  );
  return Buffer.concat(rounds).subarray(0, length);
}
