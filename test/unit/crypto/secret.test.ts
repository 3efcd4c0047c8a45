import { describe, expect, it } from 'vitest';
import { fromUtf8, toHex, utf8 } from '../../../src/core/bytes.ts';
import { decryptGcm, derivedFrom, encryptGcm } from '../../../src/crypto/secret.ts';

describe('what is derived from a secret', () => {
  it('is what RFC 5869 A.3 has', () => {
    expect(toHex(derivedFrom(new Uint8Array(22).fill(0x0b), '', 42))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    );
  });

  it('is another one for each purpose and each secret', () => {
    const made = ['a', 'b'].flatMap((purpose) => [1, 2].map((octet) => toHex(derivedFrom(new Uint8Array(32).fill(octet), purpose, 32))));
    expect(new Set(made).size).toBe(4);
  });
});

describe('what is encrypted by a secret', () => {
  const [key, vector, beside] = [new Uint8Array(32).fill(1), new Uint8Array(12).fill(2), utf8('beside')];
  const text = encryptGcm(key, vector, utf8('text'), beside);

  it('is decrypted by it', () => {
    expect(fromUtf8(decryptGcm(key, vector, text, beside) ?? new Uint8Array())).toBe('text');
  });

  it('is nothing as soon as anything of it was changed or cut', () => {
    const { ciphertext, tag } = text;
    const changed = (octets: Uint8Array) => octets.map((octet, at) => (at === 0 ? octet ^ 1 : octet));
    expect(decryptGcm(changed(key), vector, text, beside)).toBeUndefined();
    expect(decryptGcm(key, changed(vector), text, beside)).toBeUndefined();
    expect(decryptGcm(key, vector.subarray(1), text, beside)).toBeUndefined();
    expect(decryptGcm(key, vector, text, changed(beside))).toBeUndefined();
    expect(decryptGcm(key, vector, { ciphertext: changed(ciphertext), tag }, beside)).toBeUndefined();
    for (const other of [changed(tag), tag.subarray(0, 15), tag.subarray(0, 4), new Uint8Array()])
      expect(decryptGcm(key, vector, { ciphertext, tag: other }, beside)).toBeUndefined();
  });
});
