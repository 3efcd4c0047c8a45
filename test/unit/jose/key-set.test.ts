import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { candidates, type KeySet, readKeySet } from '../../../src/jose/key-set.ts';
import { type JwsSigner, jwsSigner, publicJwkOf } from '../../support/jws.ts';
import { keyPair } from '../../support/keys.ts';

const [rsa, ec, ed] = [jwsSigner('RS256'), jwsSigner('ES256'), jwsSigner('EdDSA')];

describe('a key set', () => {
  it('has the keys that signatures can be checked with, frozen', () => {
    const found = read([jwk(rsa), jwk(ec), jwk(ed, { issuer: 'https://op.example/{tenantid}' })]);
    expect(found.keys.map(({ keyId, algorithm, issuer, key }) => [keyId, algorithm, issuer, key.kind])).toEqual([
      ['RS256', 'RS256', undefined, 'rsa'],
      ['ES256', 'ES256', undefined, 'ec'],
      ['EdDSA', 'EdDSA', 'https://op.example/{tenantid}', 'ed25519'],
    ]);
    expect(found.ignored).toEqual([]);
    expect([found, found.keys, found.keys[0], found.ignored].map(Object.isFrozen)).toEqual([true, true, true, true]);
  });

  it('has keys without a name, an algorithm or a use', () => {
    const [bare] = read([jwk(rsa, { kid: undefined, alg: undefined, use: undefined })]).keys;
    expect(Object.keys(bare ?? {})).toEqual(['key']);
    expect(read([jwk(rsa, { kid: '', alg: '' })]).keys[0]).not.toHaveProperty('keyId');
  });

  it('may be empty', () => {
    expect(read([])).toEqual({ keys: [], ignored: [] });
  });

  it.each([undefined, null, {}, 'x', 7])('has a list of keys: %j', (keys) => {
    expect(readKeySet(json({ keys }))).toHaveProperty('problem');
  });

  it('has a hundred keys at most', () => {
    expect(read(Array(100).fill(jwk(ec))).keys).toHaveLength(100);
    expect(readKeySet(json({ keys: Array(101).fill(null) }))).toHaveProperty('problem');
  });

  it.each(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])('gives away no secret, whatever its kind: %s', (name) => {
    for (const value of ['x', null, '']) {
      expect(readKeySet(json({ keys: [jwk(rsa), { kty: 'unknown', [name]: value }] }))).toHaveProperty('problem');
    }
  });

  it('passes over keys that are for another use or of another kind, and says why', () => {
    const pss = { kty: 'OKP', crv: 'X25519', x: 'x' };
    const short = { ...keyPair('rsa-1024').publicKey.export({ format: 'jwk' }), kid: 'short' };
    const { keys, ignored } = read([
      jwk(rsa, { use: 'enc' }),
      jwk(rsa, { use: 'other' }),
      jwk(rsa, { key_ops: ['encrypt'] }),
      { kty: 'EC', crv: 'secp256k1', kid: 'curve' },
      { kty: 'new', kid: 'x'.repeat(300) },
      pss,
      short,
      null,
      'x',
      ['y'],
    ]);
    expect(keys).toEqual([]);
    expect(ignored.map(({ keyId }) => keyId)).toEqual([
      'RS256',
      'RS256',
      'RS256',
      'curve',
      'x'.repeat(100),
      undefined,
      'short',
      undefined,
      undefined,
      undefined,
    ]);
    for (const { problem } of ignored) expect(problem).toMatch(/\S/);
  });

  it('tells of ten such keys at most', () => {
    expect(read([...Array(11).fill(null), jwk(rsa)])).toMatchObject({ keys: [{ keyId: 'RS256' }], ignored: { length: 10 } });
  });

  it('takes a key whose operations have the checking among them, or are not a list', () => {
    for (const key_ops of [['verify'], ['sign', 'verify'], 'x', null]) expect(read([jwk(rsa, { key_ops })]).keys).toHaveLength(1);
    for (const use of ['sig', null]) expect(read([jwk(rsa, { use })]).keys).toHaveLength(1);
  });
});

describe('the keys that may have made a signature', () => {
  const set = read([jwk(rsa), jwk(rsa, { kid: 'other' }), jwk(ec), jwk(jwsSigner('ES384'))]);
  const names = (header: JsonObject, algorithm: Parameters<typeof candidates>[2], keys: Pick<KeySet, 'keys'> = set) =>
    candidates(keys, header, algorithm).map(({ keyId }) => keyId);

  it('are those of the name that the token gives', () => {
    expect(names({ kid: 'other' }, 'RS256')).toEqual(['other']);
    for (const kid of ['unknown', '', null, 7, ['other']]) expect(names({ kid }, 'RS256')).toEqual([]);
    expect(names({ kid: 'ES256' }, 'RS256')).toEqual([]);
  });

  it('are all that fit where it gives none, four at most', () => {
    expect(names({}, 'RS256')).toEqual(['RS256', 'other']);
    const many = read(Array.from({ length: 9 }, (_, at) => jwk(rsa, { kid: `${at}` })));
    expect(names({}, 'RS256', many)).toEqual(['0', '1', '2', '3']);
    expect(names({}, 'RS256', read(Array(9).fill(jwk(rsa))))).toHaveLength(4);
  });

  it('are for that algorithm and no other, where the set says for which', () => {
    expect(names({}, 'PS256')).toEqual([]);
    expect(names({}, 'PS256', read([jwk(rsa, { alg: undefined })]))).toEqual(['RS256']);
    expect(names({}, 'RS256', read([jwk(rsa, { alg: 'RSA-OAEP' })]))).toEqual([]);
  });

  it('are on the curve of the algorithm', () => {
    const both = read([
      jwk(ec, { alg: undefined }),
      jwk(jwsSigner('ES384'), { alg: undefined }),
      jwk(jwsSigner('ES512'), { alg: undefined }),
    ]);
    expect([names({}, 'ES256', both), names({}, 'ES384', both), names({}, 'ES512', both)]).toEqual([['ES256'], ['ES384'], ['ES512']]);
    expect(names({}, 'EdDSA', both)).toEqual([]);
  });

  it('may have no name where the token gives one: then they are not those', () => {
    expect(names({ kid: 'RS256' }, 'RS256', read([jwk(rsa, { kid: undefined })]))).toEqual([]);
  });
});

function jwk(signer: JwsSigner, more: object = {}): Record<string, unknown> {
  return publicJwkOf(signer, more);
}

function json(members: object): JsonObject {
  return JSON.parse(JSON.stringify(members));
}

function read(keys: readonly unknown[]): Omit<KeySet, 'refreshAt'> {
  const found = readKeySet(json({ keys }));
  if ('problem' in found) throw new Error(found.problem);
  return found;
}
