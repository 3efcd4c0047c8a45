import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, compactVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { type Signer, signingKey } from '../../../src/crypto/signer.ts';
import { jwsAlgorithm, keyIdOf, publicJwk, signJws, signWithSecret, thumbprint } from '../../../src/jose/sign.ts';
import { tokenSigningKey } from '../../../src/jose/token-signer.ts';
import { partOf } from '../../support/jws.ts';
import { type KeyName, keyPair } from '../../support/keys.ts';
import { refusalDetails } from '../../support/refusal.ts';

const kinds: readonly (readonly [KeyName, string])[] = [
  ['rsa-2048', 'RS256'],
  ['p-256', 'ES256'],
  ['p-384', 'ES384'],
  ['p-521', 'ES512'],
  ['ed25519', 'EdDSA'],
];

describe('a token of ours', () => {
  it.each(kinds)('signed with %s is one by %s to others as well', async (name, algorithm) => {
    const key = signingKey({ privateKey: keyPair(name, 'rp').privateKey }, 'signer');
    const compact = await signJws({ typ: 'JWT', alg: 'none' }, { sub: 'é' }, key);
    expect(partOf(compact, 0)).toEqual({ typ: 'JWT', alg: algorithm });
    const { payload } = await compactVerify(compact, await importJWK(publicJwk(key, 'signer'), algorithm));
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual({ sub: 'é' });
  });

  it('made with a secret is one to others as well', async () => {
    const compact = await signWithSecret({ sub: 'x' }, 'a secret of 32 octets or even more');
    const { protectedHeader } = await compactVerify(compact, Buffer.from('a secret of 32 octets or even more'));
    expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
  });

  it('may be signed elsewhere', async () => {
    const remote: Signer = { algorithm: 'rsa-pss-sha512', keyId: 'kms', sign: async () => Buffer.from('signature') };
    const key = signingKey(remote, 'signer');
    expect(jwsAlgorithm(key, 'signer')).toBe('PS512');
    expect((await signJws({}, {}, key)).split('.')[2]).toBe(Buffer.from('signature').toString('base64url'));
    expect(keyIdOf(key, 'signer')).toBeUndefined();
    expect(refusalDetails(() => publicJwk(key, 'signer'))).toMatchObject({ field: 'signer.certificate' });
  });
});

describe('the name of a key', () => {
  it.each(kinds)('of %s is its thumbprint, as others make it', async (name) => {
    const jwk = publicJwk(signingKey({ privateKey: keyPair(name, 'rp').privateKey }, 'signer'), 'signer');
    expect(thumbprint({ ...jwk, kid: 'x', use: 'sig' })).toBe(await calculateJwkThumbprint({ ...jwk }));
  });

  it('is the one that the provider has for it, where that is told', () => {
    const signer = { privateKey: keyPair('p-256', 'rp').privateKey };
    expect(tokenSigningKey({ signer, keyId: 'registered' }, 'x').keyId).toBe('registered');
    expect(tokenSigningKey({ signer }, 'x').keyId).toMatch(/^[\w-]{43}$/);
    expect(Object.isFrozen(tokenSigningKey({ signer }, 'x'))).toBe(true);
    expect(refusalDetails(() => tokenSigningKey({ signer, keyId: ' ' }, 'x'))).toMatchObject({ field: 'x.keyId' });
  });

  it('is to be had where the key was made in the same process, too', async () => {
    const program = fileURLToPath(new URL('../../support/made-here.ts', import.meta.url));
    // It would wait for itself, and nobody else could tell it that this is enough.
    const limits = { timeout: 60_000, killSignal: 'SIGKILL' } as const;
    expect(await promisify(execFile)(process.execPath, ['--import', 'tsx', program], limits)).toMatchObject({ stdout: 'done\n' });
  });
});
