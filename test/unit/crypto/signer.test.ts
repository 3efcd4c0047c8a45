import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type SignatureAlgorithmName, signatureAlgorithms, verifies } from '../../../src/crypto/algorithms.ts';
import { type LocalSigner, type RemoteSigner, type Signer, signingKey } from '../../../src/crypto/signer.ts';
import { selfSigned } from '../../support/certificate.ts';
import { type KeyName, keyPair, trusted } from '../../support/keys.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

const octets = Buffer.from('what is signed');

describe('a private key that signs', () => {
  it.each<[KeyName, SignatureAlgorithmName]>([
    ['rsa-2048', 'rsa-sha256'],
    ['p-256', 'ecdsa-sha256'],
    ['p-384', 'ecdsa-sha384'],
    ['p-521', 'ecdsa-sha512'],
    ['ed25519', 'ed25519'],
  ])('of %s uses %s unless told otherwise', async (name, algorithm) => {
    const { privateKey, publicKey } = keyPair(name);
    const key = signingKey({ privateKey }, 'signing');
    expect(key.algorithm.name).toBe(algorithm);
    expect(key.keyId).toBe(trusted({ publicKey }).fingerprint);
    expect(verifies(key.algorithm, publicKey, octets, await key.sign(octets))).toBe(true);
  });

  it.each<[KeyName, readonly SignatureAlgorithmName[]]>([
    ['rsa-2048', ['rsa-sha256', 'rsa-sha384', 'rsa-sha512', 'rsa-pss-sha256', 'rsa-pss-sha384', 'rsa-pss-sha512']],
    ['p-256', ['ecdsa-sha256', 'ecdsa-sha384', 'ecdsa-sha512']],
    ['ed25519', ['ed25519']],
  ])('of %s can be told to use any algorithm of its kind', async (name, algorithms) => {
    const { privateKey, publicKey } = keyPair(name);
    for (const algorithm of algorithms) {
      const key = signingKey({ privateKey, algorithm }, 'signing');
      expect(verifies(key.algorithm, publicKey, octets, await key.sign(octets))).toBe(true);
    }
  });

  it.each(['rsa-2048', 'p-256', 'ed25519'] as const)('of %s may use every algorithm of its kind where it was told none', async (name) => {
    const { privateKey, publicKey } = keyPair(name);
    const key = signingKey({ privateKey }, 'signing');
    const kind = [...signatureAlgorithms.values()].filter(
      ({ keyKind, pardon }) => keyKind === key.algorithm.keyKind && pardon === undefined,
    );
    expect(new Set([key, ...key.alternatives].map(({ algorithm }) => algorithm))).toEqual(new Set(kind));
    for (const other of key.alternatives) expect(verifies(other.algorithm, publicKey, octets, await other.sign(octets))).toBe(true);
    expect(signingKey({ privateKey, algorithm: key.algorithm.name }, 'signing').alternatives).toEqual([]);
  });

  it('is read from PEM of each kind, from JWK and from a KeyObject', () => {
    const { privateKey } = keyPair('rsa-2048');
    const { privateKey: ec } = keyPair('p-256');
    const ids = [
      privateKey,
      privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(),
      privateKey.export({ format: 'jwk' }),
    ].map((material) => signingKey({ privateKey: material }, 'signing').keyId);
    expect(new Set(ids).size).toBe(1);
    expect(refusal(() => signingKey({ privateKey: ec.export({ format: 'pem', type: 'sec1' }).toString() }, 'signing'))).toBe('accepted');
  });

  it('brings its certificate along without line breaks', () => {
    const { privateKey } = keyPair('rsa-2048');
    const { pem, base64 } = selfSigned(privateKey);
    expect(signingKey({ privateKey, certificate: pem }, 'signing').certificate).toBe(base64);
    expect(signingKey({ privateKey, certificate: base64 }, 'signing').certificate).toBe(base64);
    expect(signingKey({ privateKey }, 'signing')).not.toHaveProperty('certificate');
  });

  it.each<[string, () => unknown, string]>([
    ['no object', () => undefined, 'signing'],
    ['a text in place of the signer', () => 'PEM', 'signing'],
    ['a field that does not exist', () => ({ privateKey: keyPair('p-256').privateKey, cert: '' }), 'signing.cert'],
    ['no key', () => ({}), 'signing.privateKey'],
    ['a key that cannot be read', () => ({ privateKey: 'PEM' }), 'signing.privateKey'],
    ['a public key', () => ({ privateKey: keyPair('p-256').publicKey }), 'signing.privateKey'],
    [
      'a public key in PEM',
      () => ({ privateKey: keyPair('p-256').publicKey.export({ format: 'pem', type: 'spki' }) }),
      'signing.privateKey',
    ],
    ['an encrypted key', () => ({ privateKey: encrypted() }), 'signing.privateKey'],
    ['an RSA key of 1024 bits', () => ({ privateKey: keyPair('rsa-1024').privateKey }), 'signing.privateKey'],
    ['a key of an unknown kind', () => ({ privateKey: generateKeyPairSync('ed448').privateKey }), 'signing.privateKey'],
    ['an algorithm of another kind', () => ({ privateKey: keyPair('p-256').privateKey, algorithm: 'rsa-sha256' }), 'signing.algorithm'],
    ['an unknown algorithm', () => ({ privateKey: keyPair('rsa-2048').privateKey, algorithm: 'hmac-sha256' }), 'signing.algorithm'],
    ['SHA-1', () => ({ privateKey: keyPair('rsa-2048').privateKey, algorithm: 'rsa-sha1' }), 'signing.algorithm'],
    [
      'a certificate over another key',
      () => ({ privateKey: keyPair('p-256').privateKey, certificate: selfSigned(keyPair('p-256', 'other').privateKey).pem }),
      'signing.certificate',
    ],
    [
      'a public key in place of the certificate',
      () => ({
        privateKey: keyPair('p-256').privateKey,
        certificate: keyPair('p-256').publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      }),
      'signing.certificate',
    ],
  ])('is refused for %s, with the field', (_, make, field) => {
    // A caller without types can give anything.
    const signer = make() as Signer;
    expect(refusal(() => signingKey(signer, 'signing'))).toBe('config.invalid');
    expect(refusalDetails(() => signingKey(signer, 'signing'))).toMatchObject({ field });
  });

  it('is never quoted in an error', () => {
    const secret = keyPair('rsa-2048').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString().replace('MII', 'AAA');
    try {
      signingKey({ privateKey: secret }, 'signing');
      expect.unreachable();
    } catch (error) {
      expect(`${error} ${JSON.stringify(error)} ${(error as Error).cause}`).not.toContain(secret.slice(60, 100));
    }
  });
});

describe('a service that signs', () => {
  it('is asked for the signature over the octets themselves', async () => {
    const asked: Uint8Array[] = [];
    const sign = async (given: Uint8Array) => {
      asked.push(given);
      return Uint8Array.of(1);
    };
    const key = signingKey(remote({ sign }), 'signing');
    expect(await key.sign(octets)).toEqual(Uint8Array.of(1));
    expect(asked).toEqual([octets]);
    expect(key).toMatchObject({ keyId: 'kms/1', algorithm: { name: 'rsa-sha256' } });
  });

  it('keeps what it is when it signs', async () => {
    class Service {
      readonly algorithm = 'ed25519';
      readonly keyId = 'hsm';
      readonly #answer = Uint8Array.of(7);
      sign(): Uint8Array {
        return this.#answer;
      }
    }
    expect(await signingKey(new Service(), 'signing').sign(octets)).toEqual(Uint8Array.of(7));
  });

  it.each<[string, object, string]>([
    ['no algorithm', { algorithm: undefined }, 'signing.algorithm'],
    ['an unknown algorithm', { algorithm: 'rsa-md5' }, 'signing.algorithm'],
    ['SHA-1', { algorithm: 'rsa-sha1' }, 'signing.algorithm'],
    ['a certificate over a key of another kind', { certificate: selfSigned(keyPair('p-256').privateKey).pem }, 'signing.certificate'],
    ['no name for its key', { keyId: undefined }, 'signing.keyId'],
    ['nothing that signs', { sign: 'yes' }, 'signing.sign'],
    ['a private key as well', { privateKey: 'PEM' }, 'signing.privateKey'],
    ['a certificate that is none', { certificate: 'AAAA' }, 'signing.certificate'],
  ])('is refused for %s, with the field', (_, broken, field) => {
    const signer = { ...remote({}), ...broken } as unknown as Signer;
    expect(refusal(() => signingKey(signer, 'signing'))).toBe('config.invalid');
    expect(refusalDetails(() => signingKey(signer, 'signing'))).toMatchObject({ field });
  });
});

function remote(changes: Partial<RemoteSigner>): RemoteSigner {
  return { algorithm: 'rsa-sha256', keyId: 'kms/1', sign: () => new Uint8Array(), ...changes };
}

function encrypted(): LocalSigner['privateKey'] {
  return keyPair('p-256').privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' }).toString();
}
