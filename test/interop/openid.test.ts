import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { all, one, systemEnv } from '../../src/index.ts';
import { guardedFetch } from '../../src/node/index.ts';
import { type Client, discover, finish, keySet, type Provider, providerSource, refresh, userInfo } from '../../src/oidc/index.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { keyPair } from '../support/keys.ts';
import { known, registered } from '../support/openid-clients.ts';
import { answered, signedIn, special, us } from '../support/openid-flow.ts';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.ts';
import { person } from '../support/openid-settings.ts';
import { laterRefusal } from '../support/refusal.ts';
import { serverIdentity } from '../support/server-identity.ts';
import { serveHttps } from '../support/servers.ts';

describe('a login at a certified provider', () => {
  let op: OpenIdProvider;
  let provider: Provider;
  beforeAll(async () => {
    op = await startOpenIdProvider({ clients: registered });
    provider = await discover(op.issuer);
  });
  afterAll(async () => {
    expect(op.faults).toEqual([]);
    await op.close();
  });

  it('says who it is, how it was proven, and where they wanted to go', async () => {
    const found = await signedIn(us('secret-basic', { userInfo: true, scopes: ['profile', 'email', 'groups'] }), provider, {
      options: { returnTo: '/wanted?x=<y>', claims: { id_token: { amr: null, sid: null } } },
    });
    const { identity, session, authentication } = found;
    expect(identity).toMatchObject({ provider: op.issuer, issuer: op.issuer, subject: { value: 'alice' } });
    expect(one(identity, 'name')).toBe(person.name);
    expect(all(identity, 'groups')).toEqual(person.groups);
    expect(session).toMatchObject({ protocol: 'oidc', provider: op.issuer, subject: { value: 'alice' } });
    expect(session.index).toBeTypeOf('string');
    expect(authentication.methods).toEqual(['pwd']);
    expect(found).toMatchObject({ protocol: 'oidc', returnTo: '/wanted?x=<y>', claims: { aud: 'secret-basic' } });
    expect(found.findings.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });

  it.for(['none', 'secret-basic', 'secret-post', 'secret-jwt', 'private-key-jwt'])('proves who we are by %s', async (name) => {
    expect((await signedIn(us(name), provider)).identity.subject?.value).toBe('alice');
  });

  it.for(['PS256', 'ES256', 'EdDSA'])('takes ID tokens signed with %s where that was registered, and no others', async (name) => {
    expect((await signedIn(us(name), provider)).identity.subject?.value).toBe('alice');
    const other = us(name, { idTokenAlgorithms: ['RS256'] });
    expect(await laterRefusal(() => signedIn(other, provider))).toBe('signature.algorithm');
  });

  it.for(['RSA-OAEP', 'RSA-OAEP-256', 'ECDH-ES'])('opens ID tokens encrypted by %s, with our keys alone', async (name) => {
    expect((await signedIn(us(name), provider)).findings).toContainEqual(expect.objectContaining(encrypted));
    const keyless = us(name, { decryption: [], requireEncryption: false });
    expect(await laterRefusal(() => signedIn(keyless, provider))).toBe('encryption.failed');
  });

  it('refuses an ID token that is not encrypted where we demand it', async () => {
    const { decryption, requireEncryption } = us('RSA-OAEP');
    expect(decryption.length).toBe(2);
    const demanding: Client = { ...us('secret-basic'), decryption, requireEncryption };
    expect(await laterRefusal(() => signedIn(demanding, provider))).toBe('token.rejected');
  });

  it.for(['query', 'form_post', 'query.jwt', 'form_post.jwt'] as const)('takes the answer by %s, and in no other way', async (mode) => {
    const rp = us('secret-basic');
    const { started, callback } = await answered(rp, provider, { options: { responseMode: mode } });
    expect(callback.mode).toBe(mode.startsWith('query') ? 'query' : 'form_post');
    expect('response' in callback.parameters).toBe(mode.endsWith('.jwt'));
    const other = { ...started.pending, responseMode: mode === 'query' ? ('form_post' as const) : ('query' as const) };
    const before = op.requests.length;
    expect(await laterRefusal(() => finish(rp, provider, callback, other, memoryReplayStore()))).toBe('callback.rejected');
    expect(op.requests.length).toBe(before);
    expect((await finish(rp, provider, callback, started.pending, memoryReplayStore())).identity.subject?.value).toBe('alice');
  });

  it('takes an answer that is encrypted', async () => {
    const found = await signedIn(us('encrypted-answers'), provider, { options: { responseMode: 'query.jwt' } });
    expect(found.identity.subject?.value).toBe('alice');
  });

  it('pushes its request where that is wanted, by either side', async () => {
    const { started, callback } = await answered(us('pushed'), provider, { options: { pushed: true } });
    if (started.outgoing.kind !== 'redirect') throw new Error('a login begins by a redirect');
    expect([...new URL(started.outgoing.url).searchParams.keys()]).toEqual(['client_id', 'request_uri']);
    const found = await finish(us('pushed'), provider, callback, started.pending, memoryReplayStore());
    expect(found.identity.subject?.value).toBe('alice');
    const wanting: Provider = { ...provider, wantsPushedRequests: true };
    expect((await signedIn(us('pushed'), wanting)).identity.subject?.value).toBe('alice');
    expect(op.requests.filter((request) => request === 'POST /request').length).toBe(2);
  });

  it.for([false, true])('signs its request, pushed: %s', async (pushed) => {
    const options = { pushed, maxAgeSeconds: 600, claims: { id_token: { email: null } } };
    const found = await signedIn(us('signed-requests'), provider, { options });
    expect(found.claims['email']).toBe(person.email);
    expect(found.findings).toContainEqual(expect.objectContaining({ rule: 'id-token.authentication-time', outcome: 'passed' }));
  });

  it.for(['signed-userinfo', 'encrypted-userinfo'])('takes %s', async (name) => {
    const { userInfo, findings } = await signedIn(us(name), provider);
    expect(userInfo).toMatchObject({ sub: 'alice', email: person.email });
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'user-info.signed', outcome: 'passed' }));
  });

  it('refuses UserInfo that is not signed where we demand it', async () => {
    const demanding = us('secret-basic', { userInfo: true, requireSignedUserInfo: true });
    expect(await laterRefusal(() => signedIn(demanding, provider))).toBe('token.rejected');
  });

  it('knows the new keys after a rotation between two logins, and in the middle of one', async () => {
    const rp = us('secret-basic');
    const source = providerSource(op.issuer);
    await signedIn(rp, source);
    op.rotate();
    const before = op.requests.length;
    expect((await signedIn(rp, source)).identity.subject?.value).toBe('alice');
    const { started, callback } = await answered(rp, source);
    op.rotate();
    expect((await finish(rp, source, callback, started.pending, memoryReplayStore())).identity.subject?.value).toBe('alice');
    const asked = op.requests.slice(before);
    expect(asked.filter((request) => request === 'GET /jwks').length).toBe(2);
    expect(asked).not.toContain('GET /.well-known/openid-configuration');
  });

  it('ten logins at once ask once who the provider is and what it signs with', async () => {
    const source = providerSource(op.issuer);
    const before = op.requests.length;
    const all = await Promise.all(Array.from({ length: 10 }, () => signedIn(us('secret-basic'), source)));
    expect(new Set(all.map(({ tokens }) => tokens.accessToken)).size).toBe(10);
    const asked = op.requests.slice(before).filter((request) => /openid-configuration|jwks/.test(request));
    expect(asked).toEqual(['GET /.well-known/openid-configuration', 'GET /jwks']);
  });

  it('is understood by a provider that has registered the key set that we publish', async () => {
    const rp = us('published', { ...special('private-key-jwt'), ...special('signed-requests'), ...special('RSA-OAEP') });
    // Sound: JSON, only that nobody may change it here.
    const jwks = keySet(rp) as never;
    const metadata = { token_endpoint_auth_method: 'private_key_jwt', id_token_encrypted_response_alg: 'ECDH-ES', jwks };
    const other = await startOpenIdProvider({ clients: [known('published', metadata)] });
    const { findings } = await signedIn(rp, await discover(other.issuer));
    expect(findings).toContainEqual(expect.objectContaining(encrypted));
    await other.close();
  });
});

describe('a login whose tokens are bound to our key', () => {
  it.for([false, true])('at a provider that wants a nonce of its own: %s', async (dpopNonce) => {
    const op = await startOpenIdProvider({ clients: registered, dpopNonce });
    const { tokens, userInfo } = await signedIn(us('dpop', { userInfo: true }), await discover(op.issuer));
    expect({ tokenType: tokens.tokenType, email: userInfo?.['email'] }).toEqual({ tokenType: 'DPoP', email: person.email });
    expect(op.requests.filter((request) => request === 'POST /token').length).toBe(dpopNonce ? 2 : 1);
    expect(op.faults).toEqual([]);
    await op.close();
  });
});

describe('a login in which we prove who we are by a certificate', () => {
  it('goes by the addresses that are for that, and brings tokens that are of use with it alone', async () => {
    const [theirs, ours] = [serverIdentity(['127.0.0.1'], 'mutual tls provider'), serverIdentity([], 'mutual tls client')];
    const jwk = { ...keyPair('p-256', 'mutual tls client').publicKey.export({ format: 'jwk' }), x5c: [base64Of(ours.cert)] };
    const metadata = {
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      tls_client_certificate_bound_access_tokens: true,
      jwks: { keys: [jwk] },
    };
    const take: RequestListener = (request, response) => op.take(request, response);
    const { port } = await serveHttps(take, { ...theirs, requestCert: true, rejectUnauthorized: false });
    const op = await startOpenIdProvider({ clients: [known('mtls', metadata)], mutualTlsAt: `https://127.0.0.1:${port}` });

    const clientCertificate = { certificate: ours.cert, privateKey: ours.key };
    const env = { ...systemEnv, fetch: guardedFetch({ certificateAuthorities: [theirs.cert], clientCertificate }) };
    const rp = us('mtls', { authentication: { kind: 'mtls' }, userInfo: true });
    const provider = await discover(op.issuer, {}, env);
    const { started, callback } = await answered(rp, provider, { options: { pushed: true } }, env);
    const found = await finish(rp, provider, callback, started.pending, memoryReplayStore(), env);
    expect(found.userInfo).toMatchObject({ sub: 'alice', email: person.email });
    expect((await refresh(rp, provider, found, env)).tokens.tokenType).toBe('Bearer');

    const nobody = { ...systemEnv, fetch: guardedFetch({ certificateAuthorities: [theirs.cert] }) };
    for (const action of [() => refresh(rp, provider, found, nobody), () => userInfo(rp, provider, found, nobody)])
      expect(await laterRefusal(action)).toBe('token.refused');
    await op.close();
  });
});

function base64Of(pem: string): string {
  return pem.replace(/-----.*-----|\s/g, '');
}

const encrypted = { rule: 'id-token.encrypted', outcome: 'passed' };
