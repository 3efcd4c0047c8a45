import { finish } from '../saml/finish.ts';
import { type Hints, hintsOf } from '../saml/hints.ts';
import { fromForm, type Incoming } from '../saml/incoming.ts';
import { formOf } from './body.ts';
import type { Meeting } from './routes.ts';
import { type Answer, takeLogin } from './take.ts';
import { unsolicited } from './unsolicited.ts';
import type { Visit } from './visit.ts';

/**
 * Takes the answer of a provider by SAML, as a form that is posted to an assertion consumer service of ours.
 *
 * @throws SsoError `request.*`, `message.*`, `xml.*`, `login.*`, `store.*`
 * @see SAMLProf 4.1.4.3
 */
export async function consume(visit: Visit, place: Meeting): Promise<Response> {
  const { request, env, settings } = visit;
  const fields = await formOf(request, mostOctets, env);
  const incoming = fromForm(fields, place.url);
  const handle = handleIn(incoming);
  if (typeof handle !== 'string') return await unsolicited(visit, place, { incoming, fields, hints: handle });
  const finished: Answer['finish'] = async (connection, pending) => {
    // Sound: it was kept for a connection by SAML, and `finish` refuses anything else.
    const { sp, idp } = connection as Extract<typeof connection, { protocol: 'saml' }>;
    return await finish(sp, idp, incoming, pending as Extract<typeof pending, { protocol: 'saml' }>, settings.stores.replay, env);
  };
  return await takeLogin(visit, place, { handle, fields, incoming, finish: finished });
}

/** The handle of the login that an answer says it is of; where nobody is said to have asked, what else it says. */
function handleIn(incoming: Incoming): string | Hints {
  const { relayState = '' } = incoming;
  if (handle.test(relayState)) return relayState;
  // Some providers lose the RelayState, or send one of their own: then the request says where to look, and nothing else.
  const hints = hintsOf(incoming);
  return hints.inResponseTo?.replace(/^_/, '') ?? hints;
}

/** As `login` makes them. */
const handle = /^[0-9a-f]{40}$/;
/** A message of 1 MiB in base64 with line ends, in percent encoding. */
const mostOctets = 2_097_152;
