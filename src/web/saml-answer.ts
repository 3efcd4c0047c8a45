import { type Hints, hintsOf } from '../saml/hints.ts';
import { fromForm, type Incoming } from '../saml/incoming.ts';
import { formOf } from './body.ts';
import { finishing, handleFrom, isHandle } from './finishing.ts';
import type { PlainResponse } from './plain-response.ts';
import type { Meeting } from './routes.ts';
import { takeLogin } from './take.ts';
import { unsolicited } from './unsolicited.ts';
import type { Visit } from './visit.ts';

/**
 * Takes the answer of a provider by SAML at an assertion consumer service of ours: as a form that is posted there, or by an artifact, which
 * comes in the query as well.
 *
 * @throws SsoError `request.*`, `message.*`, `xml.*`, `login.*`, `store.*`
 * @see SAMLProf 4.1.4.3
 */
export async function consume(visit: Visit, place: Meeting): Promise<PlainResponse> {
  const { request, env } = visit;
  if (request.method === 'GET') return await byArtifact(visit, place);
  const fields = await formOf(request, mostOctets, env);
  if (fields.has('SAMLart')) return await byArtifact(visit, place, fields);
  const incoming = fromForm(fields, place.url);
  const handle = handleIn(incoming);
  if (typeof handle !== 'string') return await unsolicited(visit, place, { incoming, fields, hints: handle });
  return await takeLogin(visit, place, { handle, fields, arrived: async (connection) => finishing(visit, connection, incoming) });
}

/** Loaded when it is first used: those whose answers come by form never pay for it. */
async function byArtifact(visit: Visit, place: Meeting, fields?: URLSearchParams): Promise<PlainResponse> {
  const { collect } = await import('./artifact-answer.ts');
  return await collect(visit, place, fields);
}

/** The handle of the login that an answer says it is of; where nobody is said to have asked, what else it says. */
function handleIn(incoming: Incoming): string | Hints {
  if (isHandle(incoming.relayState)) return incoming.relayState;
  // Some providers lose the RelayState, or send one of their own: then the request says where to look, and nothing else.
  const hints = hintsOf(incoming);
  return handleFrom(hints) ?? hints;
}

/** A message of 1 MiB in base64 with line ends, in percent encoding. */
const mostOctets = 2_097_152;
