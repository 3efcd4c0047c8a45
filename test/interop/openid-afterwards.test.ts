import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover, introspect, logout, type Provider, readLogoutToken, refresh, revoke, userInfo } from '../../src/oidc/index.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { type Asked, page, type Running, serve } from '../examples/http.ts';
import { home, registered } from '../support/openid-clients.ts';
import { browserOf, signedIn, us } from '../support/openid-flow.ts';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.ts';
import { person } from '../support/openid-settings.ts';
import { failedRules, refusalOf } from '../support/refusal.ts';

describe('after a login at a certified provider', () => {
  const rp = us('secret-basic');
  const posted: URLSearchParams[] = [];
  let ours: Running;
  let op: OpenIdProvider;
  let provider: Provider;
  beforeAll(async () => {
    const { answer, ...running } = await serve();
    ours = running;
    const logoutReceiver = async ({ form }: Asked) => {
      posted.push(form);
      return page(200, '');
    };
    answer(new Map([['POST /logout', logoutReceiver]]));
    const told = { backchannel_logout_uri: `${ours.url}/logout`, backchannel_logout_session_required: true };
    const clients = registered.map((client) => ({ ...client, ...told }));
    op = await startOpenIdProvider({ clients });
    provider = await discover(op.issuer);
  });
  afterAll(async () => {
    expect(op.faults).toEqual([]);
    await Promise.all([op.close(), ours.close()]);
  });

  it.for(['secret-basic', 'private-key-jwt', 'dpop', 'RSA-OAEP', 'ES256'])(
    '%s refreshes twice, each time with the newest token',
    async (name) => {
      const found = await signedIn(us(name), provider);
      const { tokens: second, findings } = await refresh(us(name), provider, found);
      const { tokens: third } = await refresh(us(name), provider, { claims: found.claims, tokens: second });
      expect(new Set([found.tokens, second, third].map(({ refreshToken }) => refreshToken)).size).toBe(3);
      expect(new Set([found.tokens, second, third].map(({ accessToken }) => accessToken)).size).toBe(3);
      expect(findings).toContainEqual(expect.objectContaining({ rule: 'refreshed.subject', outcome: 'passed' }));
      expect((await userInfo(us(name), provider, { claims: found.claims, tokens: third })).claims['email']).toBe(person.email);
      await refused(() => refresh(us(name), provider, found), 'invalid_grant');
    },
  );

  it('a refresh that is answered about somebody else is refused', async () => {
    const [found, other] = [await signedIn(rp, provider), await signedIn(rp, provider, { answers: { login: 'bob' } })];
    const failed = await failedRules(() => refresh(rp, provider, { claims: other.claims, tokens: found.tokens }));
    expect(failed).toEqual(expect.arrayContaining(['refreshed.subject']));
  });

  it('UserInfo about somebody else is refused', async () => {
    const [found, other] = [await signedIn(rp, provider), await signedIn(rp, provider, { answers: { login: 'bob' } })];
    const failed = await failedRules(() => userInfo(rp, provider, { claims: found.claims, tokens: other.tokens }));
    expect(failed).toEqual(['user-info.subject']);
  });

  it('says what a token is worth, and that it is worth nothing once revoked', async () => {
    const { tokens, claims } = await signedIn(rp, provider);
    expect(await introspect(rp, provider, tokens.accessToken)).toMatchObject({ active: true, sub: 'alice', client_id: 'secret-basic' });
    await revoke(rp, provider, tokens.accessToken, 'access_token');
    expect(await introspect(rp, provider, tokens.accessToken)).toBeUndefined();
    await refused(() => userInfo(rp, provider, { claims, tokens }), 'invalid_token');
    await revoke(rp, provider, tokens.refreshToken ?? '', 'refresh_token');
    await refused(() => refresh(rp, provider, { claims, tokens }), 'invalid_grant');
    await revoke(rp, provider, 'a token that nobody knows');
  });

  it('signs out there, comes back to us, and is told by the back channel which session has ended', async () => {
    const browser = browserOf();
    const found = await signedIn(rp, provider, { browser, options: { claims: { id_token: { sid: null } } } });
    const { idToken = '' } = found.tokens;
    const outgoing = logout(rp, provider, found.session, { idToken, returnTo: home.signedOut, state: 'over' });
    const left = await browser.carryOut(outgoing, { logout: 'yes' });
    expect(left).toMatchObject({ url: home.signedOut, parameters: new URLSearchParams({ state: 'over' }) });
    await isNotSignedIn(browser);
    const token = posted.at(-1)?.get('logout_token') ?? '';
    const replay = memoryReplayStore();
    expect(await readLogoutToken(rp, provider, token, replay)).toMatchObject({
      provider: op.issuer,
      subject: { value: 'alice' },
      index: found.session.index,
    });
    expect(await failedRules(() => readLogoutToken(rp, provider, token, replay))).toEqual(['logout-token.replay']);
    expect(await failedRules(() => readLogoutToken(rp, provider, idToken, replay))).toContain('logout-token.event');
    expect((await refusalOf(() => readLogoutToken(us('ES256'), provider, token, replay))).code).toBe('signature.algorithm');
  });

  async function isNotSignedIn(browser: ReturnType<typeof browserOf>): Promise<void> {
    const error = await refusalOf(() => signedIn(rp, provider, { browser, options: { prompt: 'none' } }));
    if (error.code !== 'provider.status') throw error;
    expect(error.details.outcome).toBe('login-required');
  }

  /** By the provider, with its code. */
  async function refused(action: () => Promise<unknown>, code: string): Promise<void> {
    const error = await refusalOf(action);
    if (error.code !== 'token.refused') throw error;
    expect(error.details.error).toBe(code);
  }
});
