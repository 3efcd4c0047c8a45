import { SsoError } from '../core/errors.ts';
import { logoutHintsOf } from '../saml/hints.ts';
import type { IdentityProvider } from '../saml/identity-provider.ts';
import { fromForm, fromQuery, fromSoap, type Incoming } from '../saml/incoming.ts';
import { readLogout } from '../saml/logout.ts';
import type { LogoutReply } from '../saml/logout-reply.ts';
import type { LogoutAsked } from '../saml/read-logout.ts';
import { type BegunLogout, takenLogout } from './begun-logout.ts';
import { formOf, isForm, octetsOf } from './body.ts';
import { carryOut } from './carry-out.ts';
import { identityProviderOf, type SamlConnection } from './connections.ts';
import { elsewhere, type LogoutEnd, welcomedBack } from './farewell.ts';
import { originsOf } from './origins.ts';
import { unkept } from './pages/answer.ts';
import { answered, refused } from './refuse.ts';
import type { Meeting } from './routes.ts';
import { told } from './told.ts';
import { meant } from './unsolicited.ts';
import type { Visit } from './visit.ts';

/**
 * Takes a message about logout by SAML: a provider asks us to end sessions, through the browser or by itself, or answers what we asked.
 *
 * @throws SsoError `request.*`, `message.*`, `xml.*`, `login.unknown-provider`, `store.*`
 * @see SAMLProf 4.4.3
 */
export async function logoutMessage(visit: Visit, place: Meeting): Promise<Response> {
  const incoming = await incomingOf(visit, place);
  return incoming.parameter === 'SAMLRequest' ? await asked(visit, place, incoming) : await answer(visit, place, incoming);
}

async function incomingOf({ request, url, env }: Visit, { url: receivedAt }: Meeting): Promise<Incoming> {
  if (request.method === 'GET') return fromQuery(url.search, receivedAt);
  if (isForm(request) || !isSoap(request)) return fromForm(await formOf(request, mostOctets, env), receivedAt);
  return fromSoap(await octetsOf(request, mostOctets, env), receivedAt);
}

/** SOAP 1.1 section 6: one by SOAP 1.2 says something else. */
function isSoap({ headers }: Request): boolean {
  return /^text\/xml\s*(?:;|$)/i.test(headers.get('content-type') ?? '');
}

/** The provider is answered, however it goes, as soon as it is certain that it has asked; whatever else has asked is refused. */
async function asked(visit: Visit, place: Meeting, incoming: Incoming): Promise<Response> {
  const connection = await meant(place, isOf(place, incoming));
  const inner = { ...visit, connection };
  return await answered(inner, async () => {
    const { sp, idp } = connection;
    const message = await readLogout(sp, idp, incoming, { replay: visit.settings.stores.replay }, visit.env);
    if (message.kind !== 'asked') throw new SsoError('message.kind', { expected: 'LogoutRequest', found: 'LogoutResponse' });
    return await replied(inner, connection, await message.reply(await outcomeOf(inner, connection, message)));
  });
}

/** Anybody can say whose a message is: it is asked where several may send one, and verified as theirs. */
function isOf({ connections }: Meeting, incoming: Incoming): (idp: IdentityProvider) => boolean {
  const { issuer = '' } = connections.length > 1 ? logoutHintsOf(incoming) : {};
  return ({ issuers }) => issuers.includes(issuer);
}

async function outcomeOf(visit: Visit, connection: SamlConnection, message: LogoutAsked): Promise<'success' | 'failed'> {
  const { names, issuedAt, until, subject, sessionIndexes } = message;
  try {
    await carryOut(visit, connection, { names, provenUntil: issuedAt, until, subject, indexes: sessionIndexes });
    return 'success';
  } catch (error) {
    await refused(visit, error);
    return 'failed';
  }
}

/** Many providers ask in a frame of a page of theirs. */
async function replied(visit: Visit, connection: SamlConnection, reply: LogoutReply): Promise<Response> {
  if (reply.kind !== 'soap') return told(visit, reply, originsOf(await identityProviderOf(connection)));
  return new Response(reply.body, { headers: { ...unkept, 'content-type': 'text/xml; charset=utf-8' } });
}

/** Of the answer nothing depends but what the person is told: our own session has ended long before. */
async function answer(visit: Visit, place: Meeting, incoming: Incoming): Promise<Response> {
  const begun = await takenLogout(visit, handleIn(incoming));
  const connection = place.connections.find(({ id }) => id === begun?.connection);
  if (begun?.pending === undefined || connection?.protocol !== 'saml') return elsewhere(visit);
  const inner = { ...visit, connection, correlationId: begun.correlationId };
  return await welcomedBack(inner, begun, await saidBy(inner, connection, incoming, begun.pending));
}

async function saidBy(
  visit: Visit,
  { sp, idp }: SamlConnection,
  incoming: Incoming,
  pending: NonNullable<BegunLogout['pending']>,
): Promise<LogoutEnd> {
  try {
    const message = await readLogout(sp, idp, incoming, { pending, replay: visit.settings.stores.replay }, visit.env);
    // What nobody has signed anybody can have written.
    if (message.kind !== 'answered' || !message.confirmed) return 'unconfirmed';
    return message.partial ? 'partial' : 'success';
  } catch (error) {
    await refused(visit, error);
    return 'failed';
  }
}

/** Where the provider has lost the RelayState, the request that is answered says where to look. */
function handleIn(incoming: Incoming): string {
  const { relayState = '' } = incoming;
  return handle.test(relayState) ? relayState : (logoutHintsOf(incoming).inResponseTo?.replace(/^_/, '') ?? '');
}

/** As `logout` makes them. */
const handle = /^[0-9a-f]{40}$/;
/** A message of 1 MiB in base64 with line ends, in percent encoding. */
const mostOctets = 2_097_152;
