import { SsoError } from '../core/errors.ts';
import { fromCallback } from '../oidc/callback.ts';
import { finish } from '../oidc/finish.ts';
import type { OidcPending } from '../oidc/pending.ts';
import { stateHint } from '../oidc/state-hint.ts';
import { formOf } from './body.ts';
import type { OidcConnection } from './connections.ts';
import type { PlainResponse } from './plain-response.ts';
import type { Meeting } from './routes.ts';
import { takeLogin } from './take.ts';
import type { Visit } from './visit.ts';

/**
 * Takes the answer of a provider by OpenID Connect, in the query or as a posted form.
 *
 * @throws SsoError `request.*`, `message.parameter`, `token.form`, `encryption.*`, `login.*`, `store.*`
 * @see OIDCCore 3.1.2.5
 */
export async function callback(visit: Visit, place: Meeting): Promise<PlainResponse> {
  const { request, url, env, settings } = visit;
  // Sound: only a connection by OpenID Connect has such a place, and shares it with no other.
  const { client, provider } = place.connections[0] as OidcConnection;
  const posted = request.method === 'POST';
  const parameters = posted ? await formOf(request, mostOctets, env) : url.searchParams;
  const answer = fromCallback(parameters, posted ? 'form_post' : 'query', place.url);
  const state = await stateHint(client, answer);
  if (state === undefined || !handle.test(state))
    throw new SsoError('message.parameter', { parameter: 'state', reason: state === undefined ? 'missing' : 'unknown-value' });
  return await takeLogin(visit, place, {
    handle: state,
    ...(posted ? { fields: parameters } : {}),
    arrived: async () => ({
      // Sound: it was kept for that connection, and `finish` refuses anything else.
      finish: async (pending) => await finish(client, provider, answer, pending as OidcPending, settings.stores.replay, env),
    }),
  });
}

/** As `login` makes them. */
const handle = /^[\w-]{43}$/;
/** Codes of some providers are tokens of several KB. */
const mostOctets = 262_144;
