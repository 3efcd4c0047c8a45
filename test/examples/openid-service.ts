/** A small service that people sign in to by OpenID Connect: what an application does with this package, on nothing but `node:http`. */
import { randomBytes } from 'node:crypto';
import { type AnySsoError, type Env, isSsoError, type ReplayStore, type Source } from '../../src/index.ts';
import {
  type Callback,
  type Client,
  client,
  finish,
  fromCallback,
  login,
  type OidcLogin,
  type OidcPending,
  type Provider,
  providerSource,
} from '../../src/oidc/index.ts';
import { memoryReplayStore } from '../../src/stores/index.ts';
import { type Answer, type Asked, escapeHtml, page, type Routes, type Running, redirect, serve } from './http.ts';

/** The service as it runs. */
export interface OpenIdService extends Running {
  readonly client: Client;
  readonly provider: Source<Provider>;
  /** Shared by all processes of the service. */
  readonly replay: ReplayStore;
}

/** How an answer fared, told to whoever runs the service; the person in front of the browser never sees it. */
export interface OpenIdOutcome {
  readonly callback: Callback;
  readonly pending: OidcPending;
  readonly result: OidcLogin | AnySsoError;
}

/** What a provider has registered us under. */
export interface Registration {
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
}

/** Starts the service; whom it trusts is given once they know its address. */
export async function startOpenIdService(): Promise<Running & { readonly redirectUri: string; trust: Trust }> {
  const { answer, ...running } = await serve();
  const redirectUri = `${running.url}/openid/callback`;
  const trust: Trust = ({ issuer, clientId, secret }, env, told) => {
    const ours = client({ clientId, redirectUri, authentication: { kind: 'secret-basic', secret }, userInfo: true });
    // Asked who it is when it is first needed: a provider that is down keeps nobody from starting.
    const provider = providerSource(issuer, { id: 'certified' }, env);
    const service = { ...running, client: ours, provider, replay: memoryReplayStore() };
    answer(routes(service, env, told));
    return service;
  };
  return { ...running, redirectUri, trust };
}

/** Lets people sign in at that provider; `told` hears how each answer fared. */
type Trust = (registration: Registration, env: Env, told: (outcome: OpenIdOutcome) => void) => OpenIdService;

function routes(service: OpenIdService, env: Env, told: (outcome: OpenIdOutcome) => void): Routes {
  const { client: ours, provider, replay } = service;
  // By state and browser. With several processes: a store that they share, whose entries end after some minutes.
  const waiting = new Map<string, OidcPending>();

  /** Sends the browser to the provider, and remembers what was asked. */
  async function begin({ query, cookies }: Asked): Promise<Answer> {
    const responseMode = new URLSearchParams(query).get('answer') === 'form' ? 'form_post' : 'query';
    const { outgoing, pending } = await login(ours, provider, { responseMode, returnTo: '/inbox' }, env);
    const secret = cookies.get('browser') ?? randomBytes(20).toString('hex');
    waiting.set(`${pending.state} ${secret}`, pending);
    if (outgoing.kind !== 'redirect') throw new Error('a login by OpenID Connect begins by a redirect');
    // A posted answer comes from another site: over https the cookie needs `SameSite=None; Secure` to come along.
    return redirect(outgoing.url, { 'set-cookie': `browser=${secret}; Path=/; HttpOnly` });
  }

  /** Takes the answer. What is refused is told to the log, and to the person only that it was. */
  async function consume(callback: Callback, cookies: Asked['cookies']): Promise<Answer> {
    const key = `${callback.parameters.state} ${cookies.get('browser')}`;
    const pending = waiting.get(key);
    waiting.delete(key);
    if (pending === undefined) return page(400, 'Please begin again.');
    try {
      const result = await finish(ours, provider, callback, pending, replay, env);
      told({ callback, pending, result });
      // Here an application would begin a session of its own, and go on to the `returnTo` of the login.
      return page(200, `Welcome, ${escapeHtml(result.identity.subject?.value ?? 'stranger')}.`);
    } catch (error) {
      if (!isSsoError(error)) throw error;
      told({ callback, pending, result: error });
      return page(403, 'You could not be signed in.');
    }
  }

  return new Map([
    ['GET /openid/login', begin],
    ['GET /openid/callback', ({ query, cookies }) => consume(fromCallback(new URLSearchParams(query), 'query'), cookies)],
    ['POST /openid/callback', ({ form, cookies }) => consume(fromCallback(form, 'form_post'), cookies)],
  ]);
}
