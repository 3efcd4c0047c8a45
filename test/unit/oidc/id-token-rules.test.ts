import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { judge } from '../../../src/core/rules.ts';
import type { JwsAlgorithm } from '../../../src/jose/algorithms.ts';
import type { SignedClaims } from '../../../src/jose/verify.ts';
import { type IdTokenExpectation, idTokenRules } from '../../../src/oidc/id-token-rules.ts';
import type { OidcPending } from '../../../src/oidc/pending.ts';
import type { ProviderOptions } from '../../../src/oidc/provider.ts';
import { failed, them, us } from '../../support/openid-login.ts';
import { OpenIdParty } from '../../support/openid-party.ts';
import { refusal } from '../../support/refusal.ts';

describe('an ID token as it should be', () => {
  it('breaks no rule, and some have nothing to say', () => {
    const findings = judged();
    expect(failed(findings)).toEqual([]);
    expect(findings.filter(({ outcome }) => outcome === 'not-applicable').map(({ rule }) => rule)).toEqual([
      'id-token.encrypted',
      'id-token.tenant',
      'id-token.key-issuer',
      'id-token.object-id',
      'id-token.required-claims',
      'id-token.authorized-party',
      'id-token.not-before',
      'id-token.authentication-time',
      'id-token.context',
      'id-token.access-token-hash',
      'id-token.code-hash',
      'id-token.state-hash',
    ]);
  });

  it('is held against every rule at once, each of which has a section of a standard', () => {
    const broken = { iss: 'https://evil.example', aud: 'x', sub: '', exp: 0, iat: 0, nonce: 'x', events: {} };
    expect(refused(broken)).toEqual([
      'id-token.issuer',
      'id-token.subject',
      'id-token.audience',
      'id-token.other-audiences',
      'id-token.expiry',
      'id-token.issued-at',
      'id-token.nonce',
      'id-token.no-events',
    ]);
    for (const { spec } of judged()) expect(spec).toMatch(/^(OIDC|RFC |FAPI |Entra ID)/);
  });
});

describe('its kind', () => {
  it('is none or JWT, whatever the case and with or without application/', () => {
    for (const typ of [undefined, 'JWT', 'jwt', 'application/jwt']) expect(refused({}, {}, { typ })).toEqual([]);
    for (const typ of ['at+jwt', 'logout+jwt', '', 'xjwt', 'jwt ', 'text/jwt', 7, null, ['JWT']])
      expect(refused({}, {}, { typ })).toEqual(['id-token.type']);
  });

  it('must be encrypted where that is demanded', () => {
    const client = { ...us(), requireEncryption: true };
    expect(refused({}, { client })).toEqual(['id-token.encrypted']);
    expect(refused({}, { client, encrypted: true })).toEqual([]);
    expect(outcome('id-token.encrypted', {}, { client, encrypted: true })).toBe('passed');
    expect(outcome('id-token.encrypted', {}, { encrypted: true })).toBe('not-applicable');
  });
});

describe('its issuer and subject', () => {
  it.each([undefined, null, '', 7, 'https://op.example/', 'https://OP.example', ['https://op.example']])(
    'is the provider, to the last character: %j',
    (iss) => {
      expect(refused({ iss })).toEqual(['id-token.issuer']);
    },
  );

  it.each([undefined, null, '', 7, ['alice'], {}])('names somebody, by a text: %j', (sub) => {
    expect(refused({ sub })).toEqual(['id-token.subject']);
  });

  it('is not shown where it is not a text', () => {
    expect(found('id-token.subject', { sub: { secret: 'x' } })?.actual).toBe('a object');
    expect(found('id-token.subject', { sub: undefined })?.actual).toBe('none');
  });
});

describe('the tenant of a provider of many', () => {
  const issuer = 'https://login.microsoftonline.com/{tenantid}/v2.0';
  const [tid, other] = ['3aa4a235-b6e2-48d5-9195-7fcf05b459b0', '9188040d-6c67-4c5b-b112-36a304b66dad'];
  const of = (tenant: string) => `https://login.microsoftonline.com/${tenant}/v2.0`;
  const claims = { iss: of(tid), tid, oid: 'object' };
  const shared = (tenants: 'any' | readonly string[]) => ({ provider: them(party, { issuer }, { tenants }) });

  it('is one of those that were listed, or any where that was said', () => {
    expect(refused(claims, shared([tid]))).toEqual([]);
    expect(refused(claims, shared('any'))).toEqual([]);
    expect(refused(claims, shared([other]))).toEqual(['id-token.tenant']);
    expect(refused({ ...claims, iss: of(other), tid: other }, shared([tid]))).toEqual(['id-token.tenant']);
  });

  it('is a GUID in lower case, by a text', () => {
    for (const wrong of [tid.toUpperCase(), 'common', `${tid}/`, `x${tid}`])
      expect(refused({ ...claims, iss: of(wrong), tid: wrong }, shared('any'))).toEqual(['id-token.tenant']);
    expect(refused({ ...claims, tid: undefined }, shared('any'))).toEqual(['id-token.issuer', 'id-token.tenant', 'id-token.object-id']);
    expect(refused({ ...claims, tid: [tid] }, shared('any'))).toEqual(['id-token.issuer', 'id-token.tenant', 'id-token.object-id']);
  });

  it('is the one that the issuer names', () => {
    expect(refused({ ...claims, iss: of(other) }, shared('any'))).toEqual(['id-token.issuer']);
    expect(refused({ ...claims, iss: issuer }, shared('any'))).toEqual(['id-token.issuer']);
  });

  it('is the one that the key signs for, where the key says so', () => {
    const by = (keyIssuer: string) => refused(claims, shared('any'), {}, { keyIssuer });
    expect([by(issuer), by(of(tid)), by(of(other))]).toEqual([[], [], ['id-token.key-issuer']]);
    expect(outcome('id-token.key-issuer', claims, shared('any'))).toBe('not-applicable');
    // Elsewhere such a member means nothing.
    expect(refused({}, {}, {}, { keyIssuer: of(other) })).toEqual([]);
  });

  it('is of no concern to others', () => {
    expect(refused({ tid: 'x' })).toEqual([]);
  });

  it('comes with the object id that the person is known by', () => {
    for (const oid of [undefined, '', 7, null]) expect(refused({ ...claims, oid }, shared('any'))).toEqual(['id-token.object-id']);
    expect(refused({ ...claims, oid: undefined }, { provider: them(party, { issuer }, { tenants: 'any', subject: 'sub' }) })).toEqual([]);
    expect(refused({ tid: undefined, oid: 'x' }, { provider: them(party, {}, { subject: 'oid' }) })).toEqual(['id-token.object-id']);
  });
});

describe('the claims that were demanded', () => {
  const demanding = { provider: them(party, {}, { requireClaims: { hd: ['example.org', 'example.net'] } }) };

  it('are there, each as one of the texts that it may be', () => {
    for (const hd of ['example.org', 'example.net']) expect(refused({ hd }, demanding)).toEqual([]);
    for (const hd of [undefined, null, '', 7, 'example.com', 'EXAMPLE.org', 'example.org ', ['example.org']])
      expect(refused({ hd }, demanding)).toEqual(['id-token.required-claims']);
  });

  it('are told by their names, and never what stands there', () => {
    const told = found('id-token.required-claims', { hd: 'secret.example' }, demanding);
    expect(told).toMatchObject({ expected: 'hd example.org or example.net', actual: 'another' });
    expect(found('id-token.required-claims', {}, demanding)?.actual).toBe('none');
  });

  it.each([[], 'hd', null, { hd: [] }, { hd: [''] }, { hd: 'example.org' }, { hd: [7] }])('are never %j', (requireClaims) => {
    // Sound: that is what is tried.
    const options = { requireClaims } as unknown as ProviderOptions;
    expect(refusal(() => them(party, {}, options))).toBe('config.invalid');
  });
});

describe('its audience', () => {
  it('is us, alone or in a list', () => {
    expect(refused({ aud: ['client'] })).toEqual([]);
    expect(refused({ aud: ['client', 'client'] })).toEqual([]);
  });

  it.each([undefined, null, '', 7, [], [['client']], ['client', 7], ['client', ''], { client: true }])('is texts: %j', (aud) => {
    expect(refused({ aud })).toEqual(['id-token.audience']);
  });

  it('is nobody else, unless they were declared', () => {
    expect(refused({ aud: 'other' })).toEqual(['id-token.audience', 'id-token.other-audiences']);
    expect(refused({ aud: ['client', 'other'] })).toEqual(['id-token.other-audiences']);
    const client = us({ audiences: ['other'] });
    expect(refused({ aud: ['client', 'other'] }, { client })).toEqual([]);
    expect(refused({ aud: ['other'] }, { client })).toEqual(['id-token.audience']);
    expect(refused({ aud: ['client', 'other', 'third'] }, { client })).toEqual(['id-token.other-audiences']);
  });

  it('was made for us, where it says for whom', () => {
    expect(refused({ azp: 'client' })).toEqual([]);
    for (const azp of ['other', '', null, ['client']]) expect(refused({ azp })).toEqual(['id-token.authorized-party']);
  });
});

describe('its time', () => {
  it('is not over, as far as clocks agree', () => {
    expect(refused({ exp: now - 29 })).toEqual([]);
    expect(refused({ exp: now - 30 })).toEqual(['id-token.expiry']);
    expect(refused({ exp: now }, { client: us({ clockSkewSeconds: 0 }) })).toEqual(['id-token.expiry']);
    expect(refused({ exp: now + 0.001 }, { client: us({ clockSkewSeconds: 0 }) })).toEqual([]);
  });

  it.each([undefined, null, '', `${now + 600}`, [now + 600], 1e300])('is a number of seconds: %j', (instant) => {
    expect(refused({ exp: instant })).toEqual(['id-token.expiry']);
    expect(refused({ iat: instant })).toEqual(['id-token.issued-at']);
    if (instant !== undefined) expect(refused({ nbf: instant })).toEqual(['id-token.not-before']);
    if (instant !== undefined) expect(refused({ auth_time: instant })).toEqual(['id-token.authentication-time']);
  });

  it('began at most a day ago', () => {
    expect(refused({ iat: now - 86_430 })).toEqual([]);
    expect(refused({ iat: now - 86_431 })).toEqual(['id-token.issued-at']);
  });

  it('has begun, as far as clocks agree', () => {
    expect([refused({ iat: now + 30 }), refused({ nbf: now + 30 })]).toEqual([[], []]);
    expect([refused({ iat: now + 31 }), refused({ nbf: now + 31 })]).toEqual([['id-token.issued-at'], ['id-token.not-before']]);
    expect(outcome('id-token.not-before', { nbf: now })).toBe('passed');
  });
});

describe('its nonce', () => {
  it.each([undefined, null, '', 7, 'NONCE', ['nonce']])('is that of this login: %j', (nonce) => {
    expect(refused({ nonce })).toEqual(['id-token.nonce']);
  });

  it('is never shown', () => {
    expect(JSON.stringify(judged({ nonce: 'somebody else' }))).not.toMatch(/somebody else|"nonce"/);
    expect(found('id-token.nonce', { nonce: undefined })?.actual).toBe('none');
    expect(found('id-token.nonce', { nonce: 'x' })?.actual).toBe('another');
  });

  it('is of no concern where nobody asked, as after a refresh', () => {
    const { pending: _, ...unasked } = expected();
    expect(failed(judge(idTokenRules, subject({ nonce: 'x' }), unasked, new Set()))).toEqual([]);
  });
});

describe('the authentication', () => {
  const within = (maxAgeSeconds: number): Partial<IdTokenExpectation> => ({ pending: { ...pending, maxAgeSeconds } });

  it('is not to come, as far as clocks agree', () => {
    expect(refused({ auth_time: now + 30 })).toEqual([]);
    expect(refused({ auth_time: now + 31 })).toEqual(['id-token.authentication-time']);
    expect(refused({ auth_time: now + 31 }, within(60))).toEqual(['id-token.authentication-time']);
    expect(outcome('id-token.authentication-time', { auth_time: 0 })).toBe('passed');
  });

  it('is as recent as was asked for, counted from the request', () => {
    expect(refused({ auth_time: asked - 90 }, within(60))).toEqual([]);
    expect(refused({ auth_time: asked - 91 }, within(60))).toEqual(['id-token.authentication-time']);
  });

  it('is new where an age of zero was asked for', () => {
    expect(refused({ auth_time: asked - 30 }, within(0))).toEqual([]);
    expect(refused({ auth_time: asked - 31 }, within(0))).toEqual(['id-token.authentication-time']);
  });

  it('is told where an age was asked for', () => {
    for (const auth_time of [undefined, null, 'now']) expect(refused({ auth_time }, within(60))).toEqual(['id-token.authentication-time']);
  });

  it('after a refresh is not to come either', () => {
    const { pending: _, ...unasked } = expected();
    const refusedThen = (auth_time?: number) => failed(judge(idTokenRules, subject({ auth_time }), unasked, new Set()));
    expect([refusedThen(now), refusedThen(now + 31), refusedThen()]).toEqual([[], ['id-token.authentication-time'], []]);
  });

  it('is in one of the contexts that were demanded', () => {
    const demanded = { pending: { ...pending, requireAcr: ['gold', 'silver'] } };
    expect([refused({ acr: 'gold' }, demanded), refused({ acr: 'silver' }, demanded)]).toEqual([[], []]);
    for (const acr of ['bronze', undefined, '', ['gold'], 'gold silver']) expect(refused({ acr }, demanded)).toEqual(['id-token.context']);
    expect(refused({ acr: 'bronze' })).toEqual([]);
  });
});

describe('what it names by a hash', () => {
  const algorithms: readonly (readonly [JwsAlgorithm, string])[] = [
    ['RS256', 'sha256'],
    ['PS384', 'sha384'],
    ['ES512', 'sha512'],
    ['EdDSA', 'sha512'],
  ];

  it.each(algorithms)('is what came along, by the hash of %s', (algorithm, hash) => {
    const half = (text: string) => {
      const whole = createHash(hash).update(text).digest();
      return whole.subarray(0, whole.length / 2).toString('base64url');
    };
    const came = { accessToken: 'access', code: 'code' };
    const named = { at_hash: half('access'), c_hash: half('code'), s_hash: half('state') };
    expect(refused(named, came, {}, { algorithm })).toEqual([]);
    expect(outcome('id-token.state-hash', named, came, { algorithm })).toBe('passed');
    const others = { at_hash: half('code'), c_hash: half('access'), s_hash: '' };
    const rules = ['id-token.access-token-hash', 'id-token.code-hash', 'id-token.state-hash'];
    expect(refused(others, came, {}, { algorithm })).toEqual(rules);
    expect(refused({ at_hash: createHash(hash).update('access').digest('base64url') }, came, {}, { algorithm })).toEqual([rules[0]]);
  });

  it('is of no concern where nothing came along', () => {
    expect(refused({ at_hash: 'x', c_hash: 'x' })).toEqual([]);
    const { pending: _, ...unasked } = expected();
    expect(failed(judge(idTokenRules, subject({ s_hash: 'x' }), unasked, new Set()))).toEqual([]);
  });

  it('need not be there', () => {
    expect(outcome('id-token.access-token-hash', {}, { accessToken: 'access' })).toBe('not-applicable');
  });
});

describe('events', () => {
  it.each([{}, null, 'x', { 'http://schemas.openid.net/event/backchannel-logout': {} }])('are for logout tokens: %j', (events) => {
    expect(refused({ events })).toEqual(['id-token.no-events']);
  });
});

const party = new OpenIdParty();
const now = party.seconds;
const asked = now - 120;
const pending: OidcPending = {
  protocol: 'oidc',
  provider: 'op',
  issuer: party.issuer,
  clientId: 'client',
  redirectUri: 'https://rp.example/callback',
  responseMode: 'query',
  state: 'state',
  nonce: 'nonce',
  codeVerifier: 'verifier',
  issuedAt: new Date(asked * 1000).toISOString(),
};

type Changes = Readonly<Record<string, unknown>>;

function expected(more: Partial<IdTokenExpectation> = {}): IdTokenExpectation {
  return { client: us(), provider: them(party), now: party.world.now(), pending, encrypted: false, ...more };
}

function subject(claims: Changes, header: Changes = {}, more: Partial<SignedClaims> = {}): SignedClaims {
  const clean = { iss: party.issuer, sub: 'alice', aud: 'client', exp: now + 600, iat: now, nonce: 'nonce' };
  return { header: json(header), claims: json({ ...clean, ...claims }), algorithm: 'RS256', ...more };
}

/** As it comes out of JSON: what is undefined is not there. */
function json(members: Changes): JsonObject {
  return JSON.parse(JSON.stringify(members));
}

function judged(claims: Changes = {}, more: Partial<IdTokenExpectation> = {}, header: Changes = {}, key: Partial<SignedClaims> = {}) {
  return judge(idTokenRules, subject(claims, header, key), expected(more), new Set());
}

function refused(...given: Parameters<typeof judged>): readonly string[] {
  return failed(judged(...given));
}

function found(rule: string, claims: Changes, more: Partial<IdTokenExpectation> = {}, key: Partial<SignedClaims> = {}) {
  return judged(claims, more, {}, key).find((finding) => finding.rule === rule);
}

function outcome(...given: Parameters<typeof found>): string | undefined {
  return found(...given)?.outcome;
}
