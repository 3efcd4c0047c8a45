import { SsoError } from '../core/errors.ts';
import type { Identity } from '../identity/identity.ts';
import { finishUnsolicited } from '../saml/finish.ts';
import type { Hints } from '../saml/hints.ts';
import type { IdentityProvider } from '../saml/identity-provider.ts';
import type { Incoming } from '../saml/incoming.ts';
import { admit } from './admit.ts';
import { whole } from './asked.ts';
import { beginLogin } from './begin-login.ts';
import { identityProviderOf, type SamlConnection } from './connections.ts';
import { cookie, cookiesOf } from './cookies.ts';
import { onlyNavigation } from './navigation.ts';
import { isSentAgain, onceMore } from './once-more.ts';
import { type PlainResponse, withCookies } from './plain-response.ts';
import { answered } from './refuse.ts';
import type { Meeting } from './routes.ts';
import { checkKnown, type Person } from './settings.ts';
import type { Visit } from './visit.ts';

/** An answer that nobody is said to have asked for. */
export interface Arrival {
  readonly incoming: Incoming;
  readonly fields: URLSearchParams;
  readonly hints: Hints;
}

/**
 * Takes an answer that nobody asked for, such as that of a tile in a provider's portal. Where the provider may not begin logins, it is
 * dropped and a login begins that is bound to this browser: the person notices nothing, and whoever planted it gains nothing.
 *
 * @see SAMLProf 4.1.5
 */
export async function unsolicited(visit: Visit, place: Meeting, arrival: Arrival): Promise<PlainResponse> {
  const { incoming, fields, hints } = arrival;
  const connection = await meant(place, ({ issuers }) => issuers.includes(hints.issuer ?? ''));
  const inner = { ...visit, connection };
  return await answered(inner, async () => {
    const { allowUnsolicited } = await identityProviderOf(connection);
    if (!allowUnsolicited) return await drop(inner, connection, incoming.relayState);
    const message = [...fields].filter(([name]) => name === 'SAMLResponse' || name === 'RelayState');
    return isFromHere(visit) ? await accept(inner, connection, incoming) : fromHere(inner, place.url, message, fields);
  });
}

/** The one of those that may answer there whose answer it is by its own word. @throws SsoError `login.unknown-provider` */
export async function meant(place: Meeting, isSaid: (idp: IdentityProvider) => boolean): Promise<SamlConnection> {
  const [said, ...more] = await allMeant(place, isSaid);
  // A tenant may call its provider like that of another: nobody is sent to the one where the other is meant.
  if (more.length === 0) return said;
  throw nobodyKnown(place);
}

/** All of those that may answer there whose message it could be by its own word. @throws SsoError `login.unknown-provider` for none */
export async function allMeant(
  place: Meeting,
  isSaid: (idp: IdentityProvider) => boolean,
): Promise<readonly [SamlConnection, ...SamlConnection[]]> {
  const possible = place.connections.filter((connection) => connection.protocol === 'saml');
  const [only] = possible;
  if (possible.length === 1 && only !== undefined) return [only];
  // That one of them cannot be asked who it is says nothing of the others.
  const known = await Promise.all(possible.map((connection) => identityProviderOf(connection).catch(() => undefined)));
  const [said, ...more] = possible.filter((_, at) => {
    const idp = known[at];
    return idp !== undefined && isSaid(idp);
  });
  if (said === undefined) throw nobodyKnown(place);
  return [said, ...more];
}

/** The error for a message of which nobody can tell whose it is. */
export function nobodyKnown({ url }: Meeting): SsoError<'login.unknown-provider'> {
  return new SsoError('login.unknown-provider', { receivedAt: url });
}

/** Begins a login in the place of an answer. @throws SsoError as `onlyNavigation` and `beginLogin` */
export async function drop(visit: Visit, connection: SamlConnection, relayState: string | undefined): Promise<PlainResponse> {
  onlyNavigation(visit);
  const { settings } = visit;
  const returnTo = (relayState === undefined ? undefined : settings.returnTo.destination(relayState)) ?? settings.returnTo.default;
  return await beginLogin(visit, connection, { reason: 'unsolicited', returnTo });
}

/** Signs in whom an answer names, unless somebody else is signed in. */
export async function accept(visit: Visit, { sp, idp }: SamlConnection, incoming: Incoming): Promise<PlainResponse> {
  const { settings, env } = visit;
  checkKnown(settings);
  const login = await finishUnsolicited(sp, idp, incoming, settings.stores.replay, env);
  const present = await presentPerson(visit);
  if (present !== undefined && !isSame(present, login.identity))
    throw new SsoError('login.other-user', { provider: login.identity.provider });
  return await admit(visit, login);
}

/** Did a page of our own send it, so that the cookie of our session came with it, if there is one? */
export function isFromHere({ request }: Visit): boolean {
  return cookiesOf(request, here).has(here);
}

/**
 * Has a page of our own send it, since from elsewhere it comes without the cookie of our session; that this was done is told by a cookie
 * that no other site can have sent.
 *
 * @param fields - what brought it, if it was a form
 */
export function fromHere(
  visit: Visit,
  action: string,
  message: Iterable<readonly [string, string]>,
  fields: URLSearchParams | undefined,
): PlainResponse {
  checkKnown(visit.settings);
  if (fields !== undefined && isSentAgain(fields)) throw new SsoError('login.cookie-missing', { others: 0 });
  return withCookies(onceMore(visit, action, message), [cookie(here, '1', 'Strict', 60)]);
}

async function presentPerson({ request, settings }: Visit): Promise<Person | undefined> {
  const { signedIn, sessions } = settings;
  return signedIn === undefined ? (await sessions?.of(whole(request)))?.identity : await signedIn(whole(request));
}

/** By the provider's whole name for somebody: one name may be another person's under another qualifier. */
function isSame(a: Person, b: Pick<Identity, 'provider' | 'subject'>): boolean {
  return keyOf(a) !== undefined && keyOf(a) === keyOf(b);
}

function keyOf({ provider, subject }: Person): string | undefined {
  if (subject === undefined) return undefined;
  const { value, format = '', nameQualifier = '', spNameQualifier = '' } = subject;
  return JSON.stringify([provider, value, format, nameQualifier, spNameQualifier]);
}

const here = '__Host-signon-here';
