import { describe, expect, it } from 'vitest';
import { headerOfJwe, isJwe, parseJws } from '../../../src/jose/compact.ts';
import { compactJws, jwsSigner } from '../../support/jws.ts';
import { refusal } from '../../support/refusal.ts';

const good = compactJws({ sub: 'alice' }, jwsSigner('ES256'));
const [header = '', payload = '', signature = ''] = good.split('.');

describe('a JWS', () => {
  it('is its header, its claims, what the signature covers, and the signature', () => {
    expect(parseJws(good, 'ID token')).toEqual({
      token: 'ID token',
      header: { alg: 'ES256', kid: 'ES256' },
      claims: { sub: 'alice' },
      signed: `${header}.${payload}`,
      signature: Buffer.from(signature, 'base64url'),
    });
  });

  it('has three parts', () => {
    for (const text of ['', '.', `${header}.${payload}`, `${good}.`, `${good}.x`, `${good}.x.x`, header])
      expect(refusal(() => parseJws(text, 'ID token'))).toBe('token.form');
  });

  it.each([
    ['padding', `${header}=`],
    ['the other alphabet', header.replace(/.$/, '+')],
    ['white space', `${header}\n`],
    [
      'unused bits',
      'e30' /* {} */
        .replace('0', '1'),
    ],
    ['a length that cannot be', `${header.slice(0, -(header.length % 4 || 4))}A`],
  ])('is in strict base64url in each part: no %s', (_, part) => {
    for (const text of [`${part}.${payload}.${signature}`, `${header}.${part}.${signature}`, `${header}.${payload}.${part}`])
      expect(refusal(() => parseJws(text, 'x'))).toBe('token.form');
  });

  it.each(['', '[]', '"x"', '{"alg":"ES256","alg":"none"}', '{}x', 'null', '\ufeff{}'])(
    'has an object in its header and one in its payload: %j',
    (text) => {
      const part = Buffer.from(text).toString('base64url');
      for (const compact of [`${part}.${payload}.${signature}`, `${header}.${part}.${signature}`])
        expect(refusal(() => parseJws(compact, 'x'))).toBe('token.form');
    },
  );

  it('has nothing in its header that would let it choose what it is checked with, or by', () => {
    for (const name of ['crit', 'jwk', 'jku', 'x5u', 'b64', 'zip']) {
      for (const value of [null, false, [], 'x'])
        expect(refusal(() => parseJws(compactJws({}, jwsSigner('ES256'), { [name]: value }), 'x'))).toBe('token.form');
    }
    expect(refusal(() => parseJws(compactJws({}, jwsSigner('ES256'), { x5c: ['x'], x5t: 'x', cty: 'x', typ: 'x' }), 'x'))).toBe('accepted');
  });

  it('may be unsigned here: that a signature is good is another question', () => {
    expect(parseJws(`${header}.${payload}.`, 'x').signature).toHaveLength(0);
  });

  it('has an end', () => {
    const longest = `e30.e30.${'A'.repeat(262_144 - 8)}`;
    expect(parseJws(longest, 'x').signature).toHaveLength(196_602);
    expect(refusal(() => parseJws(`${longest.slice(0, -1)}AA`, 'x'))).toBe('token.form');
    // Whose parts are as they should be.
    expect(refusal(() => parseJws(`e30.e30.${'A'.repeat(262_144)}`, 'x'))).toBe('token.form');
  });
});

describe('a JWE', () => {
  it('has five parts', () => {
    expect(['....', 'a.b.c.d.e', 'a.b.c', 'a.b.c.d.e.f', '', '...', '.....'].map(isJwe)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('has a header like that of a JWS', () => {
    const of = (object: object) => `${Buffer.from(JSON.stringify(object)).toString('base64url')}....`;
    expect(headerOfJwe(of({ alg: 'RSA-OAEP', enc: 'A256GCM' }), 'x')).toEqual({ alg: 'RSA-OAEP', enc: 'A256GCM' });
    for (const object of [{ zip: 'DEF' }, { crit: ['x'] }, { jwk: {} }, []])
      expect(refusal(() => headerOfJwe(of(object), 'x'))).toBe('token.form');
    expect(refusal(() => headerOfJwe(of({}) + 'x'.repeat(262_144), 'x'))).toBe('token.form');
    const longest = `e30.AA...${'A'.repeat(262_135)}`;
    expect([refusal(() => headerOfJwe(longest, 'x')), refusal(() => headerOfJwe(`${longest}A`, 'x'))]).toEqual(['accepted', 'token.form']);
    expect(refusal(() => headerOfJwe('e30...!.', 'x'))).toBe('token.form');
    expect(refusal(() => headerOfJwe('!....', 'x'))).toBe('token.form');
  });

  it('is in strict base64url in each of its parts', () => {
    const parts = [Buffer.from('{"a":1}').toString('base64url'), 'AAAA', 'AAAA', 'AAAA', 'AAAA'];
    expect(refusal(() => headerOfJwe(parts.join('.'), 'x'))).toBe('accepted');
    for (const place of [1, 2, 3, 4])
      for (const part of ['AAA=', 'AAA\n', 'AA+A', 'AAB', 'A'])
        expect(refusal(() => headerOfJwe(parts.with(place, part).join('.'), 'x'))).toBe('token.form');
  });
});
