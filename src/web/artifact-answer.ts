import { sourceIdOf } from '../artifact/artifact.ts';
import { artifactFromForm, artifactFromQuery, type IncomingArtifact } from '../artifact/incoming-artifact.ts';
import { resolve } from '../artifact/resolve.ts';
import { hintsOf } from '../saml/hints.ts';
import type { Incoming } from '../saml/incoming.ts';
import { rawQueryOf } from './asked.ts';
import { type Connection, identityProviderOf, type SamlConnection } from './connections.ts';
import { finishing, handleFrom, isHandle } from './finishing.ts';
import { underWay } from './login-cookies.ts';
import type { PlainResponse } from './plain-response.ts';
import { answered } from './refuse.ts';
import type { Meeting } from './routes.ts';
import { takeLogin } from './take.ts';
import { accept, drop, fromHere, isFromHere, meant } from './unsolicited.ts';
import type { Visit } from './visit.ts';

/**
 * Takes an artifact. Its message is asked for once it is known that this browser has begun the login that the RelayState names, and of the
 * provider that was asked; so nobody has us ask for what they have made up.
 *
 * @param fields - the form that has brought it; else it is in the query
 * @throws SsoError `message.*`, `login.*`, `store.*`; what `resolve` and `finish` throw is answered as a refusal
 * @see SAMLBind 3.6
 */
export async function collect(visit: Visit, place: Meeting, fields: URLSearchParams | undefined): Promise<PlainResponse> {
  const artifact = fields === undefined ? artifactFromQuery(rawQueryOf(visit.request), place.url) : artifactFromForm(fields, place.url);
  const { relayState: handle } = artifact;
  if (!isHandle(handle)) return await unnamed(visit, place, artifact, fields);
  const arrived = async (connection: Connection) => finishing(visit, connection, await messageOf(visit, connection, artifact));
  return await takeLogin(visit, place, { handle, ...(fields === undefined ? {} : { fields }), arrived });
}

/**
 * An artifact that says of no login that it is of it: the provider has lost the RelayState, or nobody has asked. Only its message tells
 * which; where neither can be, nobody is asked for that.
 */
async function unnamed(
  visit: Visit,
  place: Meeting,
  artifact: IncomingArtifact,
  fields: URLSearchParams | undefined,
): Promise<PlainResponse> {
  const connection = await meant(place, ({ entityId }) => sourceIdOf(entityId) === artifact.sourceId);
  const inner = { ...visit, connection };
  return await answered(inner, async () => {
    const { allowUnsolicited } = await identityProviderOf(connection);
    if (!allowUnsolicited && underWay(visit.request) === 0) return await drop(inner, connection, artifact.relayState);
    // Before it is asked for, since that can be done once.
    if (allowUnsolicited && !isFromHere(visit)) return fromHere(inner, place.url, formOf(artifact), fields);
    return await told(inner, place, connection, artifact);
  });
}

async function told(visit: Visit, place: Meeting, connection: SamlConnection, artifact: IncomingArtifact): Promise<PlainResponse> {
  const incoming = await messageOf(visit, connection, artifact);
  const handle = handleFrom(hintsOf(incoming));
  if (handle !== undefined) return await takeLogin(visit, place, { handle, arrived: async (asked) => finishing(visit, asked, incoming) });
  const { allowUnsolicited } = await identityProviderOf(connection);
  return allowUnsolicited ? await accept(visit, connection, incoming) : await drop(visit, connection, incoming.relayState);
}

async function messageOf({ settings, env }: Visit, connection: Connection, artifact: IncomingArtifact): Promise<Incoming> {
  // Sound: it was kept for a connection by SAML, or one of those was found for it.
  const { sp, idp } = connection as SamlConnection;
  return await resolve(sp, idp, artifact, settings.stores.replay, env);
}

/** The form that says the same as a query. */
function formOf({ artifact, relayState }: IncomingArtifact): readonly (readonly [string, string])[] {
  return [['SAMLart', artifact], ...(relayState === undefined ? [] : [['RelayState', relayState] as const])];
}
