import { inflateRawSync } from 'node:zlib';
import type { Login } from '../../src/identity/login.ts';
import { bindings } from '../../src/saml/names.ts';
import type { OidcConnectionOptions, SamlConnectionOptions } from '../../src/web/connections.ts';
import { browserSessions } from '../../src/web/sessions.ts';
import type { SignOnOptions } from '../../src/web/settings.ts';
import { formsIn } from './html.ts';
import { type LogoutRequestParts, logoutNames, logoutRequestXml, soapXml } from './logout-messages.ts';
import { authnStatementXml, nameIdXml } from './messages.ts';
import type { Changes } from './openid-party.ts';
import { queryOf, type Signing, signedWithin, them, us, usualSigning } from './saml-logout.ts';
import { answerByQuery, answerTo, oidcConnection, places, type Service, samlConnection, service } from './sign-on.ts';
import type { Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** The addresses at which people sign out, and are signed out. */
export const exits = {
  signOut: 'https://sp.example/sign-out',
  cameBack: 'https://sp.example/oidc/signed-out',
  backChannel: 'https://sp.example/oidc/back-channel-logout',
  frontChannel: 'https://sp.example/oidc/front-channel-logout',
} as const;

/** A service that signs people in and out by both protocols. */
export function serviceWithExits(
  given: Partial<SignOnOptions> | ((env: World) => Partial<SignOnOptions>) = {},
  connection: Partial<OidcConnectionOptions> = {},
): Service {
  return service((party, env) => ({
    connections: [oidcConnection(party, env, { ...oidcExits, ...connection }), samlExits()],
    sessions: browserSessions({}, env),
    signOut: { url: exits.signOut },
    ...(typeof given === 'function' ? given(env) : given),
  }));
}

/** The connection by SAML whose provider takes messages about logout by redirect and by form. */
export function samlExits(more: Partial<SamlConnectionOptions> = {}): SamlConnectionOptions {
  const singleLogoutServices = [bindings.redirect, bindings.post].map((binding) => ({ binding, location: logoutNames.idpSloUrl }));
  return samlConnection({ sp: us(), idp: { ...them(), singleLogoutServices }, ...more });
}

/** Signs somebody in by OpenID Connect, in a browser of their own unless one is given. */
export async function signedInByOidc(own: Service, sub: string, sid?: string, browser: Visitor = own.visitor()): Promise<Visitor> {
  own.party.claims = { sub, sid };
  await browser.open(answerByQuery(own, await browser.open(places.oidcLogin)), 'elsewhere');
  return browser;
}

/** The same by SAML. */
export async function signedInBySaml(own: Service, name: string, index: string, browser: Visitor = own.visitor()): Promise<Visitor> {
  const statements = [authnStatementXml({ SessionIndex: index })];
  await browser.post(places.acs, answerTo(await browser.open(places.samlLogin), { name, assertion: { statements } }));
  return browser;
}

/** A request of the identity provider to end sessions, of a new id unless one is given. */
export function logoutRequest(name: string, indexes: readonly string[], more: LogoutRequestParts = {}): string {
  messages += 1;
  return logoutRequestXml({ id: `_logout${messages}`, nameId: nameIdXml(name), indexes, ...more });
}

/** Brings a message about logout by SAML, from nowhere of ours: without any cookie. */
export async function brought(
  { answer }: Pick<Service, 'answer'>,
  message: string,
  { way = 'redirect', signing = usualSigning, relayState, cookie = '' }: Bringing = {},
): Promise<Response> {
  const more = relayState === undefined ? {} : { relayState };
  const headers = cookie === '' ? {} : { cookie };
  const response = await answer(
    way === 'redirect'
      ? new Request(`${logoutNames.sloUrl}?${queryOf(message, { signing, ...more })}`, { headers })
      : new Request(logoutNames.sloUrl, { method: 'POST', ...bodyOf(signedWithin(message, signing), way, more, headers) }),
  );
  if (response === undefined) throw new Error('nothing is at the single logout service');
  return response;
}

/** How a message about logout is brought. */
export interface Bringing {
  readonly way?: 'redirect' | 'post' | 'soap';
  readonly signing?: Signing;
  readonly relayState?: string;
  readonly cookie?: string;
}

function bodyOf(message: string, way: 'post' | 'soap', more: { readonly relayState?: string }, headers: Readonly<Record<string, string>>) {
  if (way === 'soap') return { body: soapXml(message), headers: { ...headers, 'content-type': 'text/xml; charset=utf-8' } };
  const parameter = message.includes('LogoutResponse') ? 'SAMLResponse' : 'SAMLRequest';
  const relayState = more.relayState === undefined ? {} : { RelayState: more.relayState };
  return { body: new URLSearchParams({ [parameter]: Buffer.from(message).toString('base64'), ...relayState }), headers };
}

/** The message of ours that a redirect, or a form of a page, brings to the provider, with its relay state. */
export async function sentOn(
  response: Response,
): Promise<{ readonly xml: string; readonly relayState: string | null; readonly to: string }> {
  const location = response.headers.get('location');
  if (location !== null) {
    const { searchParams, origin, pathname } = new URL(location);
    const message = searchParams.get('SAMLResponse') ?? searchParams.get('SAMLRequest') ?? '';
    const xml = inflateRawSync(Buffer.from(message, 'base64')).toString();
    return { xml, relayState: searchParams.get('RelayState'), to: `${origin}${pathname}` };
  }
  const [form] = formsIn(await response.clone().text(), logoutNames.sloUrl);
  const fields = new Map(form?.fields);
  const message = fields.get('SAMLResponse') ?? fields.get('SAMLRequest') ?? '';
  return { xml: Buffer.from(message, 'base64').toString(), relayState: fields.get('RelayState') ?? null, to: form?.action ?? '' };
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

let [tokens, messages] = [0, 0];
const event = 'http://schemas.openid.net/event/backchannel-logout';
/** Where the provider by OpenID Connect tells of logouts, and people come back. */
export const oidcExits = {
  logoutUrl: exits.cameBack,
  backChannelLogoutUrl: exits.backChannel,
  frontChannelLogoutUrl: exits.frontChannel,
};
