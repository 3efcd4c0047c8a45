import { describe, expect, it } from 'vitest';
import { all, one } from '../../../src/identity/identity.ts';
import { type Case, loggedIn, them, us } from '../../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../../support/openid-party.ts';

describe('an identity', () => {
  it('has the claims about the person as attributes, as text and as what they are', async () => {
    const address = { locality: 'Zürich' };
    const { identity } = await by({ email_verified: true, age: 42, nothing: null, address, groups: ['a', 'b', 7], empty: [] });
    expect(identity.attributes.slice(1)).toEqual([
      { name: 'email_verified', values: ['true'], content: [{ kind: 'json', value: true }] },
      { name: 'age', values: ['42'], content: [{ kind: 'json', value: 42 }] },
      { name: 'nothing', values: [], content: [{ kind: 'nil' }] },
      { name: 'address', values: [], content: [{ kind: 'json', value: address }] },
      {
        name: 'groups',
        values: ['a', 'b', '7'],
        content: [
          { kind: 'text', text: 'a' },
          { kind: 'text', text: 'b' },
          { kind: 'json', value: 7 },
        ],
      },
      { name: 'empty', values: [], content: [] },
    ]);
    expect([one(identity, 'groups'), all(identity, 'groups')]).toEqual(['a', ['a', 'b', '7']]);
  });

  it('has none of what is about the token', async () => {
    const { identity, claims } = await by({
      azp: 'client',
      nbf: 0,
      jti: 'x',
      auth_time: 0,
      acr: 'x',
      amr: ['x'],
      sid: 'x',
      session_expiry: 2_000_000_000,
      at_hash: undefined,
    });
    expect(identity.attributes.map(({ name }) => name)).toEqual(['sub']);
    expect(claims).toMatchObject({ jti: 'x' });
  });

  it('may have attributes by whatever name', async () => {
    const party = new OpenIdParty();
    party.claims = JSON.parse('{"__proto__":"x","constructor":"y"}');
    const { identity } = await loggedIn({ party });
    expect(Object.getPrototypeOf(identity)).toBe(Object.prototype);
    expect(identity.attributes.find(({ name }) => name === 'constructor')?.values).toEqual(['y']);
  });

  it('says of claims that are kept elsewhere that they are there, and fetches none', async () => {
    const party = new OpenIdParty();
    party.claims = {
      _claim_names: { groups: 'src', phone: 'src', email: 'src' },
      _claim_sources: { src: { endpoint: 'https://evil.example/claims', access_token: 'x' } },
      email: 'alice@example.org',
    };
    const { identity, claims } = await loggedIn({ party });
    expect(identity.attributes.filter(({ truncated }) => truncated)).toEqual([
      { name: 'groups', values: [], content: [], truncated: true },
      { name: 'phone', values: [], content: [], truncated: true },
    ]);
    expect(claims).toHaveProperty('_claim_sources');
    expect(party.requests.map(({ path }) => path)).toEqual(['/token', '/jwks']);
  });

  it.each([
    [{ hasgroups: true }, true],
    [{ hasgroups: 'true' }, true],
    [{ hasgroups: false }, undefined],
    [{ hasgroups: true, groups: ['a'] }, undefined],
    [{ _claim_names: ['groups'] }, undefined],
  ])('says that groups are not all there where Entra ID says so: %j', async (claims, truncated) => {
    const { identity } = await by(claims);
    expect(identity.attributes.find(({ name }) => name === 'groups')?.truncated).toBe(truncated);
    expect(identity.attributes.filter(({ name }) => name === 'groups').length).toBeLessThan(2);
  });

  it('of UserInfo says so as well', async () => {
    const party = new OpenIdParty();
    party.person = { _claim_names: { groups: 'src' } };
    const { identity } = await loggedIn({ party, client: us({ userInfo: true }) });
    expect(identity.attributes.at(-1)).toEqual({ name: 'groups', values: [], content: [], truncated: true, format: 'userinfo' });
  });

  it('is known at Entra ID by the object id within its tenant, and logs out by its subject', async () => {
    const tid = '3aa4a235-b6e2-48d5-9195-7fcf05b459b0';
    const party = new OpenIdParty(`https://login.microsoftonline.com/${tid}/v2.0`);
    party.claims = { oid: 'object', tid };
    const { identity, session } = await loggedIn({ party });
    expect([identity.subject, identity.issuer, session.subject]).toEqual([
      { value: 'object', nameQualifier: tid },
      party.issuer,
      { value: 'alice' },
    ]);
    const bySub = await loggedIn({ party, provider: them(party, {}, { subject: 'sub' }) });
    expect(bySub.identity.subject).toEqual({ value: 'alice' });
  });

  it('of a tenant among many has the issuer of its tenant', async () => {
    const tid = '3aa4a235-b6e2-48d5-9195-7fcf05b459b0';
    const party = new OpenIdParty('https://login.microsoftonline.com/{tenantid}/v2.0');
    const issuer = `https://login.microsoftonline.com/${tid}/v2.0`;
    party.claims = { oid: 'object', tid, iss: issuer };
    const provider = them(party, { namesItself: false }, { tenants: [tid] });
    const { identity } = await loggedIn({ party, provider, answer: { iss: undefined } });
    expect(identity).toMatchObject({ provider: 'op', issuer });
  });
});

describe('an authentication', () => {
  it('was when the provider says, or else when the token was made', async () => {
    const party = new OpenIdParty();
    expect((await by({}, party)).authentication).toEqual({ instant: party.world.now(), authorities: [] });
    expect((await by({ auth_time: 1_000 })).authentication.instant).toEqual(new Date(1_000_000));
  });

  it('has one method or several, as texts', async () => {
    expect((await by({ amr: 'pwd' })).authentication.methods).toEqual(['pwd']);
    for (const amr of [7, ['pwd', 7], null, {}]) expect((await by({ amr })).authentication).not.toHaveProperty('methods');
    expect((await by({ acr: '' })).authentication).not.toHaveProperty('contextClass');
  });
});

describe('a session', () => {
  it('ends when the provider wants it to', async () => {
    expect((await by({ session_expiry: 2_000_000_000 })).session.notOnOrAfter).toEqual(new Date(2_000_000_000_000));
    for (const session_expiry of ['2000000000', null, 1e300])
      expect((await by({ session_expiry })).session).not.toHaveProperty('notOnOrAfter');
  });

  it('need not have a name', async () => {
    for (const sid of [undefined, '', 7]) expect((await by({ sid })).session).not.toHaveProperty('index');
  });
});

async function by(claims: Changes, party = new OpenIdParty(), given: Case = {}) {
  party.claims = claims;
  return await loggedIn({ party, ...given });
}
