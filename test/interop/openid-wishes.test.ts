import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discover, finish, type LoginOptions, type Provider } from '../../src/oidc/index.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import type { Answers } from '../support/browser.ts';
import { registered } from '../support/openid-clients.ts';
import { alice, answered, browserOf, signedIn, us, type Way } from '../support/openid-flow.ts';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.ts';
import { acrValues, person } from '../support/openid-settings.ts';
import { failedRules, refusalOf } from '../support/refusal.ts';

const [password, twoFactors] = acrValues;

describe('what a login asks of a certified provider', () => {
  const rp = us('secret-basic');
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

  it('asked to show nothing, it says that it would have to; signed in already, it signs in', async () => {
    const browser = browserOf();
    expect(await outcome({ browser, options: { prompt: 'none' } })).toEqual(['login-required', 'login_required']);
    await signedIn(rp, provider, { browser });
    const found = await signedIn(rp, provider, { browser, options: { prompt: 'none' }, answers: {} });
    expect(found.identity.subject?.value).toBe('alice');
  });

  it.for(['query', 'form_post', 'query.jwt', 'form_post.jwt'] as const)('says by %s that the person has refused', async (responseMode) => {
    const before = op.requests.length;
    const refused = await refusalOf(() => signedIn(rp, provider, { options: { responseMode }, answers: { login: 'nobody' } }));
    if (refused.code !== 'provider.status') throw refused;
    expect(refused.details).toMatchObject({
      outcome: 'access-denied',
      codes: ['access_denied'],
      authenticated: responseMode.endsWith('.jwt'),
    });
    expect(op.requests.slice(before)).not.toContain('POST /token');
  });

  it('an age that is asked for makes the person sign in again, 0 always', async () => {
    const browser = browserOf();
    const first = await signedIn(rp, provider, { browser, options: { maxAgeSeconds: 600 } });
    const again = await signedIn(rp, provider, { browser, options: { maxAgeSeconds: 600 }, answers: {} });
    expect(again.authentication.instant).toEqual(first.authentication.instant);
    for (const { findings } of [first, again]) expect(findings).toContainEqual(authenticationTime);
    await expect(signedIn(rp, provider, { browser, options: { maxAgeSeconds: 0 }, answers: {} })).rejects.toThrow('no answer for us');
    const forced = await signedIn(rp, provider, { browser, options: { maxAgeSeconds: 0 } });
    expect(forced.findings).toContainEqual(authenticationTime);
  });

  it('a context that is wished for may be passed over, one that is demanded may not', async () => {
    const withFactors: Answers = { ...alice, acr: twoFactors };
    const wished: LoginOptions = { acrValues: [twoFactors], claims: { id_token: { acr: null } } };
    expect((await signedIn(rp, provider, { options: wished })).authentication.contextClass).toBeUndefined();
    const demanded: LoginOptions = { requireAcr: [twoFactors] };
    expect((await signedIn(rp, provider, { options: demanded, answers: withFactors })).authentication.contextClass).toBe(twoFactors);
    const { started, callback } = await answered(rp, provider, { options: wished, answers: { ...alice, acr: password } });
    const pending = { ...started.pending, requireAcr: [twoFactors] };
    expect(await failedRules(() => finish(rp, provider, callback, pending, memoryReplayStore()))).toEqual(['id-token.context']);
  });

  it('single claims come where they were asked for', async () => {
    const claims = { id_token: { email: { essential: true } }, userinfo: { groups: null } };
    const found = await signedIn(us('secret-basic', { userInfo: true, scopes: [] }), provider, { options: { claims } });
    expect(found.claims['email']).toBe(person.email);
    expect(found.userInfo).toEqual({ sub: 'alice', groups: person.groups });
    expect(found.identity.attributes.map(({ name, format }) => [name, format])).toEqual([
      ['sub', undefined],
      ['email', undefined],
      ['groups', 'userinfo'],
    ]);
  });

  it('consent is asked for again, and refused', async () => {
    const browser = browserOf();
    await signedIn(rp, provider, { browser });
    expect((await signedIn(rp, provider, { browser, options: { prompt: ['consent'] } })).identity.subject?.value).toBe('alice');
    expect(await outcome({ browser, options: { prompt: 'consent' }, answers: { login: 'nobody' } })).toEqual([
      'access-denied',
      'access_denied',
    ]);
  });

  it('what it does not know it names as the standard does', async () => {
    expect(await outcome({ options: { prompt: 'create' } })).toEqual(['invalid-request', 'invalid_request']);
    const unmet = await outcome({ options: { prompt: 'none', requireAcr: [twoFactors] } });
    expect(unmet).toEqual(['login-required', 'login_required']);
  });

  /** The outcome that is told, with the code of the provider. */
  async function outcome(way: Way): Promise<readonly string[]> {
    const error = await refusalOf(() => signedIn(rp, provider, way));
    if (error.code !== 'provider.status') throw error;
    return [error.details.outcome, ...error.details.codes];
  }
});

const authenticationTime = expect.objectContaining({ rule: 'id-token.authentication-time', outcome: 'passed' });
