import { instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { answerOf } from '../identity/first-use.ts';
import type { Login } from '../identity/login.ts';
import { admit } from './admit.ts';
import { sameSiteOf } from './begin-login.ts';
import { type Begun, readBegun } from './begun.ts';
import type { Connection } from './connections.ts';
import { withCookies } from './cookies.ts';
import { finishedHere, forgetting, heldOf, loginSeconds } from './login-cookies.ts';
import { answered } from './refuse.ts';
import type { Meeting } from './routes.ts';
import type { Visit } from './visit.ts';

/**
 * Takes the login of a handle away from where it is kept, if this browser began it, and finishes it. Nothing of the answer is judged before.
 *
 * @throws SsoError `login.finished`, `login.cookie-missing`, `login.over`, `login.unknown-provider`, `store.*`; what `finish` throws is
 *   answered as a refusal
 */
export async function takeLogin(
  visit: Visit,
  place: Meeting,
  handle: string,
  finish: (connection: Connection, pending: Begun['pending']) => Promise<Login>,
): Promise<Response> {
  const begun = readBegun(await taken(visit, place, handle));
  const connection = place.connections.find(({ id }) => id === begun.connection);
  if (connection === undefined) throw new SsoError('login.unknown-provider', { receivedAt: place.url });
  const { correlationId, pending } = begun;
  const wanted = pending.returnTo === undefined ? {} : { wanted: pending.returnTo };
  const inner = { ...visit, connection, correlationId, ...wanted };
  const sameSite = sameSiteOf(pending);
  const work = async (): Promise<Response> => {
    const response = await admit(inner, await finish(connection, pending), begun.posted);
    // Whom the application refused is not signed in, whatever they go back to.
    const mark = response.status < 400 ? finishedHere(handle, sameSite, instantOf(visit.env)) : forgetting(handle, sameSite);
    return withCookies(response, [mark]);
  };
  return await answered(inner, work, [forgetting(handle, sameSite)]);
}

async function taken({ request, settings }: Visit, place: Meeting, handle: string): Promise<string> {
  const held = heldOf(request, handle);
  if (held.kind === 'finished') throw new SsoError('login.finished', { provider: place.connections[0].id });
  if (held.kind === 'missing') throw new SsoError('login.cookie-missing', { others: held.others });
  const text = await answerOf('pending', () => settings.stores.pending.take(handle, held.ticket));
  // Anything but a text is no login.
  if (typeof text !== 'string') throw new SsoError('login.over', { seconds: loginSeconds });
  return text;
}
