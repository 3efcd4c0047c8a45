import { describe, expect, it } from 'vitest';
import type { Env } from '../../src/core/env.ts';
import type { JsonObject } from '../../src/core/json.ts';
import * as oidc from '../../src/oidc/index.ts';
import { memoryReplayStore } from '../../src/stores/index.ts';
import { keyPair } from '../support/keys.ts';
import { failedRules, laterRefusal, refusal } from '../support/refusal.ts';
import { at, sharedFixtures } from '../support/shared.ts';

/** A login as it was recorded at a client of oidc-provider, with what followed it. */
interface Recording {
  readonly client_id: string;
  readonly alg?: oidc.JwsAlgorithm | 'HS256';
  readonly dpop?: boolean;
  readonly decrypt?: boolean;
  readonly jarm?: boolean;
  readonly userinfoAlg?: oidc.JwsAlgorithm;
  readonly redirect_uri: string;
  readonly items: readonly Item[];
}

interface Item {
  readonly kind: string;
  readonly at: string;
  readonly method: string;
  readonly url: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly state: string;
  readonly nonce: string;
  readonly code_verifier: string;
  readonly body: JsonObject;
}

const recorded = sharedFixtures('recorded');
const products = sharedFixtures('products');
// Sound as far as a test goes: the index is the description of these very fields.
const index = recorded?.json('oidcp/index.json') as { readonly issuer: string; readonly clients: readonly Recording[] } | undefined;
const clients = index?.clients ?? [];

describe.skipIf(recorded === undefined)('logins that were recorded at oidc-provider', () => {
  const usual = clients.filter(({ client_id }) => !unusual.includes(client_id));

  it('are all looked at', () => {
    expect(clients.map(({ client_id }) => client_id).filter((name) => unusual.includes(name))).toEqual(unusual);
    expect(usual.length).toBe(8);
  });

  it.each(usual.map((recording) => [recording.client_id, recording] as const))(
    'of %s come to a login, and are refreshed',
    async (_, recording) => {
      const { client, provider, env, pending, callback } = await scene(recording);
      const login = await oidc.finish(client, provider, callback, pending, memoryReplayStore(), env);
      const { id_token: first, refresh_token: token } = itemOf(recording, 'token-response').body;
      expect(login).toMatchObject({ protocol: 'oidc', tokens: { idToken: first, refreshToken: token }, userInfo: { name: 'Läb “alice”' } });
      expect(login.identity.subject?.value).toMatch(/alice/);
      const refreshed = await oidc.refresh(client, provider, login, env);
      expect(refreshed.tokens.refreshToken).toBe(itemOf(recording, 'refresh-response').body['refresh_token']);
    },
  );

  it.each(usual.map((recording) => [recording.client_id, recording] as const))(
    'of %s end by a logout token, once',
    async (_, recording) => {
      const { client, provider, env } = await scene(recording);
      const { body, at: then } = itemOf(recording, 'backchannel-logout');
      const token = new URLSearchParams(String(body)).get('logout_token') ?? '';
      const [replay, later] = [memoryReplayStore({}, at(then)), { ...env, now: () => new Date(then) }];
      const { sid, sub } = await oidc.readLogoutToken(client, provider, token, replay, later).then(({ index: sid, subject }) => ({
        sid,
        sub: subject?.value,
      }));
      expect([sid, sub].some((value) => value !== undefined)).toBe(true);
      expect(await failedRules(() => oidc.readLogoutToken(client, provider, token, replay, later))).toEqual(['logout-token.replay']);
    },
  );

  it('are refused where an ID token is authenticated by the secret alone', async () => {
    const { client, provider, env, pending, callback } = await scene(recordingOf('lab-csjwt'));
    expect(await laterRefusal(() => oidc.finish(client, provider, callback, pending, memoryReplayStore(), env))).toBe(
      'signature.algorithm',
    );
  });

  it('are refused where a token came by way of the browser', async () => {
    const { client, provider, env, pending, callback } = await scene(recordingOf('lab-hybrid'));
    const finish = () => oidc.finish(client, provider, callback, pending, memoryReplayStore(), env);
    expect(await failedRules(finish)).toEqual(['callback.issuer', 'callback.no-tokens']);
  });
});

describe.skipIf(products === undefined)('what real providers publish', () => {
  it.each([
    ['apple', 'https://appleid.apple.com', {}],
    ['google', 'https://accounts.google.com', {}],
    ['entra-common', 'https://login.microsoftonline.com/common/v2.0', { tenants: 'any' }],
  ] as const)('is understood of %s', async (name, issuer, options) => {
    const env = answering({
      '/.well-known/openid-configuration': products?.json(`oidc/${name}-metadata.json`),
      '/keys': products?.json(`oidc/${name}-jwks.json`),
    });
    const provider = await oidc.discover(issuer, options, env);
    const { keys, ignored } = await provider.keys.current();
    expect([keys.length > 0, ignored]).toEqual([true, []]);
  });

  it('is refused of many tenants where nobody says which', async () => {
    const env = answering({ '/.well-known/openid-configuration': products?.json('oidc/entra-common-metadata.json') });
    const issuer = 'https://login.microsoftonline.com/common/v2.0';
    expect(await laterRefusal(() => oidc.discover(issuer, {}, env))).toBe('config.invalid');
  });
});

async function scene(recording: Recording) {
  const { body, at: then } = itemOf(recording, 'token-response');
  const answers = {
    '/.well-known/openid-configuration': recorded?.json('oidcp/openid-configuration.json'),
    '/jwks': recorded?.json('oidcp/jwks.json'),
    '/me': itemOf(recording, 'userinfo').body,
    '/token': (form: URLSearchParams) => (form.has('code') ? body : itemOf(recording, 'refresh-response').body),
  };
  const env = { ...answering(answers), now: () => new Date(then) };
  const provider = await oidc.discover(index?.issuer ?? '', {}, env);
  const { method, url, form, state, nonce, code_verifier: codeVerifier, at: issuedAt } = itemOf(recording, 'authorization-response');
  const mode = method === 'POST' ? 'form_post' : 'query';
  const pending: oidc.OidcPending = {
    protocol: 'oidc',
    provider: provider.id,
    issuer: provider.issuer,
    clientId: recording.client_id,
    redirectUri: recording.redirect_uri,
    responseMode: recording.jarm === true ? 'query.jwt' : mode,
    state,
    nonce,
    codeVerifier,
    issuedAt,
  };
  const callback = oidc.fromCallback(form === undefined ? new URL(url).searchParams : new URLSearchParams(form), mode);
  return { client: clientOf(recording), provider, env, pending, callback };
}

function clientOf({ client_id: clientId, alg = 'RS256', userinfoAlg, dpop, decrypt, redirect_uri: redirectUri }: Recording): oidc.Client {
  const keys = ((recorded?.json('keys/rp-jwks.json') ?? { keys: [] }) as { readonly keys: readonly oidc.PrivateKey[] }).keys;
  const algorithm = alg === 'HS256' ? 'RS256' : alg;
  return oidc.client({
    clientId,
    redirectUri,
    authentication: { kind: 'none' },
    idTokenAlgorithms: [algorithm],
    otherAlgorithms: [userinfoAlg ?? algorithm],
    userInfo: true,
    ...(dpop === true ? { dpop: { privateKey: keyPair('p-256', 'recorded dpop').privateKey } } : {}),
    ...(decrypt === true ? { decryption: keys.filter(isDecryptionKey).map((privateKey) => ({ privateKey })) } : {}),
  });
}

function isDecryptionKey(key: oidc.PrivateKey): boolean {
  return (
    refusal(() =>
      oidc.client({ clientId: 'a', redirectUri: 'https://a.example', authentication: { kind: 'none' }, decryption: [{ privateKey: key }] }),
    ) === 'accepted'
  );
}

/** What a provider answers, by the path that is asked; the keys wherever the document says. */
function answering(answers: Readonly<Record<string, unknown>>): Env {
  const answer = async (input: string | URL | Request, { body }: RequestInit = {}): Promise<Response> => {
    const { pathname } = new URL(String(input));
    const [, found = answers['/keys']] = Object.entries(answers).find(([path]) => pathname.endsWith(path)) ?? [];
    if (found === undefined) return new Response('', { status: 404 });
    const json: unknown = typeof found === 'function' ? found(new URLSearchParams(String(body))) : found;
    if (typeof json === 'string') return new Response(json, { headers: { 'content-type': 'application/jwt' } });
    return Response.json(json);
  };
  return { ...at('2026-11-22T03:00:00Z'), fetch: answer };
}

function itemOf({ items }: Recording, kind: string): Item {
  const item = items.find((one) => one.kind === kind);
  if (item === undefined) throw new Error(`there is no ${kind}`);
  return item;
}

function recordingOf(name: string): Recording {
  const recording = clients.find(({ client_id }) => client_id === name);
  if (recording === undefined) throw new Error(`there is no ${name}`);
  return recording;
}

const unusual = ['lab-csjwt', 'lab-hybrid'];
