import { type ErrorCode, isSsoError } from '../../src/core/errors.ts';
import type { Finding } from '../../src/core/rules.ts';
import type { ReplayStore } from '../../src/identity/login.ts';
import type { Callback } from '../../src/oidc/callback.ts';
import { type Client, type ClientOptions, client } from '../../src/oidc/client.ts';
import { finish } from '../../src/oidc/finish.ts';
import type { OidcLogin } from '../../src/oidc/identity-of.ts';
import { login } from '../../src/oidc/login.ts';
import type { LoginOptions } from '../../src/oidc/login-options.ts';
import type { OidcPending } from '../../src/oidc/pending.ts';
import { type Provider, type ProviderFields, type ProviderOptions, provider } from '../../src/oidc/provider.ts';
import { memoryReplayStore } from '../../src/stores/memory.ts';
import { OpenIdParty } from './openid-party.ts';

/** Where answers come in. */
export const callbackUrl = 'https://rp.example/callback';

/** The party that asks. */
export function us(options: Partial<ClientOptions> = {}): Client {
  return client({ clientId: 'client', redirectUri: callbackUrl, authentication: { kind: 'none' }, ...options });
}

/** The party that answers, as typed by hand; its keys are fetched from where it publishes them. */
export function them(party: OpenIdParty, fields: Partial<ProviderFields> = {}, options: ProviderOptions = {}): Provider {
  const { origin } = new URL(party.issuer);
  return provider(
    {
      issuer: party.issuer,
      authorizationEndpoint: `${origin}/authorize`,
      tokenEndpoint: `${origin}/token`,
      userInfoEndpoint: `${origin}/userinfo`,
      pushedRequestEndpoint: `${origin}/par`,
      revocationEndpoint: `${origin}/revoke`,
      introspectionEndpoint: `${origin}/introspect`,
      endSessionEndpoint: `${origin}/logout`,
      namesItself: true,
      ...(fields.keys === undefined ? { jwksUri: `${origin}/jwks` } : {}),
      ...fields,
    },
    { id: 'op', ...options },
    party.world,
  );
}

/** A login from its beginning to its end; everything is as it should be unless given. */
export interface Case {
  readonly party?: OpenIdParty;
  readonly client?: Client;
  readonly provider?: Provider;
  readonly options?: LoginOptions;
  /** Changes to what the browser brings back. */
  readonly answer?: Readonly<Record<string, string | undefined>>;
  /** What comes back in place of what the provider says. */
  readonly callback?: Callback;
  /** Changes to what was remembered. */
  readonly pending?: Partial<OidcPending>;
  /** Seconds that the person takes at the provider. */
  readonly seconds?: number;
  readonly replay?: ReplayStore;
}

/** What `finish` is to be given for a case. */
export async function begun(given: Case = {}): Promise<readonly [Client, Provider, Callback, OidcPending, OpenIdParty]> {
  const { party = new OpenIdParty(), client: asking = us(), options, answer, seconds = 5 } = given;
  const asked = given.provider ?? them(party);
  const { outgoing, pending } = await login(asking, asked, options, party.world);
  party.world.pass(seconds);
  const callback = given.callback ?? party.authorize(outgoing, answer);
  return [asking, asked, callback, { ...pending, ...given.pending }, party];
}

/** The login that a case amounts to. */
export async function loggedIn(given: Case = {}): Promise<OidcLogin> {
  const [asking, asked, callback, pending, party] = await begun(given);
  return await finish(asking, asked, callback, pending, given.replay ?? memoryReplayStore({}, party.world), party.world);
}

/** Why a case is refused: the rules that failed, or the code of the error; empty where it is accepted. */
export async function refusals(given: Case = {}): Promise<readonly string[]> {
  return await refusalsOf(() => loggedIn(given));
}

/** The same for anything that answers later. */
export async function refusalsOf(action: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await action();
    return [];
  } catch (error) {
    if (!isSsoError(error)) throw error;
    return error.code === 'callback.rejected' || error.code === 'token.rejected' ? failed(error.details.findings) : [error.code];
  }
}

/** The details of what refuses. */
export async function detailsOf(action: () => Promise<unknown>): Promise<{ readonly code: ErrorCode; readonly details: object }> {
  try {
    await action();
  } catch (error) {
    if (isSsoError(error)) return { code: error.code, details: error.details };
    throw error;
  }
  throw new Error('nothing was refused');
}

/** The rules that failed. */
export function failed(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule);
}
