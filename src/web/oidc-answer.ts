import { SsoError } from '../core/errors.ts';
import { type Callback, fromCallback } from '../oidc/callback.ts';
import { finish } from '../oidc/finish.ts';
import { stateHint } from '../oidc/state-hint.ts';
import { formOf } from './body.ts';
import type { OidcConnection } from './connections.ts';
import type { Place } from './routes.ts';
import { takeLogin } from './take.ts';
import type { Visit } from './visit.ts';

/**
 * Takes the answer of a provider by OpenID Connect, in the query or as a posted form.
 *
 * @throws SsoError `request.*`, `message.parameter`, `token.form`, `encryption.*`, `login.*`, `store.*`
 * @see OIDCCore 3.1.2.5
 */
export async function callback(visit: Visit, place: Place): Promise<Response> {
  const { request, url, env, settings } = visit;
  const posted = request.method === 'POST';
  const parameters = posted ? await formOf(request, mostOctets, env) : url.searchParams;
  const answer = fromCallback(parameters, posted ? 'form_post' : 'query', place.url);
  const state = await stateOf(place, answer);
  if (state === undefined || !handle.test(state))
    throw new SsoError('message.parameter', { parameter: 'state', reason: state === undefined ? 'missing' : 'unknown-value' });
  return await takeLogin(visit, place, state, async (connection, pending) => {
    // Sound: it was kept for a connection by OpenID Connect, and `finish` refuses anything else.
    const { client, provider } = connection as OidcConnection;
    return await finish(client, provider, answer, pending as Extract<typeof pending, { protocol: 'oidc' }>, settings.stores.replay, env);
  });
}

/** An answer that is encrypted can be read by the one of us that it is for. */
async function stateOf({ connections }: Place, answer: Callback): Promise<string | undefined> {
  const clients = connections.filter((connection) => connection.protocol === 'oidc').map(({ client }) => client);
  const [first, ...others] = clients;
  if (first === undefined) return undefined;
  for (const client of others) {
    const state = await stateHint(client, answer).catch(() => undefined);
    if (state !== undefined) return state;
  }
  return await stateHint(first, answer);
}

/** As `login` makes them. */
const handle = /^[\w-]{43}$/;
/** Codes of some providers are tokens of several KB. */
const mostOctets = 262_144;
