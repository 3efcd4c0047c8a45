import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { judge } from '../../../src/core/rules.ts';
import { refreshedRules } from '../../../src/oidc/refreshed-rules.ts';
import { failed } from '../../support/openid-login.ts';

const first = { iss: 'https://op.example', sub: 'alice', aud: 'client', iat: 1_000, auth_time: 900, nonce: 'nonce', azp: 'client' };

describe('an ID token that comes with a refresh', () => {
  it('may say the same as the first, or leave out what need not be there', () => {
    expect(refused({})).toEqual([]);
    expect(refused({ auth_time: undefined, nonce: undefined, azp: undefined })).toEqual([]);
    expect(outcomes({ auth_time: undefined, nonce: undefined, azp: undefined })).toMatchObject({
      'refreshed.authentication-time': 'not-applicable',
      'refreshed.nonce': 'not-applicable',
      'refreshed.authorized-party': 'not-applicable',
    });
    expect(new Set(Object.values(outcomes({})))).toEqual(new Set(['passed']));
  });

  it.each([
    ['iss', 'refreshed.issuer'],
    ['sub', 'refreshed.subject'],
  ])('has the same %s', (name, rule) => {
    for (const value of ['other', undefined, null, ['alice']]) expect(refused({ [name]: value })).toEqual([rule]);
    expect(refused({ [name]: undefined }, { [name]: undefined })).toEqual([rule]);
    expect(findings({ [name]: 'secret' }).find((finding) => finding.rule === rule)?.actual).toBe('another');
    expect(findings({ [name]: undefined }).find((finding) => finding.rule === rule)?.actual).toBe('none');
  });

  it('is for all whom the first was for', () => {
    expect(refused({ aud: ['client'] })).toEqual([]);
    expect(refused({ aud: ['other', 'client'] })).toEqual([]);
    expect(refused({ aud: 'client' }, { aud: ['client', 'other'] })).toEqual(['refreshed.audience']);
    for (const aud of ['other', undefined, 7]) expect(refused({ aud })).toEqual(['refreshed.audience']);
  });

  it('was made for the same party', () => {
    for (const azp of ['other', null]) expect(refused({ azp })).toEqual(['refreshed.authorized-party']);
    expect(refused({}, { azp: undefined })).toEqual(['refreshed.authorized-party']);
  });

  it('names the same authentication', () => {
    for (const auth_time of [901, 899, '900']) expect(refused({ auth_time })).toEqual(['refreshed.authentication-time']);
    expect(refused({}, { auth_time: undefined })).toEqual([]);
    expect(outcomes({}, { auth_time: undefined })['refreshed.authentication-time']).toBe('not-applicable');
  });

  it('has no other nonce', () => {
    for (const nonce of ['x', null, '']) expect(refused({ nonce })).toEqual(['refreshed.nonce']);
    expect(refused({}, { nonce: undefined })).toEqual(['refreshed.nonce']);
  });

  it('was not made before the first', () => {
    expect([refused({ iat: 1_001 }), refused({ iat: 999 })]).toEqual([[], ['refreshed.issued-at']]);
    // That it is there is another rule.
    expect([refused({ iat: undefined }), refused({}, { iat: undefined })]).toEqual([[], []]);
  });
});

type Changes = Readonly<Record<string, unknown>>;

function findings(changes: Changes, before: Changes = {}) {
  const subject = { header: {}, claims: json({ ...first, ...changes }), algorithm: 'RS256' } as const;
  return judge(refreshedRules, subject, { first: json({ ...first, ...before }) }, new Set());
}

function refused(changes: Changes, before: Changes = {}): readonly string[] {
  return failed(findings(changes, before));
}

function outcomes(changes: Changes, before: Changes = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(findings(changes, before).map(({ rule, outcome }) => [rule, outcome]));
}

function json(members: Changes): JsonObject {
  return JSON.parse(JSON.stringify(members));
}
