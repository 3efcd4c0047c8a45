import { X509Certificate } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { describeCertificate, publicKeyOf } from '../../../src/crypto/certificate.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type KeyName, keyPair } from '../../support/keys.ts';

const names: readonly KeyName[] = ['rsa-1024', 'rsa-2048', 'rsa-3072', 'p-256', 'p-384', 'p-521', 'ed25519'];

describe('the key of a certificate', () => {
  it.each(names)('of %s is the one that Node finds', (name) => {
    for (const v1 of [false, true]) {
      const { der } = selfSigned(keyPair(name).privateKey, { v1 });
      expect(publicKeyOf(der)).toEqual(new X509Certificate(der).publicKey.export({ format: 'der', type: 'spki' }));
    }
  });

  it('is found whatever else the certificate says', () => {
    const { privateKey, publicKey } = keyPair('p-256');
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    for (const options of [
      { subject: 'x'.repeat(10_000) },
      { subject: '' },
      { serial: 0x7fffffff },
      { notBefore: new Date('2060-01-01T00:00:00Z'), notAfter: new Date('9999-12-31T23:59:59Z') },
    ]) {
      expect(publicKeyOf(selfSigned(privateKey, options).der)).toEqual(spki);
    }
  });

  it('is none where the certificate is cut or goes on', () => {
    const { der } = selfSigned(keyPair('p-256').privateKey);
    for (let length = 0; length < der.length; length += 1) expect(publicKeyOf(der.subarray(0, length))).toBeUndefined();
    expect(publicKeyOf(Buffer.concat([der, Buffer.from([0])]))).toBeUndefined();
    expect(publicKeyOf(Buffer.concat([der, der]))).toBeUndefined();
  });

  it('is none where there is no certificate', () => {
    const { publicKey, privateKey } = keyPair('p-256');
    for (const der of [publicKey.export({ format: 'der', type: 'spki' }), privateKey.export({ format: 'der', type: 'pkcs8' })])
      expect(publicKeyOf(der)).toBeUndefined();
  });

  it('is none where lengths are missing, indefinite or larger than all there is', () => {
    for (const octets of [
      [],
      [0x30],
      [0x30, 0x80],
      [0x30, 0x80, 0, 0],
      [0x30, 0x81],
      [0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
      [0x30, 0x89, 1, 2, 3, 4, 5, 6, 7, 8, 9],
      [0x30, 0xff],
    ])
      expect(publicKeyOf(Uint8Array.from(octets))).toBeUndefined();
  });

  it('is looked for once through, however the octets are nested', () => {
    for (const pattern of [
      [0x30, 0x00],
      [0x30, 0x80],
      [0x30, 0x83, 0xff, 0xff, 0xff],
      [0x00, 0x00],
      [0xa0, 0x02],
    ]) {
      const octets = Uint8Array.from({ length: 1_000_000 }, (_, at) => pattern[at % pattern.length] ?? 0);
      expect(publicKeyOf(octets)).toBeUndefined();
    }
  });

  test.prop([fc.uint8Array({ maxLength: 200 })])('is searched in any octets without an exception', (octets) => {
    expect(publicKeyOf(octets)).toBeUndefined();
    expect(describeCertificate(octets)).toBeUndefined();
  });

  test.prop([fc.nat(2_000), fc.nat(255)])('is searched in a damaged certificate without an exception', (at, octet) => {
    const damaged = Buffer.from(selfSigned(keyPair('ed25519').privateKey).der);
    damaged[at % damaged.length] = octet;
    expect(() => publicKeyOf(damaged)).not.toThrow();
    expect(() => describeCertificate(damaged)).not.toThrow();
  });
});

describe('the description of a certificate', () => {
  it('is what a person compares it by', () => {
    const { der } = selfSigned(keyPair('rsa-2048').privateKey, {
      subject: 'Example IdP',
      serial: 0xabc,
      notBefore: new Date('2024-02-29T12:34:56Z'),
      notAfter: new Date('2051-03-01T00:00:00Z'),
    });
    expect(describeCertificate(der)).toEqual({
      subject: 'CN=Example IdP',
      issuer: 'CN=Example IdP',
      serial: '0ABC',
      notBefore: new Date('2024-02-29T12:34:56Z'),
      notAfter: new Date('2051-03-01T00:00:00Z'),
      fingerprint: new X509Certificate(der).fingerprint256,
    });
  });
});
