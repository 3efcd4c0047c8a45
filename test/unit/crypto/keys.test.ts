import { createPublicKey, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { describeKey, isKeyProblem, type VerificationKey, verificationKey } from '../../../src/crypto/keys.ts';
import { oid, pem, selfSigned, sequence, tagged } from '../../support/certificate.ts';
import { type KeyName, keyPair } from '../../support/keys.ts';

const kinds: readonly (readonly [KeyName, string, number])[] = [
  ['rsa-2048', 'rsa', 2048],
  ['rsa-3072', 'rsa', 3072],
  ['p-256', 'ec', 256],
  ['p-384', 'ec', 384],
  ['p-521', 'ec', 521],
  ['ed25519', 'ed25519', 256],
];

describe('a key', () => {
  it.each(kinds)('of %s is read from whatever people have at hand', (name, kind, bits) => {
    const { publicKey, privateKey } = keyPair(name);
    const spki = publicKey.export({ format: 'der', type: 'spki' });
    const certificate = selfSigned(privateKey);
    const readings = [
      publicKey,
      spki,
      new Uint8Array(spki),
      spki.toString('base64'),
      publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      publicKey.export({ format: 'jwk' }),
      certificate.der,
      certificate.pem,
      certificate.base64,
      certificate.pem.replaceAll('\n', '\r\n'),
      `\n\n  ${certificate.pem}\n\n`,
      `subject=/CN=idp.example\nissuer=/CN=idp.example\n${certificate.pem}`,
      certificate.base64.replace(/.{64}/g, '$&\r\n\t'),
      Buffer.from(certificate.pem).toString('base64'),
    ].map(read);
    expect(new Set(readings.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    for (const reading of readings) expect(reading).toMatchObject({ kind, bits });
    expect(readings[0]?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('from a certificate keeps it, so that it can be shown', () => {
    const { privateKey } = keyPair('rsa-2048');
    const { pem: text, der } = selfSigned(privateKey, { subject: 'Example IdP' });
    const key = read(text);
    expect(key.certificate).toEqual(Buffer.from(der));
    expect(describeKey(key)).toMatchObject({ subject: 'CN=Example IdP' });
    expect(describeKey(read(keyPair('rsa-2048').publicKey))).toBeUndefined();
  });

  it('from a certificate out of date is a key all the same', () => {
    const { privateKey } = keyPair('p-256');
    const expired = selfSigned(privateKey, { notBefore: new Date('2001-01-01T00:00:00Z'), notAfter: new Date('2002-01-01T00:00:00Z') });
    expect(read(expired.pem).fingerprint).toBe(read(keyPair('p-256').publicKey).fingerprint);
  });

  it('from a certificate that is signed wrongly or with SHA-1 is a key all the same: trust is the key', () => {
    const { privateKey, publicKey } = keyPair('rsa-2048');
    for (const certificate of [
      selfSigned(privateKey, { sha1: true }),
      selfSigned(keyPair('rsa-2048', 'other').privateKey, { publicKey }),
    ]) {
      expect(read(certificate.der).fingerprint).toBe(read(publicKey).fingerprint);
    }
  });

  it('of 1024 bits RSA needs a pardon, a larger one none', () => {
    expect(read(keyPair('rsa-1024').publicKey).pardon).toBe('key.rsa-1024');
    expect(read(selfSigned(keyPair('rsa-1024').privateKey).pem).pardon).toBe('key.rsa-1024');
    expect(read(keyPair('rsa-2048').publicKey)).not.toHaveProperty('pardon');
  });

  it.each([512, 768, 1016, 8200, 16_384])('of %i bits RSA is none', (bits) => {
    expect(problem(rsaKey(bits, 65_537n))).toBeDefined();
  });

  it.each([1024, 2047, 2048, 4096, 8192])('of %i bits RSA is one', (bits) => {
    expect(problem(rsaKey(bits, 65_537n))).toBeUndefined();
  });

  it.each([1n, 2n, 65_536n, 2n ** 64n + 1n, 2n ** 2000n + 1n, 2n ** 20_000n + 1n])('with the public exponent %i is none', (exponent) => {
    expect(problem(rsaKey(2048, exponent))).toBeDefined();
  });

  it.each([3n, 17n, 65_537n, 2n ** 64n - 1n])('with the public exponent %i is one', (exponent) => {
    expect(problem(rsaKey(2048, exponent))).toBeUndefined();
  });

  it.each([
    ['secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey],
    ['P-224', () => generateKeyPairSync('ec', { namedCurve: 'secp224r1' }).publicKey],
    ['brainpool', () => generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).publicKey],
    ['Ed448', () => generateKeyPairSync('ed448').publicKey],
    ['X25519', () => generateKeyPairSync('x25519').publicKey],
    ['DSA', () => generateKeyPairSync('dsa', { modulusLength: 2048, divisorLength: 256 }).publicKey],
    ['RSA-PSS, which restricts itself', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey],
  ])('of the kind %s is none, however it comes', (_, make) => {
    const key = make();
    const spki = key.export({ format: 'der', type: 'spki' });
    for (const material of [key, spki, spki.toString('base64'), pem(spki, 'PUBLIC KEY')]) expect(problem(material)).toBeDefined();
  });

  it('that is private or symmetric is none, however it comes', () => {
    for (const name of ['rsa-2048', 'p-256', 'ed25519'] as const) {
      const { privateKey } = keyPair(name);
      const der = privateKey.export({ format: 'der', type: 'pkcs8' });
      for (const material of [
        privateKey,
        privateKey.export({ format: 'jwk' }),
        der,
        der.toString('base64'),
        pem(der, 'PRIVATE KEY'),
        pem(der, 'PUBLIC KEY'),
        pem(der, 'CERTIFICATE'),
      ])
        expect(problem(material)).toBeDefined();
    }
    expect(problem(createSecretKey(Buffer.alloc(32)))).toBeDefined();
    expect(problem({ kty: 'oct', k: 'AAAA' })).toBeDefined();
  });

  it('is one, not several: of a chain nobody knows which is meant', () => {
    const one = selfSigned(keyPair('p-256').privateKey).pem;
    const other = selfSigned(keyPair('p-384').privateKey).pem;
    for (const text of [one + other, `${one}text\n${other}`, one + one]) expect(problem(text)).toBeDefined();
  });

  it.each([
    '',
    ' ',
    'not a key',
    '-----BEGIN CERTIFICATE-----',
    '-----BEGIN CERTIFICATE----------END CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----\nAAAA\n-----END PUBLIC KEY-----',
    '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----',
    'https://idp.example/certificate.pem',
    'AAAA',
    'MAA=',
  ])('is not read from %j', (text) => {
    expect(problem(text)).toBeDefined();
  });

  it('is not read from base64 that is not strict', () => {
    const { base64 } = selfSigned(keyPair('p-256').privateKey);
    for (const text of [
      `${base64}=`,
      `${base64}A`,
      base64.replace(/[A-Z]/, '-'),
      `${base64.slice(0, 40)}\u00A0${base64.slice(40)}`,
      base64.replace(/[A-Z]/, '\u0141'),
    ])
      expect(problem(text)).toBeDefined();
  });

  it('is not read from an algorithm whose name only begins as that of RSA does', () => {
    const key = sequence(positive(2n ** 2048n - 1n), positive(65_537n));
    for (const [algorithm, readable] of [
      ['1.2.840.113549.1.1.1', true],
      ['1.2.840.113549.1.1.1.1', false],
      ['1.2.840.113549.1.1', false],
    ] as const) {
      const spki = sequence(sequence(oid(algorithm), tagged(0x05)), tagged(0x03, Buffer.from([0]), key));
      expect(problem(spki) === undefined).toBe(readable);
    }
  });

  it('is not read from a JWK that lacks a part', () => {
    for (const jwk of [
      {},
      { kty: 'RSA' },
      { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
      { kty: 'OKP', crv: 'Ed25519', x: 'AA' },
      { kty: 'unknown' },
    ])
      expect(problem(jwk)).toBeDefined();
  });

  test.prop([fc.oneof(fc.string(), fc.uint8Array(), fc.base64String())])(
    'is not read from just anything, and nothing is thrown',
    (material) => {
      expect(problem(material)).toBeDefined();
    },
  );
});

function read(material: Parameters<typeof verificationKey>[0]): VerificationKey {
  const key = verificationKey(material);
  if (isKeyProblem(key)) throw new Error(key.problem);
  return key;
}

function problem(material: Parameters<typeof verificationKey>[0]): string | undefined {
  const key = verificationKey(material);
  return isKeyProblem(key) ? key.problem : undefined;
}

/** A public key of any size and exponent; nobody knows the factors of its modulus, which verifying does not need. */
function rsaKey(bits: number, exponent: bigint): KeyObject {
  const modulus = 2n ** BigInt(bits) - 1n;
  const key = sequence(positive(modulus), positive(exponent));
  const spki = sequence(sequence(oid('1.2.840.113549.1.1.1'), tagged(0x05)), tagged(0x03, Buffer.from([0]), key));
  return createPublicKey({ key: spki, format: 'der', type: 'spki' });
}

function positive(value: bigint): Buffer {
  const hexadecimal = value.toString(16);
  const octets = Buffer.from(hexadecimal.padStart(hexadecimal.length + (hexadecimal.length % 2), '0'), 'hex');
  return tagged(0x02, (octets[0] ?? 0) < 0x80 ? octets : Buffer.concat([Buffer.from([0]), octets]));
}
