import { createHmac } from 'node:crypto';
import { sameOctets } from './algorithms.ts';

/** What proves that a text was written by somebody who knows a secret: HMAC with SHA-256 (RFC 2104). */
export function macOf(secret: Uint8Array, text: string): Uint8Array {
  return createHmac('sha256', secret).update(text, 'utf8').digest();
}

/** True where this is the proof for just that text. */
export function isMacOf(mac: Uint8Array, secret: Uint8Array, text: string): boolean {
  return sameOctets(mac, macOf(secret, text));
}
