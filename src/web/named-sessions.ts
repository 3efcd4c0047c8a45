import { answerOf } from '../identity/first-use.ts';
import type { Authentication } from '../identity/identity.ts';
import type { SessionIndex, SessionStore } from '../identity/session-store.ts';

/** What a provider says has ended there. */
export interface EndedThere {
  /** The names of its sessions, as ours are noted under them. */
  readonly names: readonly string[];
  /** Logins that were proven at that instant, or before, have ended with them, however late they come. */
  readonly provenUntil: Date;
  /** The instant from which on nobody needs to know that any more. */
  readonly until: Date;
  /** True where nobody has signed it: then it is remembered only if it ends something, so that nobody can fill the store with names. */
  readonly unsigned?: true;
}

/** Where sessions are, and what they are found by. */
interface Places {
  readonly store: SessionStore;
  readonly index: SessionIndex;
}

/**
 * Ends the sessions that have one of these names, and remembers that they have ended for whoever comes late. What comes first is that
 * memory: a login that is about to begin a session looks there last, so that the one finds out about the other, whichever is faster.
 *
 * @returns what was kept of them
 * @throws SsoError `store.*`, after all was ended that could be
 * @see SAMLCore 3.7.3.1
 */
export async function endNamed(places: Places, ended: EndedThere): Promise<readonly string[]> {
  const { store, index } = places;
  if (ended.unsigned === true && (await idsOf(places, ended)).length === 0) return [];
  // Thrown at the end: that it cannot be remembered must not keep alive what is there.
  const [closing] = await Promise.allSettled([closeNames(places, ended)]);
  const ids = await idsOf(places, ended);
  const kept = await Promise.allSettled(
    ids.map(async (id) => {
      const session = await answerOf('sessions', () => store.find(id));
      await answerOf('sessions', () => store.end(id));
      await answerOf('sessionIndex', () => index.remove(id));
      return session === undefined ? [] : [session];
    }),
  );
  settled(closing);
  return kept.flatMap(settled);
}

/**
 * Has the provider ended what a login is about, before the login came? Where nobody can say when that was proven, it has.
 *
 * @param names - those of the session of the login
 */
export async function hasEnded(index: SessionIndex, names: readonly string[], { instant }: Authentication): Promise<boolean> {
  const provenUntil = await answerOf('sessionIndex', () => index.closed(names));
  return provenUntil !== undefined && !(instant > provenUntil);
}

async function closeNames({ index }: Places, { names, provenUntil, until }: EndedThere): Promise<void> {
  await Promise.all(names.map((name) => answerOf('sessionIndex', () => index.close(name, provenUntil, until))));
}

async function idsOf({ index }: Places, { names }: EndedThere): Promise<readonly string[]> {
  const found = await Promise.all(names.map((name) => answerOf('sessionIndex', () => index.find(name))));
  return [...new Set(found.flat())];
}

/** @throws the reason where there is no value */
function settled<T>(result: PromiseSettledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
