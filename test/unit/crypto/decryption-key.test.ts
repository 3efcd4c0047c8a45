import { describe, expect, it } from 'vitest';
import { type DecryptionKey, decryptionKeys } from '../../../src/crypto/decryption-key.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type KeyName, keyPair, trusted } from '../../support/keys.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

const { privateKey } = keyPair('rsa-2048', 'sp');

describe('a key that others encrypt for', () => {
  it('is known by its fingerprint, and has the certificate that goes with it', () => {
    const certificate = selfSigned(privateKey);
    const [key] = decryptionKeys(
      [{ privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), certificate: certificate.pem }],
      'x',
    );
    expect(key).toMatchObject({ keyId: trusted(keyPair('rsa-2048', 'sp')).fingerprint, certificate: certificate.base64, bits: 2048 });
    expect(Object.isFrozen(key)).toBe(true);
  });

  it.each<KeyName>(['rsa-1024', 'p-256', 'ed25519'])('is never of the kind %s', (name) => {
    expect(refusalDetails(() => decryptionKeys([{ privateKey: keyPair(name).privateKey }], 'decryption'))).toMatchObject({
      field: 'decryption[0].privateKey',
    });
  });

  it('is refused with what it cannot have', () => {
    const broken: readonly unknown[] = [
      {},
      { privateKey: 'x' },
      { privateKey: keyPair('rsa-2048', 'sp').publicKey },
      { privateKey, certificate: selfSigned(keyPair('rsa-2048', 'other').privateKey).pem },
      { privateKey, certificate: 'x' },
      { privateKey, algorithm: 'rsa-1_5' },
      null,
    ];
    for (const key of broken) expect(refusal(() => decryptionKeys([key as DecryptionKey], 'decryption'))).toBe('config.invalid');
  });

  it('is one of eight at most', () => {
    expect(decryptionKeys(Array(8).fill({ privateKey }), 'decryption')).toHaveLength(8);
    expect(refusal(() => decryptionKeys(Array(9).fill({ privateKey }), 'decryption'))).toBe('config.invalid');
    expect(decryptionKeys(undefined, 'decryption')).toEqual([]);
  });
});
