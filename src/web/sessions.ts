import { systemEnv } from '#env';
import { toBase64Url, utf8 } from '../core/bytes.ts';
import { type Env, instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { invalid, knownFields, wholeNumber } from '../core/options.ts';
import { digest } from '../crypto/algorithms.ts';
import { answerOf } from '../identity/first-use.ts';
import type { Login } from '../identity/login.ts';
import { sessionNames } from '../identity/session-names.ts';
import type { SessionIndex, SessionStore } from '../identity/session-store.ts';
import { memorySessionIndex, memorySessionStore } from '../stores/memory-sessions.ts';
import { cookie, cookiesOf, noCookie } from './cookies.ts';
import { type EndedThere, endNamed, endOne, hasEnded, type Places } from './named-sessions.ts';
import { readSignedIn, type SignedIn, signedIn, writeSignedIn } from './signed-in.ts';

/** Sessions of browsers, by a cookie. */
export interface BrowserSessions {
  /**
   * Begins a session with a new id, and ends the one whose cookie the request brings: an id that somebody has planted is worth nothing. A
   * form of another site, as answers by SAML are, brings none: the one before then lasts, out of the browser's hands, until its own end.
   *
   * @returns the `set-cookie` header
   * @throws SsoError `login.ended` where the provider has ended it before, and `store.*`
   */
  begin(login: Login, request: Request): Promise<string>;
  /** Who is signed in, or undefined. @throws SsoError `store.*` */
  of(request: Request): Promise<SignedIn | undefined>;
  /** Ends the session of this browser. @returns the `set-cookie` header */
  end(request: Request): Promise<string>;
  /** False where there is no index: then no logout that a provider begins finds anything to end. */
  readonly hasIndex: boolean;
  /**
   * Ends the sessions that have one of these names, in whatever browser they are, and has those that come late begin none.
   *
   * @param onEnd - is told of each session that has ended, also where another one then cannot be ended
   * @returns who was signed in
   * @throws SsoError `store.*`, after all was ended that could be
   */
  endNamed(ended: EndedThere, onEnd?: (signedIn: SignedIn) => void): Promise<readonly SignedIn[]>;
}

/** Options of {@link browserSessions}. */
export interface BrowserSessionsOptions {
  /** Where they are kept. Default: in the memory of this process. */
  readonly store?: SessionStore;
  /** What logouts at a provider go by. Default: in the memory of this process, too; none where there is a `store`. */
  readonly index?: SessionIndex;
  /** How long they last at most, whatever the provider says: 28,800 by default, a month at most. */
  readonly maxAgeSeconds?: number;
  /** Default: `__Host-signon`. The name must begin with `__Host-`. */
  readonly cookie?: string;
}

/**
 * Sessions that end when the provider says (`SessionNotOnOrAfter`) or after `maxAgeSeconds`, whichever is first. The browser has nothing
 * but a random id, and the store nothing but its digest.
 *
 * @throws SsoError `config.invalid`
 * @see SAMLProf 4.1.4.3, OWASP Session Management Cheat Sheet
 */
export function browserSessions(options: BrowserSessionsOptions = {}, env: Pick<Env, 'now' | 'random'> = systemEnv): BrowserSessions {
  knownFields(options, ['store', 'index', 'maxAgeSeconds', 'cookie']);
  const { cookie: name = '__Host-signon' } = options;
  // Where sessions are shared, what is known here alone would find but some of them.
  const { store = memorySessionStore({}, env), index = options.store === undefined ? memorySessionIndex({}, env) : undefined } = options;
  const places: Places = index === undefined ? { store } : { store, index };
  const maxAgeSeconds = wholeNumber('maxAgeSeconds', options.maxAgeSeconds, { initial: 28_800, least: 60, most: 2_678_400 });
  if (!/^__Host-[\w-]{1,64}$/.test(name))
    throw invalid('cookie', 'must be __Host- and at most 64 letters, digits, hyphens and underscores');
  const idOf = (request: Request): string | undefined => {
    const secret = cookiesOf(request, name).get(name);
    return secret === undefined || !/^[\w-]{43}$/.test(secret) ? undefined : keptUnder(secret);
  };
  const endOf = async (request: Request): Promise<void> => {
    const id = idOf(request);
    if (id !== undefined) await endOne(places, id);
  };
  return Object.freeze<OurSessions>({
    hasIndex: index !== undefined,
    begin: async (login: Login, request: Request) => {
      await endOf(request);
      const secret = toBase64Url(env.random(32));
      await keepIn(places, keptUnder(secret), login, signedIn(login, instantOf(env), maxAgeSeconds));
      return cookie(name, secret, 'Lax');
    },
    of: async (request: Request) => {
      const id = idOf(request);
      const kept = id === undefined ? undefined : await answerOf('sessions', () => store.find(id));
      const found = kept === undefined ? undefined : readSignedIn(kept);
      return found === undefined || found.endsAt <= instantOf(env) ? undefined : found;
    },
    end: async (request: Request) => {
      await endOf(request);
      return noCookie(name, 'Lax');
    },
    endNamed: async (ended: EndedThere, onEnd?: (signedIn: SignedIn) => void) => {
      const all: SignedIn[] = [];
      const tell = (kept: string) => {
        const one = readSignedIn(kept);
        all.push(one);
        onEnd?.(one);
      };
      if (index !== undefined) await endNamed({ store, index }, ended, tell);
      return all;
    },
    ...(index === undefined ? {} : { [wentBy]: index }),
  });
}

/**
 * Refuses a login that the provider has ended before, as far as that is known by now: `begin` asks once more, when it has kept the session.
 *
 * @throws SsoError `login.ended`, `store.*`
 */
export async function refuseEnded({ [wentBy]: index }: OurSessions, login: Login): Promise<void> {
  if (index !== undefined && (await hasEnded(index, sessionNames(login.session), login.authentication))) throw endedBefore(login);
}

/** Those that were made here say by what logouts find them, and so does a copy of them that an application makes. */
type OurSessions = BrowserSessions & { readonly [wentBy]?: SessionIndex };
const wentBy = Symbol('session index');

async function keepIn({ store, index }: Places, id: string, login: Login, began: SignedIn): Promise<void> {
  const names = sessionNames(login.session);
  // First what logouts go by: a session that no logout would find must not be.
  if (index !== undefined) await answerOf('sessionIndex', () => index.add(id, names, began.endsAt));
  await answerOf('sessions', () => store.put(id, writeSignedIn(began), began.endsAt));
  // Last whether it has ended before: a logout that is not known of by now finds the session.
  if (index === undefined || !(await hasEnded(index, names, login.authentication))) return;
  await endOne({ store, index }, id);
  throw endedBefore(login);
}

function endedBefore({ identity: { provider } }: Login): SsoError<'login.ended'> {
  return new SsoError('login.ended', { provider });
}

/** Whoever reads the store cannot be anybody by it. */
function keptUnder(secret: string): string {
  return toBase64Url(digest({ hash: 'sha256' }, utf8(secret)));
}
