import { sign } from 'node:crypto';
import { CompactSign, importPKCS8 } from 'jose';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { Verified } from '../../../src/core/verified.ts';
import { hashOf, type JwsAlgorithm, jwsAlgorithms } from '../../../src/jose/algorithms.ts';
import { parseJws } from '../../../src/jose/compact.ts';
import { type KeySet, readKeySet } from '../../../src/jose/key-set.ts';
import { type SignedClaims, verifyJws } from '../../../src/jose/verify.ts';
import { compactJws, type JwsName, type JwsSigner, jwsSigner, publicJwkOf } from '../../support/jws.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('a signature', () => {
  it.each(jwsAlgorithms)('by %s is good, and what it covers is sealed', (name) => {
    const signer = jwsSigner(name);
    const found = verified(compactJws({ sub: 'alice' }, signer, { typ: 'JWT' }), [name], [signer]);
    expect(found.value).toEqual({ header: { alg: name, kid: name, typ: 'JWT' }, claims: { sub: 'alice' }, algorithm: name });
    expect(Object.keys(found.value)).toEqual(['header', 'claims', 'algorithm']);
    expect(found).toMatchObject({ provider: 'op', signed: 'ID token' });
    expect(found.key).toMatch(/^[0-9a-f]{64}$/);
    expect(Verified.is(found)).toBe(true);
  });

  it.each(jwsAlgorithms)('by %s over anything else is not', (name) => {
    const signer = jwsSigner(name);
    const [header, , signature] = compactJws({ sub: 'alice' }, signer).split('.');
    const other = Buffer.from('{"sub":"mallory"}').toString('base64url');
    expect(refused(`${header}.${other}.${signature}`, [name], [signer])).toBe('signature.value');
    expect(refused(`${header}.${other}.`, [name], [signer])).toBe('signature.value');
  });

  it.each(jwsAlgorithms)('by %s of another key is not', (name) => {
    expect(refused(compactJws({}, jwsSigner(name, name, 'mallory')), [name], [jwsSigner(name)])).toBe('signature.value');
  });

  it('made by another package is good as well', async () => {
    const { pair } = jwsSigner('PS256');
    const key = await importPKCS8(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), 'PS256');
    const compact = await new CompactSign(Buffer.from('{"sub":"alice"}')).setProtectedHeader({ alg: 'PS256' }).sign(key);
    expect(verified(compact, ['PS256'], [jwsSigner('PS256')]).value.claims).toEqual({ sub: 'alice' });
  });

  it('of ECDSA is r and s side by side, and nothing else', () => {
    const signer = jwsSigner('ES256');
    const [header, payload] = compactJws({}, signer).split('.');
    const der = sign('sha256', Buffer.from(`${header}.${payload}`), signer.pair.privateKey).toString('base64url');
    for (const signature of [der, Buffer.alloc(64).toString('base64url'), Buffer.alloc(0).toString('base64url')])
      expect(refused(`${header}.${payload}.${signature}`, ['ES256'], [signer])).toBe('signature.value');
  });
});

describe('the algorithm', () => {
  it.each(['none', 'None', 'NONE', 'HS256', 'RS384', 'PS256', 'rs256', '', undefined, null, 7, ['RS256']])(
    'is one that was registered, whatever the token says: %j',
    (alg) => {
      const name: JwsName = alg === 'HS256' ? 'HS256' : 'RS256';
      const token = compactJws({}, jwsSigner(name, 'RS256'), { alg });
      expect(refused(token, ['RS256'], [jwsSigner('RS256')])).toBe('signature.algorithm');
    },
  );

  it('is told where it is a text', () => {
    const told = (alg: unknown) => refusalDetails(() => verified(compactJws({}, jwsSigner('RS256'), { alg }), ['ES256'], []));
    expect(told('RS256')).toEqual({ algorithm: 'RS256', use: 'signature' });
    expect(told('x'.repeat(300))).toMatchObject({ algorithm: expect.stringMatching(/^x{199}…$/) });
  });

  it('may be one of several', () => {
    for (const name of ['RS256', 'ES256'] as const)
      expect(refused(compactJws({}, jwsSigner(name)), ['RS256', 'ES256'], [jwsSigner('RS256'), jwsSigner('ES256')])).toBe('accepted');
  });

  it('is not another of the same kind of key', () => {
    const forged = compactJws({}, jwsSigner('PS256', 'RS256'), { alg: 'RS256' });
    expect(refused(forged, ['RS256'], [jwsSigner('RS256')])).toBe('signature.value');
  });

  it('has a hash by which other things are named', () => {
    expect((['RS256', 'PS384', 'ES512', 'EdDSA', 'Ed25519'] as const).map(hashOf)).toEqual([
      'sha256',
      'sha384',
      'sha512',
      'sha512',
      'sha512',
    ]);
  });
});

describe('the key', () => {
  it('is the one that the token names, or any that fits where it names none', () => {
    const [old, current] = [jwsSigner('RS256', 'old', 'old'), jwsSigner('RS256', 'current', 'current')];
    expect(refused(compactJws({}, current), ['RS256'], [old, current])).toBe('accepted');
    expect(refused(compactJws({}, current, { kid: undefined }), ['RS256'], [old, current])).toBe('accepted');
    expect(refused(compactJws({}, current, { kid: 'old' }), ['RS256'], [old, current])).toBe('signature.value');
    expect(refused(compactJws({}, current, { kid: 'new' }), ['RS256'], [old, current])).toBe('signature.key');
  });

  it('is one of several of one name, too', () => {
    const [one, other] = [jwsSigner('RS256', 'same', 'one'), jwsSigner('RS256', 'same', 'other')];
    expect(refused(compactJws({}, other), ['RS256'], [one, other])).toBe('accepted');
    expect(refusalDetails(() => verified(compactJws({}, jwsSigner('RS256', 'same', 'third')), ['RS256'], [one, other]))).toEqual({
      element: 'ID token',
      keysTried: 2,
    });
  });

  it('fits the algorithm', () => {
    expect(refusalDetails(() => verified(compactJws({}, jwsSigner('ES256')), ['ES256'], [jwsSigner('RS256', 'ES256')]))).toEqual({
      reason: 'none-fits',
      algorithm: 'ES256',
    });
  });

  it('may say for which issuer it signs', () => {
    const keys = keySet([publicJwkOf(jwsSigner('RS256'), { issuer: 'https://op.example' })]);
    const jws = parseJws(compactJws({}, jwsSigner('RS256')), 'ID token');
    expect(verifyJws(jws, keys, ['RS256'], 'op').value.keyIssuer).toBe('https://op.example');
  });
});

function verified(compact: string, algorithms: readonly JwsAlgorithm[], signers: readonly JwsSigner[]): Verified<SignedClaims> {
  return verifyJws(parseJws(compact, 'ID token'), keySet(signers.map((signer) => publicJwkOf(signer))), algorithms, 'op');
}

function refused(...given: Parameters<typeof verified>): string {
  return refusal(() => verified(...given));
}

function keySet(keys: readonly object[]): Pick<KeySet, 'keys'> {
  // Sound: what a key set is written in.
  const found = readKeySet({ keys: keys as readonly JsonObject[] });
  if ('problem' in found) throw new Error(found.problem);
  return found;
}
