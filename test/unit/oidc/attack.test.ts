import { createPublicKey } from 'node:crypto';
import { inspect } from 'node:util';
import { CompactEncrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/core/json.ts';
import { verificationKey } from '../../../src/crypto/keys.ts';
import { readKeySet } from '../../../src/jose/key-set.ts';
import { type CallbackParameters, fromCallback } from '../../../src/oidc/callback.ts';
import { discover, providerSource } from '../../../src/oidc/discovery.ts';
import { finish } from '../../../src/oidc/finish.ts';
import { login } from '../../../src/oidc/login.ts';
import { refresh } from '../../../src/oidc/refresh.ts';
import { introspect, revoke } from '../../../src/oidc/token-administration.ts';
import { userInfo } from '../../../src/oidc/user-info.ts';
import { memoryReplayStore } from '../../../src/stores/memory.ts';
import { jwsSigner, partOf, publicJwkOf } from '../../support/jws.ts';
import { keyPair } from '../../support/keys.ts';
import { begun, loggedIn, refusals, them, us } from '../../support/openid-login.ts';
import { type Changes, OpenIdParty } from '../../support/openid-party.ts';
import { failedRules, laterRefusal, refusalOf } from '../../support/refusal.ts';

describe('whoever brings an answer', () => {
  it('does not have a code that is none exchanged because an error stands beside it', async () => {
    const party = new OpenIdParty();
    expect(await refusals({ party, answer: { code: '', error: 'access_denied' } })).toEqual(['provider.status']);
    expect(party.count('/token')).toBe(0);
  });

  it('does not choose the kind of the token that is taken for an ID token', async () => {
    for (const typ of [
      'at+jwt',
      'application/at+jwt',
      'logout+jwt',
      'dpop+jwt',
      'oauth-authz-req+jwt',
      'token-introspection+jwt',
      'secevent+jwt',
    ]) {
      const party = new OpenIdParty();
      party.header = { typ };
      expect(await refusals({ party })).toEqual(['id-token.type']);
    }
  });
});

describe('whoever has other tokens of the provider', () => {
  it('cannot use them for ID tokens: each lacks what only a login has', async () => {
    const others: readonly (readonly [JsonObject, string])[] = [
      [{ nonce: undefined as never, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } }, 'id-token.no-events'],
      [{ nonce: undefined as never, code: 'c', state: 's' }, 'id-token.nonce'],
    ];
    for (const [claims, rule] of others) {
      const party = new OpenIdParty();
      party.claims = claims;
      expect(await refusals({ party })).toContain(rule);
    }
  });

  it('cannot use an ID token for the answer to a login', async () => {
    const party = new OpenIdParty();
    const [, , , pending] = await begun({ party, options: { responseMode: 'query.jwt' } });
    const idToken = party.idToken('client', pending.nonce);
    const callback = fromCallback(new URLSearchParams({ response: idToken }), 'query');
    expect(await refusals({ party, options: { responseMode: 'query.jwt' }, callback })).toEqual(['callback.state', 'callback.code']);
    expect(party.count('/token')).toBe(0);
  });
});

describe('whoever publishes keys', () => {
  it('cannot have time burnt by numbers that no key has', () => {
    const { n, e, kty } = publicJwkOf(jwsSigner('RS256'));
    for (const [name, value] of Object.entries({ n, e })) {
      const keys = [{ kty, n, e, [name]: `${value}${'A'.repeat(3_000)}` }] as JsonObject[];
      expect(readKeySet({ keys })).toMatchObject({ keys: [], ignored: [{ problem: expect.stringContaining('octets') }] });
    }
  });

  it('cannot have it burnt in a certificate or in PEM either', () => {
    const { n } = publicJwkOf(jwsSigner('RS256'));
    const key = createPublicKey({ key: { kty: 'RSA', n: String(n), e: '_'.repeat(3_000) }, format: 'jwk' });
    for (const format of ['der', 'pem'] as const) {
      const material = format === 'der' ? key.export({ format, type: 'spki' }) : key.export({ format, type: 'spki' });
      expect(verificationKey(material)).toMatchObject({ problem: expect.stringContaining('octets') });
    }
  });
});

describe('a clock that is set back', () => {
  it('uses up no looks for keys', async () => {
    const party = new OpenIdParty();
    const provider = them(party);
    await provider.keys.current();
    for (let look = 0; look < 3; look += 1) await provider.keys.refreshed('unknown-key');
    expect(party.count('/jwks')).toBe(3);
    party.world.pass(-3_600);
    await provider.keys.refreshed('unknown-key');
    expect(party.count('/jwks')).toBe(4);
  });

  it('keeps no keys for longer', async () => {
    const party = new OpenIdParty();
    const provider = them(party);
    await provider.keys.current();
    party.world.pass(-3_600);
    await provider.keys.current();
    expect(party.count('/jwks')).toBe(2);
  });

  it('has nobody wait for a provider until the clock shows again what it showed', async () => {
    const party = new OpenIdParty();
    const path = '/.well-known/openid-configuration';
    const honest = party.answers.get(path);
    party.answers.set(path, () => new Response('', { status: 503 }));
    const source = providerSource(party.issuer, {}, party.world);
    expect(await laterRefusal(() => source.current())).toBe('transport.status');
    if (honest !== undefined) party.answers.set(path, honest);
    party.world.pass(-3_600);
    expect((await source.current()).issuer).toBe(party.issuer);
  });

  it('keeps no document for longer', async () => {
    const party = new OpenIdParty();
    const source = providerSource(party.issuer, {}, party.world);
    await source.current();
    party.world.pass(-7_200);
    await source.current();
    expect(party.count('/.well-known/openid-configuration')).toBe(2);
  });
});

describe('what a provider says of a person', () => {
  it('makes no two people one by a number that cannot be held', async () => {
    const party = new OpenIdParty();
    party.claims = { employee: 2 ** 53, level: 7, share: 0.5, big: 1e300 };
    const { identity } = await loggedIn({ party });
    const values = Object.fromEntries(identity.attributes.map(({ name, values: texts }) => [name, texts]));
    expect(values).toMatchObject({ employee: [], level: ['7'], share: ['0.5'], big: [] });
  });

  it('gives nobody a name that is half a character', async () => {
    for (const sub of ['\ud800', 'alice\udc00']) {
      const party = new OpenIdParty();
      party.claims = { sub };
      expect(await refusals({ party })).toEqual(['id-token.subject']);
    }
  });

  it('changes no prototype, whatever its claims are called', async () => {
    const party = new OpenIdParty();
    const [client, provider, callback, pending] = await begun({ party, seconds: 0 });
    const claims = JSON.stringify(partOf(party.idToken('client', pending.nonce), 1));
    const named = claims.replace('{', '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}},');
    party.tokens = { id_token: party.sign(named) };
    const found = await finish(client, provider, callback, pending, memoryReplayStore({}, party.world), party.world);
    expect(['admin' in {}, 'admin' in found.claims, 'admin' in { ...found.claims }]).toEqual([false, false, false]);
    expect(found.identity.attributes.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'sub']);
  });

  it('is text as it was written, also where it comes encrypted', async () => {
    const party = new OpenIdParty();
    const { privateKey, publicKey } = keyPair('rsa-2048', 'rp');
    const octets = Buffer.concat([Buffer.from('{"sub":"alice","name":"'), Buffer.of(0xff), Buffer.from('"}')]);
    const header = { alg: 'RSA-OAEP', enc: 'A256GCM' };
    const token = await new CompactEncrypt(octets).setProtectedHeader(header).encrypt(publicKey);
    party.answers.set('/userinfo', () => new Response(token, { headers: { 'content-type': 'application/jwt' } }));
    expect(await refusals({ party, client: us({ userInfo: true, decryption: [{ privateKey }] }) })).toEqual(['token.form']);
  });
});

describe('what is sent', () => {
  it('goes to the provider of the login and to no other', async () => {
    const [party, other] = [new OpenIdParty(), new OpenIdParty('https://other.example')];
    const found = await loggedIn({ party });
    const stranger = them(other, {}, { id: 'other' });
    expect(await failedRules(() => userInfo(us(), stranger, found, other.world))).toEqual(['user-info.issuer']);
    expect(await failedRules(() => refresh(us(), stranger, found, other.world))).toEqual(['refreshed.issuer']);
    expect(other.requests).toEqual([]);
  });

  it('is nothing that an option passes off as one of ours', async () => {
    for (const name of ['redirect_uri', 'Redirect_Uri', 'STATE', 'Request', 'client_Secret']) {
      const party = new OpenIdParty();
      expect(await laterRefusal(() => login(us(), them(party), { parameters: { [name]: 'x' } }, party.world))).toBe('config.invalid');
    }
  });

  it('goes nowhere that was only learnt without saying so', async () => {
    const party = new OpenIdParty();
    for (const path of ['/revoke', '/introspect']) party.answers.set(path, () => Response.json({ active: true }));
    const provider = await discover(party.issuer, {}, party.world);
    const client = us({ userInfo: true, dpop: { privateKey: keyPair('p-256', 'rp').privateKey } });
    party.tokens = { token_type: 'DPoP' };
    const found = await loggedIn({ party, client, provider, options: { pushed: true } });
    party.claims = { nonce: undefined };
    await refresh(client, provider, found, party.world);
    await revoke(client, provider, 'token', undefined, party.world);
    await introspect(client, provider, 'token', undefined, party.world);
    const [document, ...others] = party.requests;
    expect(document?.init.learntFrom).toBeUndefined();
    expect(others.map(({ path }) => path)).toEqual(['/par', '/token', '/jwks', '/userinfo', '/token', '/revoke', '/introspect']);
    expect(others.every(({ init }) => init.learntFrom === party.issuer)).toBe(true);
  });

  it('never stands in an error, not even where it could not be sent', async () => {
    const party = new OpenIdParty();
    party.tokens = { access_token: 'top\nsecret' };
    expect(await refusals({ party, client: us({ userInfo: true }) })).toEqual(['tokens.access-token']);
  });

  it.each(Object.keys(mishaps))('never stands in the error for %s', async (name) => {
    const party = new OpenIdParty();
    party.tokens = { access_token: 'secret-access', refresh_token: 'secret-refresh' };
    const client = us({ userInfo: true, authentication: { kind: 'secret-basic', secret: 'secret-of-client' } });
    const [, provider, callback, pending] = await begun({ party, client });
    const change = mishaps[name]?.(party) ?? {};
    const tampered = { ...callback, parameters: { ...callback.parameters, ...change } };
    const error = await refusalOf(() => finish(client, provider, tampered, pending, memoryReplayStore({}, party.world), party.world));
    const secrets = [pending.state, pending.nonce, pending.codeVerifier, callback.parameters.code ?? '', 'secret-'];
    const told = [error.message, JSON.stringify(error.details), inspect(error, { depth: 10 })].join();
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  });
});

/** What goes wrong: with the provider, or with the parameters that come back. */
const mishaps: Readonly<Record<string, (party: OpenIdParty) => CallbackParameters | undefined>> = {
  'another state': () => ({ state: 'other' }),
  'another issuer': () => ({ iss: 'https://other.example' }),
  'no code': () => ({ code: '' }),
  'tokens in the front channel': () => ({ id_token: 'secret-id-token' }),
  'no connection': (party) => broken(party, () => Promise.reject(new TypeError('fetch failed'))),
  'a refusal': (party) => broken(party, () => Response.json({ error: 'invalid_grant' }, { status: 400 })),
  HTML: (party) => broken(party, () => new Response('<p>', { headers: { 'content-type': 'text/html' } })),
  'no token': (party) => changed(party, 'tokens', { access_token: undefined }),
  'a token of another type': (party) => changed(party, 'tokens', { token_type: 'mac' }),
  'no ID token': (party) => changed(party, 'tokens', { id_token: 'secret-id-token' }),
  'another nonce': (party) => changed(party, 'claims', { nonce: 'other' }),
  'another hash of the token': (party) => changed(party, 'claims', { at_hash: 'other' }),
  'another hash of the code': (party) => changed(party, 'claims', { c_hash: 'other' }),
  'another hash of the state': (party) => changed(party, 'claims', { s_hash: 'other' }),
  'another key': (party) => broken(party, () => Response.json({ keys: [publicJwkOf(jwsSigner('RS256', 'RS256', 'stranger'))] }), '/jwks'),
  'somebody else in UserInfo': (party) => changed(party, 'person', { sub: 'mallory' }),
};

function broken(party: OpenIdParty, answer: () => Response | Promise<Response>, path = '/token'): undefined {
  party.answers.set(path, answer);
}

function changed(party: OpenIdParty, what: 'tokens' | 'claims' | 'person', changes: Changes): undefined {
  party[what] = { ...party[what], ...changes };
}
