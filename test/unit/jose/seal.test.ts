import { fc, test } from '@fast-check/vitest';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { fromBase64Url, fromUtf8, utf8 } from '../../../src/core/bytes.ts';
import { derivedFrom } from '../../../src/crypto/secret.ts';
import { type Sealable, type SealingSecret, sealed, sealingKeys, unsealed } from '../../../src/jose/seal.ts';
import { refusal } from '../../support/refusal.ts';
import { world } from '../../support/world.ts';

const env = world();
const [old, young] = ['an old secret of more than 32 characters', 'a young secret of more than 32 characters'];
const until = new Date('2026-01-15T12:10:00Z');
const now = env.now();
const some: Sealable = { text: 'text', about: 'me', until };

describe('what is sealed', () => {
  it('is opened until its end, and not at it', () => {
    const compact = sealed(some, keys(young), env);
    expect(unsealed(compact, keys(young), now)).toEqual(some);
    expect(unsealed(compact, keys(young), new Date(until.getTime() - 1))).toBeDefined();
    expect(unsealed(compact, keys(young), until)).toBeUndefined();
  });

  it('is opened by each of several secrets, and sealed by the first', () => {
    const [before, during, after] = [keys(old), keys(young, old), keys(young)];
    expect(unsealed(sealed(some, before, env), during, now)).toBeDefined();
    expect(unsealed(sealed(some, during, env), after, now)).toBeDefined();
    expect(unsealed(sealed(some, during, env), before, now)).toBeUndefined();
    expect(unsealed(sealed(some, before, env), after, now)).toBeUndefined();
  });

  it('is good for one purpose, though the secret is the same', () => {
    const compact = sealed(some, keys(young), env);
    expect(unsealed(compact, sealingKeys([young], 'another', 'keys'), now)).toBeUndefined();
  });

  it('never looks the same twice, and shows nothing of what is in it', () => {
    const [one, two] = [some, some].map((each) => sealed({ ...each, text: 'somebody' }, keys(young), env)) as [string, string];
    expect(one.split('.')[3]).not.toBe(two.split('.')[3]);
    const octets = one.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(octets.join()).not.toContain('somebody');
  });

  test.prop([
    fc.record({
      text: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', '\r\n\n', '{}\n{}', '')),
      about: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', '"\n{', '')),
      until: fc.date({ noInvalidDate: true, min: new Date(now.getTime() + 1) }),
    }),
  ])('comes out as it went in, to the millisecond', (wanted) => {
    expect(unsealed(sealed(wanted, keys(young), env), keys(young), now)).toEqual(wanted);
  });

  it('is a JWE that others can open', async () => {
    const octets = derivedFrom(utf8(young), 'signon test', 38);
    const { plaintext, protectedHeader } = await compactDecrypt(sealed(some, keys(young), env), octets.subarray(0, 32));
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: Buffer.from(octets.subarray(32)).toString('base64url') });
    expect(fromUtf8(plaintext)).toBe(`${JSON.stringify({ purpose: 'test', about: 'me', until: until.getTime() })}\ntext`);
  });
});

describe('what others bring', () => {
  const compact = sealed(some, keys(young), env);
  const parts = compact.split('.');

  it.each([
    ['nothing', ''],
    ['dots', '....'],
    ['many dots', '.'.repeat(100_000)],
    ['too few parts', parts.slice(0, 4).join('.')],
    ['too many parts', `${compact}.`],
    ['a wrapped key', parts.with(1, 'AAAA').join('.')],
    ['another vector', parts.with(2, 'AAAAAAAAAAAAAAAA').join('.')],
    ['a vector of another length', parts.with(2, 'AAAA').join('.')],
    ['another text', parts.with(3, `AAAA${parts[3]}`).join('.')],
    ['another tag', parts.with(4, 'A'.repeat(22)).join('.')],
    ['a shorter tag', parts.with(4, parts[4]?.slice(0, 8) ?? '').join('.')],
    ['the same with padding', `${compact}=`],
    ['the same with a blank', `${compact} `],
  ])('opens to nothing: %s', (_, brought) => {
    expect(unsealed(brought, keys(young), now)).toBeUndefined();
  });

  // Else there would be several texts that are the same, which whoever remembers texts would not notice.
  it('opens to nothing where the same octets are written in another way', () => {
    const tag = parts[4] ?? '';
    const octets = Buffer.from(tag, 'base64url');
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .map((last) => tag.slice(0, -1) + last)
      .filter((other) => other !== tag);
    const spelt = others.filter((other) => Buffer.from(other, 'base64url').equals(octets));
    expect(spelt.length).toBeGreaterThan(0);
    for (const other of spelt) expect(unsealed(parts.with(4, other).join('.'), keys(young), now)).toBeUndefined();
  });

  it.each([
    ['another purpose', { purpose: 'other', about: 'me', until: until.getTime() }],
    ['no purpose', { about: 'me', until: until.getTime() }],
    ['no end', { purpose: 'test', about: 'me' }],
    ['an end that is no number', { purpose: 'test', about: 'me', until: '9999999999999' }],
    ['nothing that it is about', { purpose: 'test', until: until.getTime() }],
    ['no object', ['test']],
  ])('opens to nothing though our own key has sealed it: %s', async (_, head) => {
    expect(await sealedElsewhere(head)).toBeUndefined();
  });

  it('opens where it is as ours', async () => {
    expect(await sealedElsewhere({ purpose: 'test', about: 'me', until: until.getTime() })).toEqual(some);
  });
});

describe('secrets', () => {
  it('are texts of 32 characters or as many octets', () => {
    for (const secret of ['a'.repeat(32), new Uint8Array(32), new Uint8Array(64)]) expect(refusal(() => keys(secret))).toBe('accepted');
    for (const secret of ['a'.repeat(31), '', new Uint8Array(31), undefined, null, 1, {}, { length: 32 }, ['a'.repeat(32)]])
      expect(refusal(() => keys(secret as SealingSecret))).toBe('config.invalid');
  });

  it('are one at least and eight at most', () => {
    expect(refusal(() => keys())).toBe('config.invalid');
    expect(refusal(() => keys(...Array<string>(9).fill(young)))).toBe('config.invalid');
    expect(refusal(() => sealingKeys(young as unknown as string[], 'test', 'keys'))).toBe('config.invalid');
  });
});

function keys(...secrets: readonly SealingSecret[]) {
  return sealingKeys(secrets, 'test', 'keys');
}

/** By a key of ours, which others do not have, and by another program. */
async function sealedElsewhere(head: object) {
  const [header = ''] = sealed(some, keys(young), env).split('.');
  const jwe = new CompactEncrypt(utf8(`${JSON.stringify(head)}\ntext`)).setProtectedHeader(
    JSON.parse(fromUtf8(fromBase64Url(header) ?? new Uint8Array()) ?? ''),
  );
  return unsealed(await jwe.encrypt(derivedFrom(utf8(young), 'signon test', 32)), keys(young), now);
}
