import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { answerOf } from '../identity/first-use.ts';
import type { Incoming } from '../saml/incoming.ts';
import { admit } from './admit.ts';
import { whole } from './asked.ts';
import { sameSiteOf } from './begin-login.ts';
import { type Begun, readBegun } from './begun.ts';
import type { Connection } from './connections.ts';
import { finishedHere, forgetting, heldOf, loginSeconds } from './login-cookies.ts';
import { isSentAgain, onceMore } from './once-more.ts';
import { type PlainResponse, withCookies } from './plain-response.ts';
import { answered } from './refuse.ts';
import type { Meeting } from './routes.ts';
import type { FinishedLogin } from './settings.ts';
import { forgettingTrial, isTrialHere } from './trial-cookie.ts';
import type { Attempt } from './tried.ts';
import type { Visit } from './visit.ts';

/** An answer that has arrived. */
export interface Answer {
  /** The name of the login that it says it is of. */
  readonly handle: string;
  /** The fields of the form that has brought it, if one has. */
  readonly fields?: URLSearchParams;
  /** What it is, once it is known whose login it is of: some have to be asked for. */
  readonly arrived: (connection: Connection) => Promise<Arrived>;
}

/** An answer that is at hand. */
export interface Arrived {
  /** By SAML: the message. */
  readonly incoming?: Incoming;
  readonly finish: (pending: Begun['pending']) => Promise<FinishedLogin>;
}

/**
 * Takes the login of a handle away from where it is kept, if this browser began it, and finishes it. Nothing of the answer is judged before.
 *
 * @throws SsoError `login.finished`, `login.cookie-missing`, `login.over`, `login.unknown-provider`, `store.*`; what `finish` throws is
 *   answered as a refusal
 */
export async function takeLogin(visit: Visit, place: Meeting, answer: Answer): Promise<PlainResponse> {
  const { handle, fields } = answer;
  // Whoever may try logins is known by the session of the application, which does not come with a form of another site.
  const mayBeTried = fields !== undefined && visit.settings.trial !== undefined;
  if (mayBeTried && isTrialHere(visit.request, handle) && !isSentAgain(fields)) return onceMore(visit, place.url, fields);
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

async function finishIt(
  visit: Visit,
  connection: Connection,
  { pending, posted }: Begun,
  { handle, arrived }: Answer,
): Promise<PlainResponse> {
  const sameSite = sameSiteOf(pending);
  const { finish } = await arrived(connection);
  // Whom the application refused is not signed in, whatever they go back to.
  const mark = (status: number) => (status < 400 ? finishedHere(handle, sameSite, instantOf(visit.env)) : forgetting(handle, sameSite));
  return await admit(visit, await finish(pending), { posted, cookies: (status) => [mark(status)] });
}

/** Whoever begins a trial may have lost the right to since. */
async function tryIt(visit: Visit, connection: Connection, pending: Begun['pending'], answer: Answer): Promise<PlainResponse> {
  const { request, settings, env } = visit;
  const { trial } = settings;
  const { tried, notThere } = await import('./tried.ts');
  const permitted = trial !== undefined && (await trial.permitted(whole(request)));
  const page = permitted ? await tried(visit, trial, await attemptOf(connection, pending, answer, env)) : notThere();
  return withCookies(page, [forgetting(answer.handle, sameSiteOf(pending)), forgettingTrial(answer.handle)]);
}

/** What is not even to be had is shown like what is refused. */
async function attemptOf(connection: Connection, pending: Begun['pending'], { arrived }: Answer, env: Env): Promise<Attempt> {
  const about = { connection, env, ...(pending.protocol === 'saml' ? { pending } : {}) };
  try {
    const { incoming, finish } = await arrived(connection);
    return { ...about, ...(incoming === undefined ? {} : { incoming }), finish: () => finish(pending) };
  } catch (error) {
    return { ...about, finish: () => Promise.reject(error) };
  }
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
