import { constants, createCipheriv, publicEncrypt } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { contentAlgorithms, decryptContent, type OaepHash, unwrapKey } from '../../../src/crypto/decryption.ts';
import { oaepEncoded } from '../../support/encrypt.ts';
import { keyPair } from '../../support/keys.ts';

const { publicKey, privateKey } = keyPair('rsa-2048', 'sp');
const hashes: readonly OaepHash[] = ['sha1', 'sha256', 'sha384', 'sha512'];
const none = new Uint8Array();

describe('a wrapped key', () => {
  it.each(hashes)('is what OpenSSL has wrapped, %s for both hashes', (hash) => {
    for (const length of [16, 24, 32]) {
      const key = Buffer.alloc(length, length);
      for (const label of [none, Buffer.from('label')]) {
        const wrapped = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash, oaepLabel: label }, key);
        expect(unwrapKey(wrapped, { digest: hash, mask: hash, label }, length, privateKey)).toEqual(key);
      }
    }
  });

  it.each(hashes.flatMap((digest) => hashes.map((mask) => [digest, mask] as const)))(
    'may have the digest %s and the mask %s',
    (digest, mask) => {
      const key = Buffer.alloc(32, 7);
      expect(unwrapKey(wrap(key, { digest, mask }), { digest, mask, label: none }, 32, privateKey)).toEqual(key);
      for (const other of hashes.filter((hash) => hash !== mask))
        expect(unwrapKey(wrap(key, { digest, mask }), { digest, mask: other, label: none }, 32, privateKey)).toBeUndefined();
      for (const other of hashes.filter((hash) => hash !== digest))
        expect(unwrapKey(wrap(key, { digest, mask }), { digest: other, mask, label: none }, 32, privateKey)).toBeUndefined();
    },
  );

  it('is none with another label, of another length, or for somebody else', () => {
    const transport = { digest: 'sha256', mask: 'sha1', label: none } as const;
    const wrapped = wrap(Buffer.alloc(16, 1), transport);
    expect(unwrapKey(wrapped, { ...transport, label: Buffer.of(0) }, 16, privateKey)).toBeUndefined();
    for (const length of [15, 17, 24, 32]) expect(unwrapKey(wrapped, transport, length, privateKey)).toBeUndefined();
    expect(unwrapKey(wrapped, transport, 16, keyPair('rsa-2048', 'other').privateKey)).toBeUndefined();
    expect(unwrapKey(wrapped, transport, 16, keyPair('rsa-3072', 'sp').privateKey)).toBeUndefined();
  });

  it('is none that does not have the length of the modulus, or is not below it', () => {
    const transport = { digest: 'sha1', mask: 'sha1', label: none } as const;
    for (const length of [0, 1, 255, 257, 512]) expect(unwrapKey(Buffer.alloc(length, 1), transport, 16, privateKey)).toBeUndefined();
    expect(unwrapKey(Buffer.alloc(256, 0xff), transport, 16, privateKey)).toBeUndefined();
    expect(unwrapKey(Buffer.alloc(256), transport, 16, privateKey)).toBeUndefined();
  });

  it('is none from which an octet of what is around the key differs', () => {
    const transport = { digest: 'sha256', mask: 'sha256', label: none } as const;
    const encoded = encode(Buffer.alloc(16, 5), transport);
    expect(unwrapKey(raw(encoded), transport, 16, privateKey)).toEqual(Buffer.alloc(16, 5));
    // The first octet, the masked seed, and the block, of which the last 16 octets are the key itself: its own octets may be any.
    const at = [0, 1, 32, 33, 64, 65, 100, 200, encoded.length - 17];
    for (const place of at) {
      const changed = encoded.map((octet, index) => (index === place ? octet ^ 1 : octet));
      expect(unwrapKey(raw(changed), transport, 16, privateKey)).toBeUndefined();
    }
    // An octet of the key itself changes the seed's mask as well.
    const changed = encoded.map((octet, index) => (index === encoded.length - 1 ? octet ^ 1 : octet));
    expect(unwrapKey(raw(changed), transport, 16, privateKey)).toBeUndefined();
  });

  it('is none where the key of ours is too small for it', () => {
    const small = keyPair('rsa-1024', 'sp');
    const wrapped = publicEncrypt({ key: small.publicKey, padding: constants.RSA_NO_PADDING }, Buffer.alloc(128, 1));
    expect(unwrapKey(wrapped, { digest: 'sha512', mask: 'sha1', label: none }, 16, small.privateKey)).toBeUndefined();
  });

  test.prop([fc.uint8Array({ minLength: 256, maxLength: 256 }), fc.constantFrom(...hashes), fc.constantFrom(...hashes)], { numRuns: 40 })(
    'is none for octets that nobody wrapped',
    (octets, digest, mask) => {
      expect(unwrapKey(octets, { digest, mask, label: none }, 32, privateKey)).toBeUndefined();
    },
  );
});

describe('encrypted content', () => {
  const gcm = [...contentAlgorithms.values()].filter(({ authenticated }) => authenticated);
  const cbc = [...contentAlgorithms.values()].filter(({ authenticated }) => !authenticated);

  it('is known in six forms', () => {
    expect([...contentAlgorithms.values()].map(({ name }) => name).toSorted()).toEqual(
      ['128', '192', '256'].flatMap((bits) => [`aes-${bits}-cbc`, `aes-${bits}-gcm`]),
    );
  });

  it.each(gcm)('with $name is what the vectors of NIST say, and no other', (algorithm) => {
    // GCM specification, test case 1 and its kin: zero key, zero initialisation vector, no content.
    const tags = {
      16: '58e2fccefa7e3061367f1d57a4e7455a',
      24: 'cd33b28ac773f74ba00ed1f312572435',
      32: '530f8afbc74536b9a963b4f1c4cb738b',
    } as const;
    const content = Buffer.concat([Buffer.alloc(12), Buffer.from(tags[algorithm.keyLength], 'hex')]);
    const key = Buffer.alloc(algorithm.keyLength);
    expect(decryptContent(algorithm, key, content)).toEqual({ octets: Buffer.alloc(0), sound: true });
    for (const place of [0, 11, 12, 27]) {
      expect(
        decryptContent(
          algorithm,
          key,
          content.map((octet, at) => (at === place ? octet ^ 1 : octet)),
        ),
      ).toBeUndefined();
    }
    for (let length = 0; length < content.length; length += 1)
      expect(decryptContent(algorithm, key, content.subarray(0, length))).toBeUndefined();
  });

  it.each(cbc)('with $name is sound by its last octet alone, and leaves as much where it is not', (algorithm) => {
    const key = Buffer.alloc(algorithm.keyLength, 9);
    const last = (octet: number) => {
      const cipher = createCipheriv(algorithm.name, key, Buffer.alloc(16)).setAutoPadding(false);
      const content = cipher.update(Buffer.concat([Buffer.alloc(15), Buffer.of(octet)]));
      return decryptContent(algorithm, key, Buffer.concat([Buffer.alloc(16), content]));
    };
    for (const padding of [1, 2, 15, 16]) expect(last(padding)).toMatchObject({ sound: true, octets: { length: 16 - padding } });
    for (const padding of [0, 17, 128, 255]) expect(last(padding)).toMatchObject({ sound: false });
    // What is read next tells nothing of it: each that is not sound leaves what one that is sound does.
    for (let padding = 1; padding <= 16; padding += 1)
      for (let other = padding % 16; other < 256; other += 16) expect(last(other)?.octets).toEqual(last(padding)?.octets);
  });

  it.each(cbc)('with $name is none that is not made of blocks, two at least', (algorithm) => {
    for (const length of [0, 1, 15, 16, 17, 31, 33, 47]) {
      expect(decryptContent(algorithm, Buffer.alloc(algorithm.keyLength), Buffer.alloc(length))).toBeUndefined();
    }
  });
});

function encode(key: Uint8Array, { digest, mask, label = none }: { digest: OaepHash; mask: OaepHash; label?: Uint8Array }): Uint8Array {
  const seed = Buffer.alloc({ sha1: 20, sha256: 32, sha384: 48, sha512: 64 }[digest], 3);
  return oaepEncoded(key, { digest, mask, label, length: 256, seed });
}

function wrap(key: Uint8Array, transport: { digest: OaepHash; mask: OaepHash; label?: Uint8Array }): Uint8Array {
  return raw(encode(key, transport));
}

function raw(encoded: Uint8Array): Uint8Array {
  return publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, encoded);
}
