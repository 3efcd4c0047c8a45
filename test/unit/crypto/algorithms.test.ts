import { constants, createHmac, generateKeyPairSync, sign, verify } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  digest,
  digestAlgorithms,
  type SignatureAlgorithm,
  type SignatureAlgorithmName,
  sameOctets,
  signatureAlgorithms,
  signs,
  verifies,
} from '../../../src/crypto/algorithms.ts';
import { fits } from '../../../src/crypto/keys.ts';
import { type KeyName, keyPair, trusted } from '../../support/keys.ts';

const all = [...signatureAlgorithms.values()];
const keysOf: Readonly<Record<SignatureAlgorithm['keyKind'], readonly KeyName[]>> = {
  rsa: ['rsa-2048', 'rsa-3072'],
  ec: ['p-256', 'p-384', 'p-521'],
  ed25519: ['ed25519'],
};
const pairs = all.flatMap((algorithm) => keysOf[algorithm.keyKind].map((key) => [algorithm.name, key, algorithm] as const));
const octets = Buffer.from('what is signed');

describe('a signature', () => {
  it.each(pairs)('of %s by %s verifies what it made, with that key and over those octets alone', (_, key, algorithm) => {
    const { privateKey, publicKey } = keyPair(key);
    const signature = signs(algorithm, privateKey, octets);
    expect(verifies(algorithm, publicKey, octets, signature)).toBe(true);
    expect(verifies(algorithm, publicKey, octets.toString(), signature)).toBe(true);
    expect(verifies(algorithm, publicKey, Buffer.from('what is signee'), signature)).toBe(false);
    expect(verifies(algorithm, keyPair(key, 'other').publicKey, octets, signature)).toBe(false);
  });

  it.each(pairs)('of %s by %s is no signature of another algorithm', (name, key, algorithm) => {
    const { privateKey, publicKey } = keyPair(key);
    const signature = signs(algorithm, privateKey, octets);
    for (const other of all) {
      if (other.keyKind === algorithm.keyKind && other.name !== name) expect(verifies(other, publicKey, octets, signature)).toBe(false);
    }
  });

  it.each(pairs)('of %s by %s is merely wrong at any other length', (_, key, algorithm) => {
    const { privateKey, publicKey } = keyPair(key);
    const signature = signs(algorithm, privateKey, octets);
    for (const length of [0, 1, signature.length - 1])
      expect(verifies(algorithm, publicKey, octets, signature.subarray(0, length))).toBe(false);
    for (const more of [[0], [0, 0], new Array(1_000).fill(1)]) {
      expect(verifies(algorithm, publicKey, octets, Buffer.concat([signature, Buffer.from(more)]))).toBe(false);
      expect(verifies(algorithm, publicKey, octets, Buffer.concat([Buffer.from(more), signature]))).toBe(false);
    }
  });

  it.each(pairs)('of %s by %s is wrong when it is all zeros or all ones', (_, key, algorithm) => {
    const { privateKey, publicKey } = keyPair(key);
    const { length } = signs(algorithm, privateKey, octets);
    for (const octet of [0x00, 0xff]) expect(verifies(algorithm, publicKey, octets, new Uint8Array(length).fill(octet))).toBe(false);
  });

  it('of ECDSA has r and s side by side, padded to the length of the curve', () => {
    for (const [key, length] of [
      ['p-256', 64],
      ['p-384', 96],
      ['p-521', 132],
    ] as const) {
      const { privateKey, publicKey } = keyPair(key);
      expect(signs(named('ecdsa-sha256'), privateKey, octets)).toHaveLength(length);
      const der = sign('sha256', octets, { key: privateKey, dsaEncoding: 'der' });
      expect(verifies(named('ecdsa-sha256'), publicKey, octets, der)).toBe(false);
    }
  });

  it.each(['sha256', 'sha384', 'sha512'] as const)('of RSA-PSS with %s has a salt as long as the hash, no other', (hash) => {
    const { privateKey, publicKey } = keyPair('rsa-2048');
    const algorithm = named(`rsa-pss-${hash}`);
    const saltLengths = [0, 8, 20, 32, 48, 64, constants.RSA_PSS_SALTLEN_MAX_SIGN];
    const accepted = saltLengths.filter((saltLength) => {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return verifies(algorithm, publicKey, octets, sign(hash, octets, { key: privateKey, padding, saltLength }));
    });
    expect(accepted).toEqual([digest({ hash }, '').length]);
  });

  test.prop([fc.uint8Array({ maxLength: 400 }), fc.constantFrom(...pairs)])(
    'of any octets never throws',
    (signature, [, key, algorithm]) => {
      expect(verifies(algorithm, keyPair(key).publicKey, octets, signature)).toBe(false);
    },
  );

  test.prop([fc.string({ unit: 'binary' }), fc.constantFrom(...pairs), fc.nat({ max: 500 }), fc.nat({ max: 255 })])(
    'counts for what Node takes it for in one step, whole or not, over a text or its octets',
    (text, [, key, made], at, octet) => {
      const { privateKey, publicKey } = keyPair(key);
      const whole = signs(made, privateKey, Buffer.from(text));
      const changed = whole.map((each, place) => (place === at ? octet : each));
      for (const signature of [whole, changed, whole.subarray(at), Buffer.concat([whole, Buffer.of(octet)])])
        for (const algorithm of all.filter(({ keyKind }) => keyKind === made.keyKind)) {
          const valid = verify(algorithm.hash, Buffer.from(text), { key: publicKey, ...algorithm.mode }, signature);
          expect(verifies(algorithm, publicKey, text, signature)).toBe(valid);
          expect(verifies(algorithm, publicKey, Buffer.from(text), signature)).toBe(valid);
        }
    },
  );

  it('by a key too small for hash and salt is merely wrong', () => {
    for (const algorithm of all.filter(({ keyKind }) => keyKind === 'rsa'))
      expect(verifies(algorithm, keyPair('rsa-1024').publicKey, octets, new Uint8Array(128))).toBe(false);
  });
});

describe('the table of algorithms', () => {
  it('is keyed by the URI of each', () => {
    for (const [uri, algorithm] of [...signatureAlgorithms, ...digestAlgorithms]) expect(algorithm.uri).toBe(uri);
  });

  it.each([
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
    'http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1',
    'http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1',
    'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
    'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512',
    'http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519',
  ])('has %s without pardon', (uri) => {
    expect(signatureAlgorithms.get(uri)).toBeDefined();
    expect(signatureAlgorithms.get(uri)?.pardon).toBeUndefined();
  });

  it('has SHA-1 by pardon only', () => {
    const weak = [...signatureAlgorithms.values(), ...digestAlgorithms.values()].filter(({ hash }) => hash === 'sha1');
    expect(weak.map(({ uri }) => uri)).toEqual([
      'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1',
      'http://www.w3.org/2000/09/xmldsig#sha1',
    ]);
    for (const { pardon } of weak) expect(pardon).toBe('signature.sha1');
  });

  it.each([
    'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
    'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
    'http://www.w3.org/2000/09/xmldsig#dsa-sha1',
    'http://www.w3.org/2009/xmldsig11#dsa-sha256',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-md5',
    'http://www.w3.org/2001/04/xmldsig-more#md5',
    'http://www.w3.org/2001/04/xmldsig-more#rsa-ripemd160',
    'http://www.w3.org/2007/05/xmldsig-more#rsa-pss',
    'rsa-sha256',
    '',
    '__proto__',
  ])('has no %j', (uri) => {
    expect(signatureAlgorithms.has(uri) || digestAlgorithms.has(uri)).toBe(false);
  });

  it('takes no keyed hash with the public key for a signature', () => {
    const { publicKey } = keyPair('rsa-2048');
    const forged = createHmac('sha256', publicKey.export({ format: 'pem', type: 'spki' }))
      .update(octets)
      .digest();
    for (const [, , algorithm] of pairs.filter(([, key]) => key === 'rsa-2048'))
      expect(verifies(algorithm, publicKey, octets, forged)).toBe(false);
  });
});

describe('a key', () => {
  it('fits the algorithms of its kind', () => {
    const fitting = (key: KeyName) => all.filter((algorithm) => fits(trusted(keyPair(key)), algorithm)).map(({ keyKind }) => keyKind);
    expect(new Set(fitting('rsa-2048'))).toEqual(new Set(['rsa']));
    expect(new Set(fitting('p-256'))).toEqual(new Set(['ec']));
    expect(fitting('ed25519')).toEqual(['ed25519']);
  });
});

describe('a digest', () => {
  it.each([
    ['sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['sha1', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
  ] as const)('with %s of nothing is the known one', (hash, hexadecimal) => {
    expect(Buffer.from(digest({ hash }, '')).toString('hex')).toBe(hexadecimal);
  });

  it('of a text is that of its UTF-8 octets', () => {
    expect(digest({ hash: 'sha256' }, 'ü€😀')).toEqual(digest({ hash: 'sha256' }, Buffer.from('ü€😀')));
  });
});

describe('octets', () => {
  it('are the same only at the same length', () => {
    expect(sameOctets(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(sameOctets(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(sameOctets(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
    expect(sameOctets(new Uint8Array(), new Uint8Array())).toBe(true);
  });
});

it('keeps Ed25519 apart from its sibling', () => {
  const { privateKey } = generateKeyPairSync('ed448');
  expect(verifies(named('ed25519'), keyPair('ed25519').publicKey, octets, sign(null, octets, privateKey))).toBe(false);
});

function named(name: SignatureAlgorithmName): SignatureAlgorithm {
  return all.find((algorithm) => algorithm.name === name) as SignatureAlgorithm;
}
