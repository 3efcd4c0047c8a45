import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isMacOf, macOf } from '../../../src/crypto/mac.ts';

describe('what proves that somebody knows a secret', () => {
  const secret = Buffer.from('a secret of 32 octets at the least');

  it('is HMAC with SHA-256 over the UTF-8 of the text', () => {
    expect(macOf(secret, 'é')).toEqual(createHmac('sha256', secret).update(Buffer.from('é', 'utf8')).digest());
  });

  it('is of that text and that secret alone', () => {
    const mac = macOf(secret, 'text');
    expect(isMacOf(mac, secret, 'text')).toBe(true);
    expect(isMacOf(mac, secret, 'texT')).toBe(false);
    expect(isMacOf(mac, Buffer.from('another secret of 32 octets, at the least'), 'text')).toBe(false);
    expect(isMacOf(mac.subarray(1), secret, 'text')).toBe(false);
    expect(isMacOf(new Uint8Array(), secret, 'text')).toBe(false);
  });
});
