import type { Login } from '../../src/identity/login.ts';
import type { OidcConnectionOptions } from '../../src/web/connections.ts';
import { browserSessions } from '../../src/web/sessions.ts';
import type { SignOnOptions } from '../../src/web/settings.ts';
import type { Changes } from './openid-party.ts';
import { answerByQuery, oidcConnection, places, type Service, service } from './sign-on.ts';
import type { Visitor } from './visitor.ts';

/** The addresses at which people sign out, and are signed out. */
export const exits = {
  signOut: 'https://sp.example/sign-out',
  cameBack: 'https://sp.example/oidc/signed-out',
  backChannel: 'https://sp.example/oidc/back-channel-logout',
  frontChannel: 'https://sp.example/oidc/front-channel-logout',
} as const;

/** A service that signs people in and out by OpenID Connect. */
export function serviceWithExits(given: Partial<SignOnOptions> = {}, connection: Partial<OidcConnectionOptions> = {}): Service {
  return service((party, env) => ({
    connections: [oidcConnection(party, env, { ...oidcExits, ...connection })],
    sessions: browserSessions({}, env),
    signOut: { url: exits.signOut },
    ...given,
  }));
}

/** Signs somebody in by OpenID Connect, in a browser of their own unless one is given. */
export async function signedInByOidc(own: Service, sub: string, sid?: string, browser: Visitor = own.visitor()): Promise<Visitor> {
  own.party.claims = { sub, sid };
  await browser.open(answerByQuery(own, await browser.open(places.oidcLogin)), 'elsewhere');
  return browser;
}

/** Is anybody signed in in that browser? Its session is asked for, not its cookie. */
export async function isSignedIn(browser: Visitor): Promise<boolean> {
  return (await (await browser.open(exits.signOut)).text()).includes('<form');
}

/** A logout token of the provider, as it should be but for the changes. */
export function logoutToken({ party }: Pick<Service, 'party'>, changes: Changes = {}): string {
  const { issuer, seconds } = party;
  tokens += 1;
  const claims = { iss: issuer, aud: 'client', iat: seconds, jti: `token ${tokens}`, events: { [event]: {} } };
  return party.sign({ ...claims, ...changes });
}

/** Posts to the back channel, as a provider does: with no cookie, and from no page. */
export async function posted(own: Service, fields: Readonly<Record<string, string>> | URLSearchParams): Promise<Response> {
  const response = await own.answer(new Request(exits.backChannel, { method: 'POST', body: new URLSearchParams(fields) }));
  if (response === undefined) throw new Error('nothing is at the back channel');
  return response;
}

/** Opens the front channel in a frame of the provider: no cookie of ours comes with it. */
export async function framed(own: Service, parameters: Readonly<Record<string, string>> | URLSearchParams): Promise<Response> {
  const address = `${exits.frontChannel}?${new URLSearchParams(parameters)}`;
  const headers = { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
  const response = await own.answer(new Request(address, { headers }));
  if (response === undefined) throw new Error('nothing is at the front channel');
  return response;
}

/** The names of the events so far, those about logins left out. */
export function logoutEvents({ events }: Service): readonly string[] {
  return events.map(({ name }) => name).filter((name) => name.startsWith('logout.'));
}

/** Who somebody is, by a session. */
export function nameOf({ session }: { readonly session: Login['session'] }): string | undefined {
  return session.subject?.value;
}

let tokens = 0;
const event = 'http://schemas.openid.net/event/backchannel-logout';
const oidcExits = {
  logoutUrl: exits.cameBack,
  backChannelLogoutUrl: exits.backChannel,
  frontChannelLogoutUrl: exits.frontChannel,
};
