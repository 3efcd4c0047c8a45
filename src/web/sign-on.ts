import { systemEnv } from '#env';
import type { Env } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { memoryReplayStore } from '../stores/memory.ts';
import { sealedPendingStore } from '../stores/sealed-cookie.ts';
import { type AskedRequest, alsoPlain } from './asked.ts';
import { backChannel } from './back-channel.ts';
import { comeBack } from './came-back.ts';
import { challenge } from './challenge.ts';
import type { Choice } from './choice.ts';
import { choose } from './choose.ts';
import { endSession } from './end-session.ts';
import { frontChannel } from './front-channel.ts';
import { publish } from './metadata.ts';
import { callback } from './oidc-answer.ts';
import type { Pictures } from './pictures.ts';
import { type PlainResponse, responseOf } from './plain-response.ts';
import { answered } from './refuse.ts';
import type { Meeting, OwnPlace, Place } from './routes.ts';
import { consume } from './saml-answer.ts';
import { logoutMessage } from './saml-logout.ts';
import { type Settings, type SignOnOptions, settingsOf } from './settings.ts';
import type { SignOut } from './sign-out.ts';
import { start } from './start.ts';
import type { Trial } from './trial.ts';
import { type Visit, visitOf } from './visit.ts';

/** Handlers for all addresses at which people sign in. They need no `this`. */
export interface SignOn {
  /**
   * Answers a request to one of our addresses: where logins begin, where answers and messages about logout arrive, where our metadata and
   * our own pages are.
   *
   * @param from - where the request comes from, by the socket: `toNode` tells it
   * @returns undefined for every other address, of whose request nothing was read then
   * @throws what a function of options throws; all else is answered by a page
   */
  answer(request: Request, from?: Caller): Promise<Response | undefined>;
  /**
   * Answers, in the place of a page of the application, somebody who has to sign in first; they come back to that very page.
   *
   * @param connection - the id of the provider to ask; may be left out where there is only one, or a choice
   */
  challenge(request: Request, connection?: string): Promise<Response>;
}

/** Where a request comes from. */
export interface Caller {
  /** The IP address at the other end of the socket; what a header says of it anybody can have written. */
  readonly address?: string | undefined;
}

/**
 * Signs people in by the requests of their browsers, over both protocols: every login is bound to the browser that began it.
 *
 * @param options - or a function that is asked at each request, so that what it reads can be changed while the service runs
 * @throws SsoError `config.invalid` with the field; with a function it is thrown at the request
 */
export function signOn(options: SignOnOptions | (() => SignOnOptions | Promise<SignOnOptions>), env: Env = systemEnv): SignOn {
  const current = settingsSource(options, env);
  const pictures: Pictures = new Map();
  const visited = async (request: AskedRequest, { address }: Caller = {}) =>
    visitOf({ request, settings: await current(), env, pictures, ...(address === undefined ? {} : { address }) });
  const answer = async (request: AskedRequest, from?: Caller) => {
    const visit = await visited(request, from);
    const places = visit.settings.routes.get(visit.url.pathname);
    if (places === undefined) return undefined;
    const place = places.get(request.method);
    const there = visitAt(visit, place);
    return await answered(there, async () => {
      if (place === undefined) throw new SsoError('request.method', { allowed: [...places.keys()] });
      return await answerAt(there, place);
    });
  };
  return Object.freeze({
    answer: alsoPlain(async (request: Request, from?: Caller) => {
      const response = await answer(request, from);
      return response && responseOf(response);
    }, answer),
    challenge: async (request: Request, connection?: string) => {
      const visit = await visited(request);
      return responseOf(await answered(visit, async () => await challenge(visit, connection)));
    },
  });
}

/** Where only one provider is, it is known whose login it is before anything was read. */
function visitAt(visit: Visit, place: Place | undefined): Visit {
  const [connection, ...others] = place !== undefined && 'connections' in place ? place.connections : [];
  const known = connection === undefined || others.length > 0 ? visit : { ...visit, connection };
  return place !== undefined && aboutLogout.has(place.kind) ? { ...known, about: 'logout' } : known;
}

/** Options are parsed once, however often they are given. */
function settingsSource(options: SignOnOptions | (() => SignOnOptions | Promise<SignOnOptions>), env: Env): () => Promise<Settings> {
  const replay = memoryReplayStore({}, env);
  const own = { replay, pending: sealedPendingStore({ replay }, env) };
  if (typeof options !== 'function') {
    const settings = Promise.resolve(settingsOf(options, own));
    return () => settings;
  }
  const parsed = new WeakMap<SignOnOptions, Settings>();
  return async () => {
    const given = await options();
    const settings = parsed.get(given) ?? settingsOf(given, own);
    parsed.set(given, settings);
    return settings;
  };
}

async function answerAt(visit: Visit, place: Place): Promise<PlainResponse> {
  return 'connections' in place ? await answers[place.kind](visit, place) : await pages[place.kind](visit);
}

const answers: { readonly [Kind in Meeting['kind']]: (visit: Visit, place: Meeting) => Promise<PlainResponse> } = {
  login: start,
  consumer: consume,
  callback,
  metadata: publish,
  logout: logoutMessage,
  'came-back': comeBack,
  'back-channel': backChannel,
  'front-channel': frontChannel,
};

// Sound, all of them: there is such a place only where there is the option.
const pages: { readonly [Kind in OwnPlace['kind']]: (visit: Visit) => Promise<PlainResponse> } = {
  choice: (visit) => choose(visit, visit.settings.choice as Choice),
  'sign-out': (visit) => endSession(visit, visit.settings.signOut as SignOut),
  // Loaded when it is first used: those who sign in never pay for it.
  trial: async (visit) => (await import('./try-sign-in.ts')).trySignIn(visit, visit.settings.trial as Trial),
};

const aboutLogout: ReadonlySet<Place['kind']> = new Set(['sign-out', 'logout', 'came-back', 'back-channel', 'front-channel']);
