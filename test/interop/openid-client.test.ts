import type { webcrypto } from 'node:crypto';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyIdOf } from '../../src/jose/sign.ts';
import { type Arrival, Browser } from '../support/browser.ts';
import type { KeyPair } from '../support/keys.ts';
import { clientSecret, home, registered } from '../support/openid-clients.ts';
import { clientKeys } from '../support/openid-keys.ts';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.ts';
import { person } from '../support/openid-settings.ts';

/** Both sides made by others: what our own side is held against later works among them. */
describe('openid-client at oidc-provider', () => {
  let op: OpenIdProvider;
  beforeAll(async () => {
    op = await startOpenIdProvider({ clients: registered });
  });
  afterAll(async () => {
    expect(op.faults).toEqual([]);
    await op.close();
  });

  it.for(['none', 'secret-basic', 'secret-post', 'secret-jwt', 'private-key-jwt'])('signs in with the authentication %s', async (name) => {
    const config = await discovered(op, name, (await authentications())[name]);
    const tokens = await redeemed(config, await begun(config));
    expect(tokens.claims()).toMatchObject({ iss: op.issuer, aud: name, sub: 'alice' });
    const info = await openid.fetchUserInfo(config, tokens.access_token, 'alice');
    expect(info).toMatchObject(person);
    expect(op.requests).toEqual(expect.arrayContaining(['GET /jwks', 'POST /token', 'GET /me']));
  });

  it.for(['PS256', 'ES256', 'EdDSA', 'RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES'])('reads ID tokens with %s', async (name) => {
    const config = await discovered(op, name);
    if (name.includes('-')) await decrypting(config);
    expect((await redeemed(config, await begun(config))).claims()?.sub).toBe('alice');
  });

  it.for(['signed-userinfo', 'encrypted-userinfo'])('reads %s', async (name) => {
    const config = await discovered(op, name);
    await decrypting(config);
    const { access_token } = await redeemed(config, await begun(config));
    expect(await openid.fetchUserInfo(config, access_token, 'alice')).toMatchObject(person);
  });

  it('takes the answer by form_post, and signed', async () => {
    const config = await discovered(op, 'secret-basic');
    const posted = await begun(config, { response_mode: 'form_post' });
    expect(posted.arrival.method).toBe('post');
    expect((await redeemed(config, posted)).claims()?.sub).toBe('alice');
    const signed = await discovered(op, 'signed-answers');
    openid.useJwtResponseMode(signed);
    expect((await redeemed(signed, await begun(signed))).claims()?.sub).toBe('alice');
  });

  it('pushes its request, and signs it', async () => {
    const key = await privateKey('assertions');
    const pushed = await discovered(op, 'pushed', openid.PrivateKeyJwt({ key, kid: kidOf(clientKeys.assertions) }));
    const way = { build: openid.buildAuthorizationUrlWithPAR };
    expect((await redeemed(pushed, await begun(pushed, {}, way))).claims()?.sub).toBe('alice');
    const signing = await discovered(op, 'signed-requests');
    const build: Way['build'] = async (config, parameters) =>
      await openid.buildAuthorizationUrlWithJAR(config, parameters, { key: await privateKey('requests'), kid: kidOf(clientKeys.requests) });
    expect((await redeemed(signing, await begun(signing, {}, { build }))).claims()?.sub).toBe('alice');
  });

  it('hears that a person has refused', async () => {
    const config = await discovered(op, 'secret-basic');
    const { arrival } = await begun(config, {}, { login: 'nobody' });
    expect(Object.fromEntries(arrival.parameters)).toMatchObject({ error: 'access_denied', iss: op.issuer });
  });

  it('refreshes twice, asks what a token is worth, and revokes it', async () => {
    const config = await discovered(op, 'secret-basic');
    const first = await redeemed(config, await begun(config));
    const second = await openid.refreshTokenGrant(config, first.refresh_token ?? '');
    const third = await openid.refreshTokenGrant(config, second.refresh_token ?? '');
    expect(new Set([first, second, third].map(({ refresh_token }) => refresh_token)).size).toBe(3);
    expect(await openid.tokenIntrospection(config, third.access_token)).toMatchObject({ active: true, sub: 'alice' });
    await openid.tokenRevocation(config, third.access_token);
    expect(await openid.tokenIntrospection(config, third.access_token)).toEqual({ active: false });
  });

  it('knows the new keys after a rotation', async () => {
    const config = await discovered(op, 'secret-basic');
    await redeemed(config, await begun(config));
    op.rotate();
    const fresh = await discovered(op, 'secret-basic');
    expect((await redeemed(fresh, await begun(fresh))).claims()?.sub).toBe('alice');
  });

  it('signs out', async () => {
    const config = await discovered(op, 'secret-basic');
    const browser = new Browser(home.callback, home.signedOut);
    const { id_token } = await redeemed(config, await begun(config, {}, { browser }));
    const url = openid.buildEndSessionUrl(config, {
      id_token_hint: id_token ?? '',
      post_logout_redirect_uri: home.signedOut,
      state: 'over',
    });
    const left = await browser.carryOut(url.href, { logout: 'yes' });
    expect(left).toMatchObject({ url: home.signedOut, parameters: new URLSearchParams({ state: 'over' }) });
    const passive = await begun(config, { prompt: 'none' }, { browser });
    expect(passive.arrival.parameters.get('error')).toBe('login_required');
  });
});

describe('openid-client at oidc-provider that demands a nonce in every proof', () => {
  it('signs in', async () => {
    const op = await startOpenIdProvider({ clients: registered, dpopNonce: true });
    const config = await discovered(op, 'dpop');
    const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
    const tokens = await redeemed(config, await begun(config), { DPoP });
    expect(tokens.token_type).toBe('dpop');
    expect(await openid.fetchUserInfo(config, tokens.access_token, 'alice', { DPoP })).toMatchObject(person);
    expect(op.requests.filter((request) => request === 'POST /token').length).toBe(2);
    await op.close();
  });
});

/** How a login goes to the provider, where it is not the usual way. */
interface Way {
  readonly browser?: Browser;
  readonly login?: string;
  readonly build?: (config: openid.Configuration, parameters: Record<string, string>) => URL | Promise<URL>;
}

/** A login on its way: what came back, and what was remembered of the request. */
interface Begun {
  readonly arrival: Arrival;
  readonly checks: openid.AuthorizationCodeGrantChecks;
}

async function discovered(op: OpenIdProvider, clientId: string, authentication = openid.ClientSecretBasic(clientSecret)) {
  const metadata = registered.find(({ client_id }) => client_id === clientId);
  const execute = [openid.allowInsecureRequests, openid.enableNonRepudiationChecks];
  return await openid.discovery(new URL(op.issuer), clientId, metadata, authentication, { execute });
}

async function begun(
  config: openid.Configuration,
  parameters: Readonly<Record<string, string>> = {},
  { browser = new Browser(home.callback), login = 'alice', build = openid.buildAuthorizationUrl }: Way = {},
): Promise<Begun> {
  const [pkceCodeVerifier, expectedState, expectedNonce] = [openid.randomPKCECodeVerifier(), openid.randomState(), openid.randomNonce()];
  const url = await build(config, {
    redirect_uri: home.callback,
    scope: 'openid profile email groups',
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...parameters,
  });
  const arrival = await browser.carryOut(url.href, { login });
  if ('forms' in arrival) throw new Error(`no answer for us, but the page ${arrival.html}`);
  return { arrival, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}

async function redeemed(config: openid.Configuration, { arrival, checks }: Begun, options: openid.AuthorizationCodeGrantOptions = {}) {
  const { url, method, parameters } = arrival;
  const current = method === 'get' ? new URL(`${url}?${parameters}`) : new Request(url, { method: 'POST', body: parameters });
  return await openid.authorizationCodeGrant(config, current, checks, undefined, options);
}

async function decrypting(config: openid.Configuration): Promise<void> {
  const keys = [
    { kid: kidOf(clientKeys.rsa), key: await cryptoKey(clientKeys.rsa, { name: 'RSA-OAEP', hash: 'SHA-1' }, 'decrypt') },
    { kid: kidOf(clientKeys.rsa), key: await cryptoKey(clientKeys.rsa, { name: 'RSA-OAEP', hash: 'SHA-256' }, 'decrypt') },
    { kid: kidOf(clientKeys.ec), key: await cryptoKey(clientKeys.ec, { name: 'ECDH', namedCurve: 'P-256' }, 'deriveBits') },
  ];
  openid.enableDecryptingResponses(config, ['A256GCM', 'A128CBC-HS256'], ...keys);
}

async function authentications(): Promise<Readonly<Record<string, openid.ClientAuth>>> {
  const key = await privateKey('assertions');
  return {
    none: openid.None(),
    'secret-basic': openid.ClientSecretBasic(clientSecret),
    'secret-post': openid.ClientSecretPost(clientSecret),
    'secret-jwt': openid.ClientSecretJwt(clientSecret),
    'private-key-jwt': openid.PrivateKeyJwt({ key, kid: kidOf(clientKeys.assertions) }),
  };
}

async function privateKey(of: 'assertions' | 'requests'): Promise<webcrypto.CryptoKey> {
  if (of === 'requests') return await cryptoKey(clientKeys.requests, { name: 'ECDSA', namedCurve: 'P-256' }, 'sign');
  return await cryptoKey(clientKeys.assertions, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, 'sign');
}

function kidOf(key: KeyPair): string {
  return keyIdOf(key, 'key') ?? '';
}

type Algorithm = Parameters<typeof crypto.subtle.importKey>[2];

async function cryptoKey(
  { privateKey }: KeyPair,
  algorithm: Algorithm,
  usage: 'sign' | 'decrypt' | 'deriveBits',
): Promise<webcrypto.CryptoKey> {
  return await crypto.subtle.importKey('jwk', privateKey.export({ format: 'jwk' }), algorithm, false, [usage]);
}
