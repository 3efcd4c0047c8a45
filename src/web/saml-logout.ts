import { SsoError } from '../core/errors.ts';
import { logoutHintsOf } from '../saml/hints.ts';
import type { IdentityProvider } from '../saml/identity-provider.ts';
import { fromForm, fromQuery, fromSoap, type Incoming } from '../saml/incoming.ts';
import { readLogout } from '../saml/logout.ts';
import type { LogoutReply } from '../saml/logout-reply.ts';
import type { LogoutAsked } from '../saml/read-logout.ts';
import { type AskedRequest, rawQueryOf } from './asked.ts';
import { type BegunLogout, takenLogout } from './begun-logout.ts';
import { formOf, isForm, octetsOf } from './body.ts';
import { carryOut, rememberedUntil } from './carry-out.ts';
import { identityProviderOf, type SamlConnection } from './connections.ts';
import { elsewhere, type LogoutEnd, welcomedBack } from './farewell.ts';
import { originsOf } from './origins.ts';
import { unkept } from './pages/answer.ts';
import { type PlainResponse, plainResponse } from './plain-response.ts';
import { answered, refused } from './refuse.ts';
import type { Meeting } from './routes.ts';
import { told } from './told.ts';
import { allMeant, nobodyKnown } from './unsolicited.ts';
import type { Visit } from './visit.ts';

/**
 * Takes a message about logout by SAML: a provider asks us to end sessions, through the browser or by itself, or answers what we asked.
 *
 * @throws SsoError `request.*`, `message.*`, `xml.*`, `login.unknown-provider`, `store.*`
 * @see SAMLProf 4.4.3
 */
export async function logoutMessage(visit: Visit, place: Meeting): Promise<PlainResponse> {
  const incoming = await incomingOf(visit, place);
  return incoming.parameter === 'SAMLRequest' ? await asked(visit, place, incoming) : await answer(visit, place, incoming);
}

async function incomingOf({ request, env }: Visit, { url: receivedAt }: Meeting): Promise<Incoming> {
  if (request.method === 'GET') return fromQuery(rawQueryOf(request), receivedAt);
  if (isForm(request) || !isSoap(request)) return fromForm(await formOf(request, mostOctets, env), receivedAt);
  return fromSoap(await octetsOf(request, mostOctets, env), receivedAt);
}

/** SOAP 1.1 section 6: one by SOAP 1.2 says something else. */
function isSoap({ headers }: AskedRequest): boolean {
  return /^text\/xml\s*(?:;|$)/i.test(headers.get('content-type') ?? '');
}

/** A request that one of those has made that ask there. */
interface Asking {
  readonly visit: Visit;
  readonly connection: SamlConnection;
  readonly message: LogoutAsked;
}

/**
 * The provider is answered, however it goes, as soon as it is certain that it has asked; whatever else has asked is refused. Where several
 * are called the same, their keys tell them apart: no tenant keeps alive what the provider of another ends.
 */
async function asked(visit: Visit, place: Meeting, incoming: Incoming): Promise<PlainResponse> {
  const connections = await allMeant(place, isOf(place, incoming));
  const read = await Promise.allSettled(connections.map((connection) => askingOf({ ...visit, connection }, connection, incoming)));
  const asking = read.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const [first, ...more] = asking;
  return await answered(first?.visit ?? { ...visit, connection: connections[0] }, async () => {
    const [reason] = read.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    if (first === undefined) throw reason;
    const [outcome = 'failed'] = await Promise.all(asking.map(outcomeOf));
    // All has ended that may be meant; but whom we would tell so is not known.
    if (more.length > 0) throw nobodyKnown(place);
    return await replied(first, await first.message.reply(outcome));
  });
}

/** Anybody can say whose a message is: it is asked where several may send one, and verified as theirs. */
function isOf({ connections }: Meeting, incoming: Incoming): (idp: IdentityProvider) => boolean {
  const { issuer = '' } = connections.length > 1 ? logoutHintsOf(incoming) : {};
  return ({ issuers }) => issuers.includes(issuer);
}

async function askingOf(visit: Visit, connection: SamlConnection, incoming: Incoming): Promise<Asking> {
  const { settings, env } = visit;
  const message = await readLogout(connection.sp, connection.idp, incoming, { replay: settings.stores.replay }, env);
  if (message.kind !== 'asked') throw new SsoError('message.kind', { expected: 'LogoutRequest', found: 'LogoutResponse' });
  return { visit, connection, message };
}

async function outcomeOf({ visit, connection, message }: Asking): Promise<'success' | 'failed'> {
  const { names, issuedAt: provenUntil, subject, sessionIndexes: indexes } = message;
  try {
    await carryOut(visit, connection, { names, provenUntil, until: rememberedUntil(visit, message.until), subject, indexes });
    return 'success';
  } catch (error) {
    await refused(visit, error);
    return 'failed';
  }
}

/** Many providers ask in a frame of a page of theirs. */
async function replied({ visit, connection }: Asking, reply: LogoutReply): Promise<PlainResponse> {
  if (reply.kind !== 'soap') return told(visit, reply, { frameAncestors: originsOf(await identityProviderOf(connection)) });
  return plainResponse(200, { ...unkept, 'content-type': 'text/xml; charset=utf-8' }, reply.body);
}

/** Of the answer nothing depends but what the person is told: our own session has ended long before. */
async function answer(visit: Visit, place: Meeting, incoming: Incoming): Promise<PlainResponse> {
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
