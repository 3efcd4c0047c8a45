import { describe, expect, it } from 'vitest';
import { openingKeys, openJwe, type TokenKey } from '../../../src/jose/open.ts';
import { compactJwe } from '../../support/jws.ts';
import { type KeyName, keyPair } from '../../support/keys.ts';
import { laterRefusal, refusalDetails } from '../../support/refusal.ts';

const rsa = keyPair('rsa-2048', 'rp');
const ec = keyPair('p-256', 'rp');
const contents = ['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512', 'A128GCM', 'A192GCM', 'A256GCM'];

describe('a token that is encrypted for us', () => {
  it.each(['RSA-OAEP', 'RSA-OAEP-256', 'RSA-OAEP-384', 'RSA-OAEP-512'])('is opened by %s', async (alg) => {
    expect(await opened(await compactJwe('text', rsa.publicKey, { alg, enc: 'A256GCM' }), [rsa])).toBe('text');
  });

  it.each(['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'])('is opened by %s on each curve', async (alg) => {
    for (const curve of ['p-256', 'p-384', 'p-521'] satisfies KeyName[]) {
      const pair = keyPair(curve, 'rp');
      expect(await opened(await compactJwe('text', pair.publicKey, { alg, enc: 'A128GCM' }), [pair])).toBe('text');
    }
  });

  it.each(contents)('is opened from %s', async (enc) => {
    expect(await opened(await compactJwe('text', rsa.publicKey, { alg: 'RSA-OAEP', enc }), [rsa])).toBe('text');
  });

  it('is opened by whichever of our keys it is for', async () => {
    const others = [keyPair('rsa-2048', 'other'), ec];
    expect(await opened(await compactJwe('text', rsa.publicKey, { alg: 'RSA-OAEP', enc: 'A256GCM' }), [...others, rsa])).toBe('text');
    expect(await opened(await compactJwe('text', ec.publicKey, { alg: 'ECDH-ES', enc: 'A256GCM' }), [rsa, ...others])).toBe('text');
  });

  it('names the key that it is for, or names none', async () => {
    const token = await compactJwe('text', rsa.publicKey, { alg: 'RSA-OAEP', enc: 'A256GCM', kid: 'a' });
    const nameless = await compactJwe('text', rsa.publicKey, { alg: 'RSA-OAEP', enc: 'A256GCM' });
    for (const [compact, keyId, outcome] of [
      [token, 'a', 'accepted'],
      [token, 'b', 'encryption.failed'],
      [token, undefined, 'accepted'],
      [nameless, 'b', 'accepted'],
    ] as const) {
      const keys = openingKeys([{ privateKey: rsa.privateKey, ...(keyId === undefined ? {} : { keyId }) }], 'decryption');
      expect(await laterRefusal(() => openJwe(compact, keys, 'ID token'))).toBe(outcome);
    }
  });

  it('that cannot be opened fails in one way, whatever is wrong', async () => {
    const token = await compactJwe('text', rsa.publicKey, { alg: 'RSA-OAEP', enc: 'A256GCM' });
    const parts = token.split('.');
    const spoilt = [1, 2, 3, 4].map((part) =>
      parts.map((text, at) => (at === part ? `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}` : text)).join('.'),
    );
    for (const compact of [...spoilt, `${parts[0]}....`])
      expect(await laterRefusal(() => opened(compact, [rsa]))).toBe('encryption.failed');
    expect(await laterRefusal(() => opened(`${token}=`, [rsa]))).toBe('token.form');
    expect(await laterRefusal(() => opened(token, [keyPair('rsa-2048', 'other')]))).toBe('encryption.failed');
    expect(await laterRefusal(() => opened(token, [ec]))).toBe('encryption.failed');
    expect(await laterRefusal(() => opened(token, []))).toBe('encryption.failed');
  });

  it.each([
    [{ alg: 'RSA1_5', enc: 'A256GCM' }],
    [{ alg: 'dir', enc: 'A256GCM' }],
    [{ alg: 'A128KW', enc: 'A256GCM' }],
    [{ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM' }],
    [{ alg: 'RSA-OAEP', enc: 'none' }],
    [{ alg: 'RSA-OAEP' }],
    [{ enc: 'A256GCM' }],
    [{ alg: ['RSA-OAEP'], enc: 'A256GCM' }],
  ])('is encrypted by what is known and sound: %j', async (header) => {
    const compact = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.AA.AA.AA.AA`;
    expect(await laterRefusal(() => opened(compact, [rsa]))).toBe('encryption.algorithm');
  });
});

describe('our keys for it', () => {
  it('are RSA with 2048 bits, or on a curve that is known', () => {
    const kinds = (['rsa-2048', 'p-256', 'p-384', 'p-521'] satisfies KeyName[]).map((name) => keyPair(name).privateKey);
    expect(openingKeys(keysOf(kinds), 'decryption').map(({ kind }) => kind)).toEqual(['rsa', 'ecdh', 'ecdh', 'ecdh']);
    for (const name of ['rsa-1024', 'ed25519'] satisfies KeyName[])
      expect(refusalDetails(() => openingKeys(keysOf([keyPair(name).privateKey]), 'decryption'))).toMatchObject({
        field: 'decryption[0].privateKey',
      });
  });

  it('are eight at most, and may be none', () => {
    expect(openingKeys(keysOf(Array(8).fill(ec.privateKey)), 'decryption')).toHaveLength(8);
    expect(refusalDetails(() => openingKeys(keysOf(Array(9).fill(ec.privateKey)), 'decryption'))).toMatchObject({ field: 'decryption' });
    expect(openingKeys(undefined, 'decryption')).toEqual([]);
  });

  it('are not public ones', () => {
    expect(refusalDetails(() => openingKeys(keysOf([ec.publicKey]), 'decryption'))).toMatchObject({ field: 'decryption[0].privateKey' });
  });
});

async function opened(compact: string, pairs: readonly Pick<typeof rsa, 'privateKey'>[]): Promise<string> {
  const keys = openingKeys(keysOf(pairs.map(({ privateKey }) => privateKey)), 'decryption');
  return new TextDecoder().decode(await openJwe(compact, keys, 'ID token'));
}

function keysOf(privateKeys: readonly TokenKey['privateKey'][]): readonly TokenKey[] {
  return privateKeys.map((privateKey) => ({ privateKey }));
}
