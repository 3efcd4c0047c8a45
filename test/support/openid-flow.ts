import type { Env } from '../../src/core/env.ts';
import type { Source } from '../../src/core/source.ts';
import type { ReplayStore, Started } from '../../src/identity/login.ts';
import {
  type Callback,
  type Client,
  type ClientOptions,
  client,
  finish,
  fromCallback,
  type LoginOptions,
  login,
  type OidcLogin,
  type OidcPending,
  type Provider,
} from '../../src/oidc/index.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { type Answers, type Arrival, Browser } from './browser.ts';
import { clientSecret, home } from './openid-clients.ts';
import { clientKeys } from './openid-keys.ts';

/** We, as the provider has registered us under that id. */
export function us(clientId: string, options: Partial<ClientOptions> = {}): Client {
  return client({
    clientId,
    redirectUri: home.callback,
    authentication: { kind: 'secret-basic', secret },
    ...special(clientId),
    ...options,
  });
}

/** Our side of what is special about a client. */
export function special(clientId: string): Partial<ClientOptions> {
  return specialities[clientId] ?? {};
}

/** How a login goes, where it is not the usual way. */
export interface Way {
  readonly options?: LoginOptions;
  readonly browser?: Browser;
  readonly answers?: Answers;
}

/** A login whose answer has come back. */
export interface Answered {
  readonly started: Started<OidcPending>;
  readonly callback: Callback;
}

/** Begins a login and lets a browser bring the answer. */
export async function answered(rp: Client, op: Provider | Source<Provider>, way: Way = {}, env?: Env): Promise<Answered> {
  const started = await login(rp, op, way.options, env);
  const arrival = await arrived(started, way);
  return { started, callback: callbackOf(arrival) };
}

/** Carries a login through to its end. */
export async function signedIn(
  rp: Client,
  op: Provider | Source<Provider>,
  way: Way = {},
  replay: ReplayStore = memoryReplayStore(),
): Promise<OidcLogin> {
  const { started, callback } = await answered(rp, op, way);
  return await finish(rp, op, callback, started.pending, replay);
}

/** What a browser brings back to us. */
export async function arrived({ outgoing }: Started<OidcPending>, { browser = browserOf(), answers = alice }: Way = {}): Promise<Arrival> {
  const arrival = await browser.carryOut(outgoing, answers);
  if ('forms' in arrival) throw new Error(`no answer for us, but the page ${arrival.html}`);
  return arrival;
}

/** An answer as our own handler would take it. */
export function callbackOf({ method, parameters }: Arrival): Callback {
  return fromCallback(parameters, method === 'get' ? 'query' : 'form_post');
}

/** A browser that has been nowhere yet. */
export function browserOf(): Browser {
  return new Browser(home.callback, home.otherCallback, home.signedOut);
}

/** Who signs in unless somebody else is wanted. */
export const alice: Answers = { login: 'alice' };

const secret = clientSecret;
const assertion = { kind: 'private-key-jwt', signer: { privateKey: clientKeys.assertions.privateKey } } as const;
const decryption = [{ privateKey: clientKeys.rsa.privateKey }, { privateKey: clientKeys.ec.privateKey }];
const specialities: Readonly<Record<string, Partial<ClientOptions>>> = {
  none: { authentication: { kind: 'none' } },
  'secret-post': { authentication: { kind: 'secret-post', secret } },
  'secret-jwt': { authentication: { kind: 'secret-jwt', secret } },
  'private-key-jwt': { authentication: assertion },
  PS256: { idTokenAlgorithms: ['PS256'] },
  ES256: { idTokenAlgorithms: ['ES256'] },
  EdDSA: { idTokenAlgorithms: ['EdDSA'] },
  'RSA-OAEP': { decryption, requireEncryption: true },
  'RSA-OAEP-256': { decryption, requireEncryption: true },
  'ECDH-ES': { decryption, requireEncryption: true },
  'signed-userinfo': { userInfo: true, requireSignedUserInfo: true, otherAlgorithms: ['ES256'] },
  'encrypted-userinfo': { userInfo: true, requireSignedUserInfo: true, decryption },
  dpop: { dpop: { privateKey: clientKeys.dpop.privateKey } },
  pushed: { authentication: assertion },
  'signed-requests': { requestSigning: { signer: { privateKey: clientKeys.requests.privateKey } } },
  'encrypted-answers': { decryption },
};
