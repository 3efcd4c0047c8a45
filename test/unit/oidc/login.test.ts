import { createHash, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { login } from '../../../src/oidc/login.ts';
import type { LoginOptions } from '../../../src/oidc/login-options.ts';
import { partOf } from '../../support/jws.ts';
import { keyPair } from '../../support/keys.ts';
import { detailsOf, them, us } from '../../support/openid-login.ts';
import { OpenIdParty } from '../../support/openid-party.ts';
import { laterRefusal } from '../../support/refusal.ts';

describe('a request', () => {
  it('asks for a code, with PKCE, a state and a nonce, and nothing else unless told so', async () => {
    const { parameters, pending, url } = await begin();
    expect(url.origin + url.pathname).toBe('https://op.example/authorize');
    expect(parameters).toEqual({
      client_id: 'client',
      response_type: 'code',
      redirect_uri: 'https://rp.example/callback',
      scope: 'openid profile email',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: createHash('sha256').update(pending.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    expect(new Set([pending.state, pending.nonce, pending.codeVerifier]).size).toBe(3);
    for (const secret of [pending.state, pending.nonce, pending.codeVerifier]) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(url.href).not.toContain(pending.codeVerifier);
  });

  it('is remembered as plain JSON: whom, where, when, and what must come back', async () => {
    const { pending } = await begin({ maxAgeSeconds: 0, requireAcr: ['gold'], returnTo: '/inbox', responseMode: 'form_post' });
    expect(pending).toEqual({
      protocol: 'oidc',
      provider: 'op',
      issuer: 'https://op.example',
      clientId: 'client',
      redirectUri: 'https://rp.example/callback',
      responseMode: 'form_post',
      state: expect.any(String),
      nonce: expect.any(String),
      codeVerifier: expect.any(String),
      issuedAt: '2026-01-15T12:00:00.000Z',
      maxAgeSeconds: 0,
      requireAcr: ['gold'],
      returnTo: '/inbox',
    });
    expect(JSON.parse(JSON.stringify(pending))).toEqual(pending);
  });

  it.each<readonly [LoginOptions, Readonly<Record<string, string>>]>([
    [{ responseMode: 'query' }, {}],
    [{ responseMode: 'form_post' }, { response_mode: 'form_post' }],
    [{ responseMode: 'query.jwt' }, { response_mode: 'query.jwt' }],
    [{ responseMode: 'form_post.jwt' }, { response_mode: 'form_post.jwt' }],
    [{ prompt: 'none' }, { prompt: 'none' }],
    [{ prompt: ['login', 'consent'] }, { prompt: 'login consent' }],
    [{ prompt: [] }, {}],
    [{ maxAgeSeconds: 0 }, { max_age: '0' }],
    [{ maxAgeSeconds: 3_600 }, { max_age: '3600' }],
    [{ acrValues: ['a', 'b'] }, { acr_values: 'a b' }],
    [{ requireAcr: ['a', 'b'] }, { claims: '{"id_token":{"acr":{"essential":true,"values":["a","b"]}}}' }],
    [{ loginHint: 'alice@example.org' }, { login_hint: 'alice@example.org' }],
    [{ domainHint: 'example.org' }, { domain_hint: 'example.org' }],
    [{ uiLocales: ['de-CH', 'en'] }, { ui_locales: 'de-CH en' }],
    [{ claims: { userinfo: { email: null } } }, { claims: '{"userinfo":{"email":null}}' }],
    [{ scopes: ['groups'] }, { scope: 'openid groups' }],
    [{ parameters: { hd: 'example.org' } }, { hd: 'example.org' }],
    [{ returnTo: '/secret' }, {}],
  ])('says %j', async (options, expected) => {
    const { parameters: usual } = await begin();
    const { parameters } = await begin(options);
    const { state: _, nonce: __, code_challenge: ___, ...rest } = usual;
    expect(parameters).toMatchObject({ ...rest, ...expected });
    const added = Object.keys(parameters).filter((name) => !(name in usual));
    expect(added.toSorted()).toEqual(
      Object.keys(expected)
        .filter((name) => name !== 'scope')
        .toSorted(),
    );
  });

  it('demands a context beside whatever else is asked for', async () => {
    const claims = { userinfo: { name: null }, id_token: { email: null, acr: { value: 'x' } } };
    const { parameters } = await begin({ claims, requireAcr: ['gold'] });
    expect(JSON.parse(parameters['claims'] ?? '')).toEqual({
      userinfo: { name: null },
      id_token: { email: null, acr: { value: 'x', essential: true, values: ['gold'] } },
    });
  });

  it.each<readonly [string, Record<string, unknown>]>([
    ['responsemode', { responsemode: 'query' }],
    ['responseMode', { responseMode: 'fragment' }],
    ['prompt', { prompt: 'Login' }],
    ['prompt', { prompt: ['none', 'login'] }],
    ['prompt', { prompt: 7 }],
    ['maxAgeSeconds', { maxAgeSeconds: -1 }],
    ['maxAgeSeconds', { maxAgeSeconds: 1.5 }],
    ['maxAgeSeconds', { maxAgeSeconds: '0' }],
    ['acrValues', { acrValues: ['a b'] }],
    ['acrValues', { acrValues: 'a' }],
    ['requireAcr', { requireAcr: [] }],
    ['requireAcr', { requireAcr: ['a b'] }],
    ['uiLocales', { uiLocales: [''] }],
    ['loginHint', { loginHint: '' }],
    ['domainHint', { domainHint: 7 }],
    ['returnTo', { returnTo: '' }],
    ['claims.id', { claims: { id: {} } }],
    ['claims', { claims: { id_token: 'x' } }],
    ['scopes', { scopes: ['a b'] }],
    ['parameters.state', { parameters: { state: 'x' } }],
    ['parameters.request_uri', { parameters: { request_uri: 'x' } }],
    ['parameters.client_secret', { parameters: { client_secret: 'x' } }],
    ['parameters.x', { parameters: { x: 7 } }],
  ])('refuses %s: %j', async (field, options) => {
    // Sound: what somebody without types may write.
    expect(await detailsOf(() => begin(options as LoginOptions))).toMatchObject({ code: 'config.invalid', details: { field } });
  });

  it('keeps the query that the endpoint has, but what we ask for counts', async () => {
    const party = new OpenIdParty();
    const provider = them(party, { authorizationEndpoint: 'https://op.example/authorize?tenant=a&client_id=x' });
    const { outgoing } = await login(us(), provider, {}, party.world);
    const { searchParams } = new URL(outgoing.kind === 'redirect' ? outgoing.url : '');
    expect([searchParams.get('tenant'), searchParams.getAll('client_id')]).toEqual(['a', ['client']]);
  });

  it('goes to a provider whose record is kept fresh', async () => {
    const party = new OpenIdParty();
    const source = { current: async () => them(party), refreshed: async () => them(party) };
    expect((await login(us(), source, {}, party.world)).pending.provider).toBe('op');
    const broken = { current: () => Promise.reject(new Error('x')), refreshed: async () => them(party) };
    await expect(login(us(), broken, {}, party.world)).rejects.toThrow('x');
  });

  it('names the key that tokens are to be bound to', async () => {
    const client = us({ dpop: { privateKey: keyPair('p-256', 'rp').privateKey } });
    const { parameters } = await begin({}, client);
    expect(parameters['dpop_jkt']).toMatch(/^[\w-]{43}$/);
  });

  it('needs a clock', async () => {
    const party = new OpenIdParty();
    const env = { ...party.world, now: () => new Date(Number.NaN) };
    expect(await laterRefusal(() => login(us(), them(party), {}, env))).toBe('config.invalid');
  });
});

describe('a request that is pushed', () => {
  it('goes to the provider, and the browser carries a reference alone', async () => {
    const { party, parameters, pending } = await begin({ pushed: true });
    expect(parameters).toEqual({ client_id: 'client', request_uri: 'urn:ietf:params:oauth:request_uri:0' });
    const [{ form, path, method } = { form: new URLSearchParams(), path: '', method: '' }] = party.requests;
    expect([method, path, form.get('state'), form.get('client_id')]).toEqual(['POST', '/par', pending.state, 'client']);
  });

  it('is so by itself where the provider takes no other, unless told otherwise', async () => {
    const party = new OpenIdParty();
    const provider = them(party, { wantsPushedRequests: true });
    await login(us(), provider, {}, party.world);
    expect(party.count('/par')).toBe(1);
    await login(us(), provider, { pushed: false }, party.world);
    expect(party.count('/par')).toBe(1);
  });

  it('proves who we are, and with which key tokens are to be bound', async () => {
    const client = us({
      authentication: { kind: 'secret-post', secret: 'secret' },
      dpop: { privateKey: keyPair('p-256', 'rp').privateKey },
    });
    const { party } = await begin({ pushed: true }, client);
    const [asked] = party.requests;
    expect(asked?.form.get('client_secret')).toBe('secret');
    expect(partOf(asked?.headers.get('dpop') ?? '', 1)).toMatchObject({ htm: 'POST', htu: 'https://op.example/par' });
  });

  it('fails where the provider has no place for it, refuses it, or gives no reference', async () => {
    const party = new OpenIdParty();
    const { pushedRequest: _, ...endpoints } = them(party).endpoints;
    const without = { ...them(party), endpoints };
    expect(await detailsOf(() => login(us(), without, { pushed: true }, party.world))).toMatchObject({
      code: 'provider.endpoint',
      details: { provider: 'op', service: 'pushedRequest' },
    });
    party.answers.set('/par', () => Response.json({ error: 'invalid_request', error_description: 'no' }, { status: 400 }));
    expect(await detailsOf(() => login(us(), them(party), { pushed: true }, party.world))).toEqual({
      code: 'token.refused',
      details: { endpoint: 'pushedRequest', status: 400, error: 'invalid_request', message: 'no' },
    });
    party.answers.set('/par', () => Response.json({ expires_in: 60 }, { status: 201 }));
    expect(await detailsOf(() => login(us(), them(party), { pushed: true }, party.world))).toMatchObject({
      code: 'provider.document',
      details: { field: 'request_uri' },
    });
  });
});

describe('a request that is signed', () => {
  const key = keyPair('p-256', 'rp');
  const client = us({ requestSigning: { signer: { privateKey: key.privateKey }, keyId: 'requests' } });

  it('says all of it in a token of five minutes, for this provider alone', async () => {
    const { party, parameters, pending } = await begin({ maxAgeSeconds: 60, requireAcr: ['gold'] }, client);
    const { request = '', ...rest } = parameters;
    expect(rest).toEqual({ client_id: 'client', response_type: 'code', scope: 'openid profile email' });
    expect(partOf(request, 0)).toEqual({ alg: 'ES256', typ: 'oauth-authz-req+jwt', kid: 'requests' });
    expect(partOf(request, 1)).toEqual({
      client_id: 'client',
      response_type: 'code',
      redirect_uri: 'https://rp.example/callback',
      scope: 'openid profile email',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: expect.any(String),
      code_challenge_method: 'S256',
      max_age: 60,
      claims: { id_token: { acr: { essential: true, values: ['gold'] } } },
      iss: 'client',
      aud: 'https://op.example',
      jti: expect.stringMatching(/^[\w-]{43}$/),
      iat: party.seconds,
      nbf: party.seconds,
      exp: party.seconds + 300,
    });
    const [header = '', payload = '', signature = ''] = request.split('.');
    const input = { key: key.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), input, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('can be pushed, too', async () => {
    const { party } = await begin({ pushed: true }, client);
    expect(partOf(party.requests[0]?.form.get('request') ?? '', 1)).toMatchObject({ aud: 'https://op.example' });
    expect(party.requests[0]?.form.has('state')).toBe(false);
  });
});

async function begin(options: LoginOptions = {}, client = us()) {
  const party = new OpenIdParty();
  const { outgoing, pending } = await login(client, them(party), options, party.world);
  const url = new URL(outgoing.kind === 'redirect' ? outgoing.url : '');
  return { party, pending, url, parameters: Object.fromEntries(url.searchParams) };
}
