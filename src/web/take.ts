import { instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { answerOf } from '../identity/first-use.ts';
import type { Login } from '../identity/login.ts';
import type { Incoming } from '../saml/incoming.ts';
import { admit } from './admit.ts';
import { sameSiteOf } from './begin-login.ts';
import { type Begun, readBegun } from './begun.ts';
import type { Connection } from './connections.ts';
import { withCookies } from './cookies.ts';
import { finishedHere, forgetting, heldOf, loginSeconds } from './login-cookies.ts';
import { isSentAgain, onceMore } from './once-more.ts';
import { answered } from './refuse.ts';
import type { Meeting } from './routes.ts';
import { forgettingTrial, isTrialHere } from './trial-cookie.ts';
import type { Visit } from './visit.ts';

/** An answer that has arrived. */
export interface Answer {
  /** The name of the login that it says it is of. */
  readonly handle: string;
  /** The fields of the form that has brought it, if one has. */
  readonly fields?: URLSearchParams;
  /** By SAML: the message. */
  readonly incoming?: Incoming;
  readonly finish: (connection: Connection, pending: Begun['pending']) => Promise<Login>;
}

/**
 * Takes the login of a handle away from where it is kept, if this browser began it, and finishes it. Nothing of the answer is judged before.
 *
 * @throws SsoError `login.finished`, `login.cookie-missing`, `login.over`, `login.unknown-provider`, `store.*`; what `finish` throws is
 *   answered as a refusal
 */
export async function takeLogin(visit: Visit, place: Meeting, answer: Answer): Promise<Response> {
  const { handle, fields } = answer;
  // Whoever may try logins is known by the session of the application, which does not come with a form of another site.
  if (fields !== undefined && isTrialHere(visit.request, handle) && !isSentAgain(fields)) return onceMore(visit, place.url, fields);
  const begun = readBegun(await taken(visit, place, handle));
  const connection = place.connections.find(({ id }) => id === begun.connection);
  if (connection === undefined) throw new SsoError('login.unknown-provider', { receivedAt: place.url });
  const { correlationId, pending } = begun;
  const wanted = pending.returnTo === undefined ? {} : { wanted: pending.returnTo };
  const inner = { ...visit, connection, correlationId, ...wanted };
  const forgotten = forgetting(handle, sameSiteOf(pending));
  const work = () => (begun.trial === true ? tryIt(inner, connection, pending, answer) : finishIt(inner, connection, begun, answer));
  return await answered(inner, work, [forgotten]);
}

async function finishIt(visit: Visit, connection: Connection, { pending, posted }: Begun, { handle, finish }: Answer): Promise<Response> {
  const sameSite = sameSiteOf(pending);
  const response = await admit(visit, await finish(connection, pending), posted);
  // Whom the application refused is not signed in, whatever they go back to.
  const mark = response.status < 400 ? finishedHere(handle, sameSite, instantOf(visit.env)) : forgetting(handle, sameSite);
  return withCookies(response, [mark]);
}

/** Whoever begins a trial may have lost the right to since. */
async function tryIt(visit: Visit, connection: Connection, pending: Begun['pending'], answer: Answer): Promise<Response> {
  const { handle, incoming, finish } = answer;
  const { request, settings, env } = visit;
  const { tried, notThere } = await import('./tried.ts');
  const attempt = {
    connection,
    env,
    finish: () => finish(connection, pending),
    ...(incoming === undefined ? {} : { incoming }),
    ...(pending.protocol === 'saml' ? { pending } : {}),
  };
  const permitted = settings.trial !== undefined && (await settings.trial.permitted(request));
  const page = permitted && settings.trial !== undefined ? await tried(visit, settings.trial, attempt) : notThere();
  return withCookies(page, [forgetting(handle, sameSiteOf(pending)), forgettingTrial(handle)]);
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
