import { createHmac, createPublicKey, sign, verify } from 'node:crypto';
import { signs, verifies } from '../../../../src/crypto/algorithms.ts';
import { algorithmOf, type JwsAlgorithm } from '../../../../src/jose/algorithms.ts';
import { certificateNamed, type KeyName, privateKeyNamed, publicJwkNamed } from '../parties.ts';
import { keySetOf, listed } from '../token.ts';
import { type TokenCaseOptions, tokenCases } from '../token-case.ts';
import type { Case } from '../workshop.ts';

const { accepts, refuses } = tokenCases({
  folder: 'jws',
  spec: 'RFC 7518 3.1',
  flags: 'algorithm',
  usual: { sub: 'alice' },
  outcome: { key: 'idp', encrypted: false, claims: { sub: 'alice' } },
});

/** With what tokens are signed, and what they say of it. */
export const jwsAlgorithmCases: readonly Case[] = [...signedWith(), ...unsigned(), ...confused(), ...ecdsaValues()];

function signedWith(): readonly Case[] {
  const by = (algorithm: JwsAlgorithm, key: KeyName = 'idp', spec = 'RFC 7518 3.1'): Case =>
    accepts(
      `algorithm-${algorithm.toLowerCase()}`,
      `signed with ${algorithm}`,
      { key },
      { algorithm, key, spec, parties: 'rp op-many-keys', fields: { algorithms: algorithm } },
    );
  return [
    ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const).map((algorithm) => by(algorithm)),
    by('ES256', 'idp-p256'),
    by('ES384', 'idp-p384'),
    by('ES512', 'idp-p521'),
    by('EdDSA', 'idp-ed25519', 'RFC 8037 3.1'),
    by('Ed25519', 'idp-ed25519', 'RFC 9864 2.2'),
    accepts('algorithm-second', 'the second of two algorithms that are registered', {}, { fields: { algorithms: 'ES256 RS256' } }),
  ];
}

/** What says that there is nothing to be checked. */
function unsigned(): readonly Case[] {
  const none = (name: string, comment: string, alg: unknown): Case =>
    refuses(name, comment, 'signature.algorithm {"use":"signature"}', {
      header: { alg, kid: undefined },
      signature: () => new Uint8Array(),
      spec: 'RFC 8725 3.1',
    });
  return [
    none('none', 'alg none and no signature', 'none'),
    none('none-capital', 'alg None', 'None'),
    none('none-capitals', 'alg NONE', 'NONE'),
    none('none-mixed', 'alg nOnE', 'nOnE'),
    none('none-blank', 'alg none with a blank behind it', 'none '),
    none('none-empty', 'an empty alg', ''),
    none('none-missing', 'no alg at all', undefined),
    none('none-null', 'alg null', null),
    refuses('none-with-signature', 'alg none before a good signature', 'signature.algorithm {"use":"signature"}', {
      header: { alg: 'none' },
      spec: 'RFC 8725 3.1',
    }),
    refuses('unsigned', 'the right alg and no signature', 'signature.value', { signature: () => new Uint8Array() }),
    refuses('algorithm-list', 'alg as a list with the right one in it', 'signature.algorithm', { header: { alg: ['RS256'] } }),
    refuses('algorithm-lower-case', 'alg in lower case', 'signature.algorithm', { header: { alg: 'rs256' }, spec: 'RFC 7515 4.1.1' }),
    refuses('algorithm-prototype', 'alg by a name that every object has', 'signature.algorithm', { header: { alg: 'constructor' } }),
  ];
}

/** What works with the wrong key, or with the wrong algorithm. */
function confused(): readonly Case[] {
  const manyKeys = { parties: 'rp op-many-keys' } as const;
  const hmac = (name: string, comment: string, secret: string | Buffer): Case =>
    refuses(name, comment, 'signature.algorithm {"use":"signature"}', {
      header: { alg: 'HS256' },
      signature: (_, signed) => createHmac('sha256', secret).update(signed).digest(),
      spec: 'RFC 8725 3.2',
      flags: 'algorithm key',
    });
  const spki = Buffer.from(certificateNamed('idp'));
  return [
    hmac('hmac-certificate', 'an HMAC whose key is the certificate of the provider', spki),
    hmac('hmac-modulus', 'an HMAC whose key is the modulus of the provider', Buffer.from(publicJwkNamed('idp').n ?? '', 'base64url')),
    hmac('hmac-jwk', 'an HMAC whose key is the key of the provider as JSON', JSON.stringify(publicJwkNamed('idp'))),
    hmac('hmac-empty', 'an HMAC whose key is empty', ''),
    refuses('not-registered', 'RS512, where RS256 is registered', 'signature.algorithm', {
      ...manyKeys,
      algorithm: 'RS512',
      spec: 'OIDCCore 3.1.3.7 (7)',
    }),
    refuses('not-registered-pss', 'PS256, where RS256 is registered', 'signature.algorithm', { ...manyKeys, algorithm: 'PS256' }),
    refuses('not-registered-pkcs1', 'RS256, where PS256 is registered', 'signature.algorithm', {
      ...manyKeys,
      fields: { algorithms: 'PS256' },
    }),
    refuses('not-registered-ecdsa', 'ES256, where RS256 is registered', 'signature.algorithm', { ...manyKeys, key: 'idp-p256' }),
    refuses('pkcs1-as-pss', 'a signature by RSA with PKCS #1 v1.5 that is called PS256', 'signature.value', {
      ...manyKeys,
      header: { alg: 'PS256' },
      fields: { algorithms: 'PS256' },
    }),
    refuses('pss-as-pkcs1', 'a signature by RSA-PSS that is called RS256', 'signature.value', {
      algorithm: 'PS256',
      header: { alg: 'RS256' },
    }),
    refuses('other-hash', 'a signature over SHA-512 that is called RS256', 'signature.value', {
      algorithm: 'RS512',
      header: { alg: 'RS256' },
    }),
    refuses('other-curve', 'ES256 by a key on P-384', 'signature.key', {
      ...manyKeys,
      key: 'idp-p384',
      algorithm: 'ES256',
      fields: { algorithms: 'ES256' },
      spec: 'RFC 7518 3.4',
      flags: 'algorithm key',
    }),
    refuses('other-kind', 'ES256 that names a key of RSA', 'signature.key', {
      ...manyKeys,
      key: 'idp-p256',
      header: { kid: 'idp' },
      fields: { algorithms: 'ES256' },
      flags: 'algorithm key',
    }),
    refuses('secp256k1', 'ES256 by a key on secp256k1', 'signature.key', {
      key: 'idp-secp256k1',
      algorithm: 'ES256',
      fields: { algorithms: 'ES256', keySet: keySetOf(listed('idp-secp256k1')) },
      flags: 'algorithm key',
    }),
    refuses('rsa-1024', 'RS256 by a key of 1024 bits', 'signature.key', {
      key: 'idp-rsa-1024',
      fields: { keySet: keySetOf(listed('idp-rsa-1024')) },
      spec: 'RFC 7518 3.3',
      flags: 'algorithm key',
    }),
  ];
}

/** Signatures by ECDSA as some verifiers take them. */
function ecdsaValues(): readonly Case[] {
  const es256 = (name: string, comment: string, way: NonNullable<TokenCaseOptions['way']>): Case =>
    refuses(name, comment, 'signature.value', {
      key: 'idp-p256',
      way,
      parties: 'rp op-many-keys',
      fields: { algorithms: 'ES256' },
      spec: 'RFC 7518 3.4',
      flags: 'algorithm value',
    });
  const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');
  const zero = Buffer.alloc(32);
  return [
    es256('ecdsa-der', 'r and s in DER', inDer()),
    es256('ecdsa-zero', 'r and s that are zero', () => Buffer.concat([zero, zero])),
    es256('ecdsa-order', 'r and s that are the order of the curve', () => Buffer.concat([order, order])),
    es256('ecdsa-zero-s', 's that is zero', () => Buffer.concat([Buffer.alloc(32, 1), zero])),
    es256(
      'ecdsa-long',
      'an octet too many',
      altered({ by: (good) => Buffer.concat([good, Buffer.of(0)]), back: (octets) => octets.subarray(0, 64) }),
    ),
    es256(
      'ecdsa-padded',
      'r and s with an octet before each',
      altered({
        by: (good) => Buffer.concat([Buffer.of(0), good.subarray(0, 32), Buffer.of(0), good.subarray(32)]),
        back: (octets) => Buffer.concat([octets.subarray(1, 33), octets.subarray(34)]),
      }),
    ),
    refuses('eddsa-zero', 'a signature by Ed25519 that is zero', 'signature.value', {
      key: 'idp-ed25519',
      signature: () => new Uint8Array(64),
      parties: 'rp op-many-keys',
      fields: { algorithms: 'EdDSA' },
      spec: 'RFC 8037 3.1',
      flags: 'algorithm value',
    }),
  ];
}

/** A good signature in another form, kept as long as it can be put back into its own and verifies. */
function altered({ by, back }: Readonly<Record<'by' | 'back', (octets: Uint8Array) => Uint8Array>>): NonNullable<TokenCaseOptions['way']> {
  const key = privateKeyNamed('idp-p256');
  const row = algorithmOf('ES256');
  return (workshop, octets) =>
    workshop.keep(
      (value) => verifies(row, createPublicKey(key), octets, back(value)),
      () => by(signs(row, key, octets)),
    );
}

/** As OpenSSL makes them when it is not told otherwise. */
function inDer(): NonNullable<TokenCaseOptions['way']> {
  const key = privateKeyNamed('idp-p256');
  return (workshop, octets) =>
    workshop.keep(
      (value) => verify('sha256', octets, { key: createPublicKey(key), dsaEncoding: 'der' }, value),
      () => sign('sha256', octets, { key, dsaEncoding: 'der' }),
    );
}
