import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { audiencesOf, instantIn, mustBe, mustBeRecent, mustNotBePast, typeMustBe } from '../../../src/oidc/claims.ts';

const now = new Date('2026-01-15T12:00:00Z');
const seconds = now.getTime() / 1000;

describe('an instant', () => {
  it('is a number of seconds since 1970, fractions among them', () => {
    expect(instantIn({ exp: seconds }, 'exp')).toEqual(now);
    expect(instantIn({ exp: 0.5 }, 'exp')).toEqual(new Date(500));
    expect(instantIn({ exp: -1 }, 'exp')).toEqual(new Date(-1000));
  });

  it('is no other thing, and nothing beyond all calendars', () => {
    for (const exp of ['1', null, true, [], {}, 8_640_000_000_001, -8_640_000_000_001, Number.NaN, Number.POSITIVE_INFINITY])
      expect(instantIn({ exp }, 'exp')).toBeUndefined();
    for (const exp of [8_640_000_000_000, -8_640_000_000_000]) expect(instantIn({ exp }, 'exp')).toEqual(new Date(exp * 1000));
    expect(instantIn({}, 'constructor')).toBeUndefined();
  });

  test.prop([fc.double()])('never is one that no date can hold', (exp) => {
    expect(Number.isNaN(instantIn({ exp }, 'exp')?.getTime() ?? 0)).toBe(false);
  });
});

describe('a text that must be another', () => {
  it('is that, to the last character', () => {
    expect(mustBe({ iss: 'a' }, 'iss', 'a')).toBeUndefined();
    expect(mustBe({ iss: 'A' }, 'iss', 'a')).toEqual({ expected: 'a', actual: 'A' });
    expect(mustBe({ iss: ['a'] }, 'iss', 'a')).toEqual({ expected: 'a', actual: 'a list' });
    expect(mustBe({}, 'iss', 'a')).toEqual({ expected: 'a', actual: 'none' });
  });
});

describe('an end', () => {
  it('is not reached, as far as clocks agree', () => {
    expect(mustNotBePast({ exp: seconds - 9 }, 'exp', now, 10)).toBeUndefined();
    expect(mustNotBePast({ exp: seconds - 10 }, 'exp', now, 10)).toEqual({
      expected: 'before 2026-01-15T11:59:50.000Z',
      actual: now.toISOString(),
    });
    expect(mustNotBePast({ exp: 'x' }, 'exp', now, 10)).toBeDefined();
  });
});

describe('something recent', () => {
  it('is neither too old nor to come, as far as clocks agree', () => {
    const at = (iat: number) => mustBeRecent({ iat }, 'iat', now, 10, 100);
    expect([at(seconds - 110), at(seconds + 10)]).toEqual([undefined, undefined]);
    const expected = 'from 2026-01-15T11:58:10.000Z to 2026-01-15T12:00:10.000Z';
    expect(at(seconds - 111)).toEqual({ expected, actual: '2026-01-15T11:58:09.000Z' });
    expect(at(seconds + 11)).toEqual({ expected, actual: '2026-01-15T12:00:11.000Z' });
    expect(mustBeRecent({}, 'iat', now, 10, 100)).toBeDefined();
  });
});

describe('the kind of a token', () => {
  it('is none, or one of those', () => {
    for (const header of [{}, { typ: 'JWT' }, { typ: 'Application/Logout+JWT' }])
      expect(typeMustBe(header, ['logout+jwt', 'jwt'])).toBeUndefined();
    expect(typeMustBe({ typ: 'x' }, ['logout+jwt', 'jwt'])).toMatchObject({ actual: 'x' });
    expect(typeMustBe({ typ: null }, ['jwt'])).toBeDefined();
    for (const typ of ['text/application/jwt', 'jwapplication/t']) expect(typeMustBe({ typ }, ['jwt'])).toBeDefined();
  });
});

describe('audiences', () => {
  it('are a text, or a list of texts', () => {
    expect(audiencesOf({ aud: 'a' })).toEqual(['a']);
    expect(audiencesOf({ aud: ['a', 'b'] })).toEqual(['a', 'b']);
    for (const aud of [undefined, null, 7, '', [], ['a', ''], ['a', 7], [['a']], { a: 'a' }])
      expect(audiencesOf(JSON.parse(JSON.stringify({ aud })))).toBeUndefined();
  });
});
