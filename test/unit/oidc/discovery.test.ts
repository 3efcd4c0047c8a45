import { describe, expect, it } from 'vitest';
import { isSsoError } from '../../../src/core/errors.ts';
import { discover, providerSource } from '../../../src/oidc/discovery.ts';
import type { ProviderOptions } from '../../../src/oidc/provider.ts';
import { detailsOf } from '../../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../../support/openid-party.ts';
import { laterRefusal, refusal, refusalDetails } from '../../support/refusal.ts';

const openid = '/.well-known/openid-configuration';
const oauth = '/.well-known/oauth-authorization-server';

describe('a provider that is discovered', () => {
  it('is what its document says', async () => {
    const party = new OpenIdParty();
    const found = await discover(party.issuer, { id: 'op' }, party.world);
    expect({ ...found, keys: undefined }).toEqual({
      id: 'op',
      issuer: 'https://op.example',
      subject: 'sub',
      endpoints: {
        authorization: 'https://op.example/authorize',
        token: 'https://op.example/token',
        userInfo: 'https://op.example/userinfo',
        pushedRequest: 'https://op.example/par',
        revocation: 'https://op.example/revoke',
        introspection: 'https://op.example/introspect',
        endSession: 'https://op.example/logout',
      },
      mutualTlsEndpoints: {},
      namesItself: true,
      wantsPushedRequests: false,
      learntFrom: 'https://op.example',
      refreshAt: new Date(party.world.now().getTime() + 3_600_000),
      keys: undefined,
    });
    expect([found, found.endpoints, found.mutualTlsEndpoints].map(Object.isFrozen)).toEqual([true, true, true]);
    expect(party.requests.map(({ url }) => url)).toEqual([`https://op.example${openid}`]);
  });

  it('fetches its keys from where it publishes them, once they are needed', async () => {
    const party = new OpenIdParty();
    party.document = { jwks_uri: 'https://keys.example/other/jwks' };
    party.answers.set('/other/jwks', () => Response.json({ keys: [] }));
    const { keys } = await discover(party.issuer, {}, party.world);
    expect(party.requests).toHaveLength(1);
    expect((await keys.current()).keys).toEqual([]);
    expect(party.requests[1]).toMatchObject({ url: 'https://keys.example/other/jwks', init: { learntFrom: 'https://op.example' } });
  });

  it('is found at the place of plain OAuth where there is nothing at the usual one', async () => {
    const party = new OpenIdParty('https://op.example/tenant/a');
    const document = party.answers.get(`/tenant/a${openid}`) ?? (() => Response.error());
    party.answers.delete(`/tenant/a${openid}`);
    party.answers.set(`${oauth}/tenant/a`, document);
    expect((await discover(party.issuer, {}, party.world)).issuer).toBe(party.issuer);
    expect(party.requests.map(({ path }) => path)).toEqual([`/tenant/a${openid}`, `${oauth}/tenant/a`]);
  });

  it('is nowhere: then it is the usual place that is told', async () => {
    const party = new OpenIdParty();
    party.answers.clear();
    expect(await detailsOf(() => discover(party.issuer, {}, party.world))).toEqual({
      code: 'transport.status',
      details: { url: `https://op.example${openid}`, status: 404 },
    });
    party.answers.set(oauth, () => new Response(null, { status: 500 }));
    expect(await detailsOf(() => discover(party.issuer, {}, party.world))).toMatchObject({
      details: { url: `https://op.example${oauth}` },
    });
  });

  it('that fails otherwise is asked nowhere else', async () => {
    for (const [answer, code] of [
      [() => new Response(null, { status: 500 }), 'transport.status'],
      [() => new Response('<html>', { headers: { 'content-type': 'text/html' } }), 'transport.content-type'],
      [() => new Response('{', { headers: { 'content-type': 'application/json' } }), 'transport.json'],
    ] as const) {
      const party = new OpenIdParty();
      party.answers.set(openid, answer);
      expect(await laterRefusal(() => discover(party.issuer, {}, party.world))).toBe(code);
      expect(party.requests).toHaveLength(1);
    }
  });

  it('calls itself what was typed, and is told with what to change', async () => {
    const party = new OpenIdParty();
    party.document = { issuer: 'https://op.example/' };
    expect(await detailsOf(() => discover('https://op.example', {}, party.world))).toMatchObject({
      code: 'provider.issuer',
      details: { expected: 'https://op.example', found: 'https://op.example/', remedy: expect.any(String) },
    });
    party.document = { issuer: 'https://other.example' };
    expect(await laterRefusal(() => discover(party.issuer, {}, party.world))).toBe('provider.issuer');
    expect(party.count('/jwks')).toBe(0);
  });

  it.each(['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri'])('has %s, as a text', async (field) => {
    for (const value of [undefined, 7, ['https://op.example']]) {
      const party = new OpenIdParty();
      party.document = { [field]: value };
      expect(await detailsOf(() => discover(party.issuer, {}, party.world))).toMatchObject({
        code: 'provider.document',
        details: { provider: party.issuer, field },
      });
    }
  });

  it.each([
    'authorization_endpoint',
    'token_endpoint',
    'jwks_uri',
    'userinfo_endpoint',
    'pushed_authorization_request_endpoint',
    'revocation_endpoint',
    'introspection_endpoint',
    'end_session_endpoint',
  ])('has no %s but by https', async (field) => {
    for (const address of ['http://op.example/x', 'javascript:alert(1)', 'file:///etc/passwd', '/x', '', 'https://a:b@op.example'])
      expect(await documentRefusal({ [field]: address })).toBe(field);
    expect(await documentRefusal({ [field]: 'http://127.0.0.1/x' })).toBeUndefined();
  });

  it('need not have more than that', async () => {
    const optional = ['userinfo', 'pushed_authorization_request', 'revocation', 'introspection', 'end_session'].map(
      (name) => `${name}_endpoint`,
    );
    for (const nothing of [undefined, null]) {
      const party = new OpenIdParty();
      party.document = Object.fromEntries(optional.map((name) => [name, nothing]));
      const { endpoints } = await discover(party.issuer, {}, party.world);
      expect(Object.keys(endpoints).toSorted()).toEqual(['authorization', 'token']);
    }
  });

  it('may have other addresses for those who come with a certificate', async () => {
    const party = new OpenIdParty();
    party.document = { mtls_endpoint_aliases: { token_endpoint: 'https://mtls.op.example/token', x: 'y' } };
    expect((await discover(party.issuer, {}, party.world)).mutualTlsEndpoints).toEqual({ token: 'https://mtls.op.example/token' });
    expect(await documentRefusal({ mtls_endpoint_aliases: { token_endpoint: 'http://op.example/token' } })).toBe('token_endpoint');
    expect(await documentRefusal({ mtls_endpoint_aliases: 'x' })).toBeUndefined();
  });

  it('says by true, and nothing else, what it does', async () => {
    for (const [value, expected] of [
      [true, true],
      ['true', false],
      [1, false],
      [undefined, false],
    ] as const) {
      const party = new OpenIdParty();
      party.document = { authorization_response_iss_parameter_supported: value, require_pushed_authorization_requests: value };
      expect(await discover(party.issuer, {}, party.world)).toMatchObject({ namesItself: expected, wantsPushedRequests: expected });
    }
  });

  it('is known by its issuer unless it is given a name', async () => {
    const party = new OpenIdParty();
    expect((await discover(party.issuer, {}, party.world)).id).toBe('https://op.example');
  });

  it.each([
    [{ id: '' }, 'id'],
    [{ subject: 'email' }, 'subject'],
    [{ tenants: 'any' }, 'tenants'],
    [{ tenant: 'any' }, 'tenant'],
  ])('has options that exist and can be: %j', async (options, field) => {
    const party = new OpenIdParty();
    // Sound: what somebody without types may write.
    const given = options as ProviderOptions;
    expect(await detailsOf(() => discover(party.issuer, given, party.world))).toMatchObject({ code: 'config.invalid', details: { field } });
  });

  it('is asked at an issuer', async () => {
    for (const issuer of ['http://op.example', `https://op.example${openid}`, ''])
      expect(await laterRefusal(() => discover(issuer))).toBe('config.invalid');
  });
});

describe('Entra ID', () => {
  const [microsoft, tenant] = ['https://login.microsoftonline.com', '3aa4a235-b6e2-48d5-9195-7fcf05b459b0'];
  const at = (path: string, issuer: string) => {
    const party = new OpenIdParty(`${microsoft}/${path}/v2.0`);
    party.document = { issuer };
    return (options: ProviderOptions) => discover(party.issuer, options, party.world);
  };

  it.each(['common', 'organizations', 'consumers'])('at %s is a provider for many tenants, which must be named', async (shared) => {
    const asked = at(shared, `${microsoft}/{tenantid}/v2.0`);
    expect(await asked({ tenants: [tenant] })).toMatchObject({
      issuer: `${microsoft}/{tenantid}/v2.0`,
      id: `${microsoft}/{tenantid}/v2.0`,
      tenants: [tenant],
      subject: 'oid',
    });
    expect(await asked({ tenants: 'any', subject: 'sub' })).toMatchObject({ tenants: 'any', subject: 'sub' });
    expect(await detailsOf(() => asked({}))).toMatchObject({ code: 'config.invalid', details: { field: 'tenants' } });
  });

  it('of one tenant is a provider like any other, whose people are known by their object id', async () => {
    const asked = at(tenant, `${microsoft}/${tenant}/v2.0`);
    expect(await asked({})).toMatchObject({ issuer: `${microsoft}/${tenant}/v2.0`, subject: 'oid' });
    expect(await asked({})).not.toHaveProperty('tenants');
    expect(await detailsOf(() => asked({ tenants: 'any' }))).toMatchObject({ details: { field: 'tenants' } });
  });

  it('for personal accounts may name the tenant that they all belong to', async () => {
    const asked = at('consumers', `${microsoft}/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0`);
    expect((await asked({})).subject).toBe('oid');
  });

  it('is recognised in each cloud, and nowhere else', async () => {
    const subject = async (issuer: string) => (await discover(issuer, {}, new OpenIdParty(issuer).world)).subject;
    for (const host of ['login.microsoftonline.com', 'login.microsoftonline.us', 'login.partner.microsoftonline.cn', 'sts.windows.net'])
      expect(await subject(`https://${host}/${tenant}/v2.0`)).toBe('oid');
    for (const host of ['login.microsoftonline.com.evil.example', 'xlogin.microsoftonline.com', 'sts-windows.net'])
      expect(await subject(`https://${host}/${tenant}/v2.0`)).toBe('sub');
  });
});

describe('a provider that is kept fresh', () => {
  it('is asked when it is first needed, and again every hour', async () => {
    const party = new OpenIdParty();
    const source = providerSource(party.issuer, { id: 'op' }, party.world);
    expect(party.requests).toEqual([]);
    const first = await source.current();
    party.world.pass(3_599);
    expect(await source.current()).toBe(first);
    party.world.pass(1);
    party.document = { token_endpoint: 'https://op.example/new' };
    expect((await source.current()).endpoints.token).toBe('https://op.example/new');
    expect(party.count(openid)).toBe(2);
  });

  it('that is down does not keep a service from starting, and is asked again after one second, two, four, up to a minute', async () => {
    const party = new OpenIdParty();
    const usual = party.answers.get(openid);
    party.answers.set(openid, () => new Response(null, { status: 503 }));
    const source = providerSource(party.issuer, {}, party.world);
    let asked = 0;
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      asked += 1;
      expect([await laterRefusal(() => source.current()), party.count(openid)]).toEqual(['transport.status', asked]);
      party.world.pass(seconds - 0.001);
      expect([await laterRefusal(() => source.current()), party.count(openid)]).toEqual(['transport.status', asked]);
      party.world.pass(0.001);
    }
    if (usual !== undefined) party.answers.set(openid, usual);
    expect((await source.current()).issuer).toBe(party.issuer);
  });

  it('stays in use while it is down, and begins anew to be asked once it was there', async () => {
    const party = new OpenIdParty();
    const source = providerSource(party.issuer, {}, party.world);
    const first = await source.current();
    const usual = party.answers.get(openid);
    party.answers.set(openid, () => new Response(null, { status: 503 }));
    party.world.pass(3_600);
    expect([await source.current(), party.count(openid)]).toEqual([first, 2]);
    expect([await source.current(), party.count(openid)]).toEqual([first, 2]);
    party.world.pass(1);
    expect([await source.current(), party.count(openid)]).toEqual([first, 3]);
    party.world.pass(1);
    expect([await source.current(), party.count(openid)]).toEqual([first, 3]);
    if (usual !== undefined) party.answers.set(openid, usual);
    party.world.pass(1);
    expect(await source.current()).not.toBe(first);
    party.answers.set(openid, () => new Response(null, { status: 503 }));
    party.world.pass(3_600);
    await source.current();
    party.world.pass(1);
    await source.current();
    expect(party.count(openid)).toBe(6);
  });

  it('that calls itself something else all of a sudden stays what it was', async () => {
    const party = new OpenIdParty();
    const source = providerSource(party.issuer, {}, party.world);
    const first = await source.current();
    party.document = { issuer: 'https://evil.example' };
    party.world.pass(3_600);
    expect(await source.current()).toBe(first);
  });

  it('is asked once for all who ask at once', async () => {
    const party = new OpenIdParty();
    const source = providerSource(party.issuer, {}, party.world);
    const found = await Promise.all([source.current(), source.current(), source.refreshed('due')]);
    expect([new Set(found).size, party.requests.length]).toEqual([1, 1]);
  });

  it('is asked whenever somebody says that it is time, but not for a key that nobody knows', async () => {
    const party = new OpenIdParty();
    const source = providerSource(party.issuer, {}, party.world);
    const first = await source.refreshed('unknown-key');
    expect(await source.refreshed('unknown-key')).toBe(first);
    expect(await source.refreshed('due')).not.toBe(first);
    expect(party.count(openid)).toBe(2);
  });

  it('keeps its keys as long as they are published at the same place', async () => {
    const party = new OpenIdParty();
    const source = providerSource(party.issuer, {}, party.world);
    const { keys } = await source.current();
    expect((await source.refreshed('due')).keys).toBe(keys);
    party.document = { jwks_uri: 'https://op.example/new' };
    party.answers.set('/new', () => Response.json({ keys: [] }));
    const moved = (await source.refreshed('due')).keys;
    expect(moved).not.toBe(keys);
    expect([(await moved.current()).keys, (await keys.current()).keys.length]).toEqual([[], 1]);
  });

  it('is refused at once where what was typed cannot be', () => {
    expect(refusalDetails(() => providerSource('http://op.example'))).toMatchObject({ field: 'issuer' });
    expect(refusal(() => providerSource('https://op.example', { id: ' ' }))).toBe('config.invalid');
  });
});

/** The field for which a document is refused, if it is. */
async function documentRefusal(document: Changes): Promise<string | undefined> {
  const party = new OpenIdParty();
  party.document = document;
  try {
    await discover(party.issuer, {}, party.world);
    return undefined;
  } catch (error) {
    if (isSsoError(error) && error.code === 'provider.document') return error.details.field;
    throw error;
  }
}
