import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { utf8 } from '../core/bytes.ts';

/**
 * Octets that follow from a secret and a purpose, and tell nothing of either, nor of those for another purpose.
 *
 * @see RFC 5869, with SHA-256 and without a salt
 */
export function derivedFrom(secret: Uint8Array, purpose: string, length: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), utf8(purpose), length));
}

/** What AES-GCM makes of a text: as many octets again, and the tag that vouches for them and for what is beside them. */
export interface GcmText {
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/**
 * Encrypts with AES-256-GCM.
 *
 * @param vector - 12 octets, never the same twice under one key
 * @param beside - what is not encrypted and must not be changed either
 * @see SP 800-38D 7.1
 */
export function encryptGcm(key: Uint8Array, vector: Uint8Array, plaintext: Uint8Array, beside: Uint8Array): GcmText {
  const cipher = createCipheriv(aes, key, vector, whole).setAAD(beside);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { ciphertext, tag: cipher.getAuthTag() };
}

/** What was encrypted so; undefined where key, vector, tag or anything that it vouches for is another one. @see SP 800-38D 7.2 */
export function decryptGcm(key: Uint8Array, vector: Uint8Array, { ciphertext, tag }: GcmText, beside: Uint8Array): Uint8Array | undefined {
  if (vector.length !== 12 || tag.length !== whole.authTagLength) return undefined;
  const decipher = createDecipheriv(aes, key, vector, whole).setAAD(beside).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  } catch {
    return undefined;
  }
}

const aes = 'aes-256-gcm';
/** Without it Node would take a tag of four octets. */
const whole = { authTagLength: 16 } as const;
