import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemEnv } from '../../src/core/env.ts';
import type { Started } from '../../src/identity/login.ts';
import { discover, explain, finish, fromCallback, login, type OidcPending, type Provider } from '../../src/oidc/index.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { home, registered } from '../support/openid-clients.ts';
import { answered, arrived, browserOf, callbackOf, us } from '../support/openid-flow.ts';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.ts';
import { failedRules, laterRefusal, refusalOf } from '../support/refusal.ts';

/** One is ours; the other belongs to somebody who wants the codes of the first. Both know us by the same id, as an attacker would have it. */
describe('logins that are mixed up', () => {
  const rp = us('secret-basic');
  const replay = memoryReplayStore();
  let honest: OpenIdProvider;
  let other: OpenIdProvider;
  let provider: Provider;
  let attacker: Provider;
  beforeAll(async () => {
    [honest, other] = await Promise.all([
      startOpenIdProvider({ clients: registered, withoutPkce: true }),
      startOpenIdProvider({ clients: registered }),
    ]);
    [provider, attacker] = [await discover(honest.issuer, { id: 'honest' }), await discover(other.issuer, { id: 'attacker' })];
  });
  afterAll(async () => await Promise.all([honest.close(), other.close()]));

  it('in two tabs of one browser both come to their end, in whatever order', async () => {
    const browser = browserOf();
    const tabs = [await login(rp, provider, { returnTo: '/first' }), await login(rp, provider, { returnTo: '/second' })];
    for (const { outgoing, pending } of tabs.toReversed()) {
      const callback = callbackOf(await arrived({ outgoing, pending }, { browser }));
      expect((await finish(rp, provider, callback, pending, replay)).returnTo).toBe(pending.returnTo);
    }
  });

  it('the answer of one tab does not end the login of the other', async () => {
    const [first, second] = [await answered(rp, provider), await answered(rp, provider)];
    await nothingSent(async () => {
      const crossed = () => finish(rp, provider, first.callback, second.started.pending, replay);
      expect(await failedRules(crossed)).toEqual(['callback.state']);
    });
    // Nothing was used up by that.
    expect((await finish(rp, provider, first.callback, first.started.pending, replay)).protocol).toBe('oidc');
    expect((await finish(rp, provider, second.callback, second.started.pending, replay)).protocol).toBe('oidc');
  });

  it('an answer counts once, also where it comes twice at the same time', async () => {
    const { started, callback } = await answered(rp, provider);
    const before = sent();
    const twice = [1, 2, 3].map(() => laterRefusal(() => finish(rp, provider, callback, started.pending, replay)));
    expect((await Promise.all(twice)).toSorted()).toEqual(['accepted', 'callback.replayed', 'callback.replayed']);
    expect(sent().slice(before.length)).toEqual(['POST /token']);
    await nothingSent(async () => {
      expect(await laterRefusal(() => finish(rp, provider, callback, started.pending, replay))).toBe('callback.replayed');
    });
  });

  it('a code of the honest provider does not go to the other one, at which the login was begun', async () => {
    const { outgoing, pending } = await login(rp, attacker);
    const diverted = await arrived({ outgoing: { ...outgoing, url: atHonest(outgoing) }, pending } as Started<OidcPending>);
    expect(diverted.parameters.get('iss')).toBe(honest.issuer);
    await nothingSent(async () => {
      expect(await failedRules(() => finish(rp, attacker, callbackOf(diverted), pending, replay))).toEqual(['callback.issuer']);
      diverted.parameters.delete('iss');
      expect(await failedRules(() => finish(rp, attacker, callbackOf(diverted), pending, replay))).toEqual(['callback.issuer']);
      expect(await failedRules(() => finish(rp, provider, callbackOf(diverted), pending, replay))).toEqual(['callback.provider']);
    });
  });

  it('where providers do not say who they are, the address at which an answer comes in does', async () => {
    const silent = { ...provider, namesItself: false };
    const theirs = us('secret-basic', { redirectUri: home.otherCallback });
    const { outgoing, pending } = await login(theirs, { ...attacker, namesItself: false });
    const url = new URL(atHonest(outgoing));
    // Where the honest provider has us registered, and so where its answers come in.
    url.searchParams.set('redirect_uri', home.callback);
    const diverted = await arrived({ outgoing: { kind: 'redirect', url: url.href }, pending });
    diverted.parameters.delete('iss');
    expect(diverted.url).toBe(rp.redirectUri);
    await nothingSent(async () => {
      expect(await failedRules(() => finish(rp, silent, callbackOf(diverted), pending, replay))).toEqual(['callback.provider']);
    });
  });

  it('a login at one provider is not ended by the answer of another', async () => {
    const [ours, theirs] = [await answered(rp, provider), await answered(rp, attacker)];
    await nothingSent(async () => {
      const crossed = () => finish(rp, provider, theirs.callback, ours.started.pending, replay);
      expect(await failedRules(crossed)).toEqual(['callback.state', 'callback.issuer']);
      const wrong = () => finish(rp, attacker, theirs.callback, ours.started.pending, replay);
      expect(await failedRules(wrong)).toEqual(['callback.provider']);
      const forAnother = () => finish(us('ES256'), provider, ours.callback, ours.started.pending, replay);
      expect(await failedRules(forAnother)).toEqual(['callback.client']);
    });
  });

  it('what a browser adds to an answer or takes from it refuses it', async () => {
    const { started, callback } = await answered(rp, provider);
    const { code = '', state = '', iss = '' } = callback.parameters;
    const rows: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[] = [
      [{ code, state, iss, error: 'access_denied' }, ['callback.code']],
      [{ state, iss }, ['callback.code']],
      [{ code, iss }, ['callback.state']],
      [{ code, state: `${state}x`, iss }, ['callback.state']],
      [{ code, state }, ['callback.issuer']],
      [{ code, state, iss: `${iss}/` }, ['callback.issuer']],
      [{ code, state, iss, id_token: 'a.b.c' }, ['callback.no-tokens']],
      [{ code, state, iss, access_token: 'a' }, ['callback.no-tokens']],
      [{ response: code, state, iss }, ['callback.mode']],
    ];
    await nothingSent(async () => {
      for (const [parameters, failed] of rows) {
        const changed = fromCallback(new URLSearchParams(parameters), 'query');
        expect(await failedRules(() => finish(rp, provider, changed, started.pending, replay))).toEqual(failed);
      }
      const twice = new URLSearchParams([...Object.entries({ code, state, iss }), ['code', 'another']]);
      expect((await refusalOf(async () => fromCallback(twice, 'query'))).code).toBe('message.parameter');
    });
  });

  it('a code put into the answer for somebody else is not redeemed: it belongs to another verifier', async () => {
    const [victim, attackers] = [await answered(rp, provider), await answered(rp, provider, { answers: { login: 'mallory' } })];
    const injected = { ...victim.callback, parameters: { ...victim.callback.parameters, code: attackers.callback.parameters.code ?? '' } };
    const error = await refusalOf(() => finish(rp, provider, injected, victim.started.pending, replay));
    if (error.code !== 'token.refused') throw error;
    expect(error.details).toMatchObject({ endpoint: 'token', error: 'invalid_grant' });
  });

  it('nor is it where the answer is signed: nothing is sent', async () => {
    const way = { options: { responseMode: 'query.jwt' as const } };
    const [victim, attackers] = [
      await answered(rp, provider, way),
      await answered(rp, provider, { ...way, answers: { login: 'mallory' } }),
    ];
    await nothingSent(async () => {
      const injected = () => finish(rp, provider, attackers.callback, victim.started.pending, replay);
      expect(await failedRules(injected)).toEqual(['callback.state']);
      const { response = '' } = victim.callback.parameters;
      const changed = fromCallback(new URLSearchParams({ response: `${response.slice(0, -6)}AAAAAA` }), 'query');
      expect(await laterRefusal(() => finish(rp, provider, changed, victim.started.pending, replay))).toBe('signature.value');
    });
  });

  it('a request from which PKCE was taken away brings a code that is not redeemed', async () => {
    const started = await login(rp, provider);
    const callback = callbackOf(await arrived(withoutChallenge(started)));
    const error = await refusalOf(() => finish(rp, provider, callback, started.pending, replay));
    if (error.code !== 'token.refused') throw error;
    expect(error.details.error).toBe('invalid_grant');
  });

  it('where a provider knows nothing of PKCE, the nonce tells that a code was put in', async () => {
    const [victim, attackers] = [await answered(rp, provider), await login(rp, provider)];
    const { parameters } = callbackOf(await arrived(withoutChallenge(attackers), { answers: { login: 'mallory' } }));
    const injected = { ...victim.callback, parameters: { ...victim.callback.parameters, code: parameters.code ?? '' } };
    const finished = () => finish(rp, provider, injected, victim.started.pending, replay, withoutVerifier);
    expect(await failedRules(finished)).toEqual(['id-token.nonce']);
  });

  it('a signed request says what it says, whatever is put beside it', async () => {
    const signing = us('signed-requests');
    const started = await login(signing, provider);
    if (started.outgoing.kind !== 'redirect') throw new Error('a login begins by a redirect');
    const url = new URL(started.outgoing.url);
    for (const [name, value] of Object.entries({ nonce: 'n', redirect_uri: home.otherCallback })) url.searchParams.set(name, value);
    const arrival = await browserOf().carryOut(url.href, { login: 'alice' });
    if ('forms' in arrival) throw new Error(arrival.html);
    expect(arrival.url).toBe(home.callback);
    expect((await finish(signing, provider, callbackOf(arrival), started.pending, replay)).protocol).toBe('oidc');
  });

  it('an answer that comes after an hour is refused', async () => {
    const { started, callback } = await answered(rp, provider);
    const later = { ...systemEnv, now: () => new Date(new Date(started.pending.issuedAt).getTime() + 3_600_000) };
    await nothingSent(async () => {
      expect(await failedRules(() => finish(rp, provider, callback, started.pending, replay, later))).toEqual(['callback.age']);
      const findings = await explain(rp, provider, callback, started.pending, later);
      expect(findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule)).toEqual(['callback.age']);
    });
  });

  /** Whatever reached either provider so far by our own hand; browsers ask for other things. */
  function sent(): readonly string[] {
    return [...honest.requests, ...other.requests].filter((request) => /^POST \/(token|request)|^GET \/me/.test(request));
  }

  /** Holds that nothing reaches a provider meanwhile but a look for keys. */
  async function nothingSent(action: () => Promise<void>): Promise<void> {
    const before = [honest, other].map(({ requests }) => requests.length);
    await action();
    const since = [honest, other].flatMap(({ requests }, index) => requests.slice(before[index]));
    expect(since.filter((request) => request !== 'GET /jwks')).toEqual([]);
  }

  function atHonest(outgoing: Started<OidcPending>['outgoing']): string {
    if (outgoing.kind !== 'redirect') throw new Error('a login begins by a redirect');
    return outgoing.url.replace(other.issuer, honest.issuer);
  }
});

function withoutChallenge({ outgoing, pending }: Started<OidcPending>): Started<OidcPending> {
  if (outgoing.kind !== 'redirect') throw new Error('a login begins by a redirect');
  const url = new URL(outgoing.url);
  for (const name of ['code_challenge', 'code_challenge_method']) url.searchParams.delete(name);
  return { outgoing: { kind: 'redirect', url: url.href }, pending };
}

/** The world in front of a provider that passes over the verifier of a code. */
const withoutVerifier = {
  ...systemEnv,
  fetch: (url: string | URL | Request, request: RequestInit = {}) => {
    const form = new URLSearchParams(String(request.body ?? ''));
    form.delete('code_verifier');
    return fetch(url, request.method === 'POST' ? { ...request, body: form.toString() } : request);
  },
};
