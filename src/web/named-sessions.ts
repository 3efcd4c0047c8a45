import { SsoError } from '../core/errors.ts';
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

/** Where sessions are, and what they are found by, if anything. */
export interface Places {
  readonly store: SessionStore;
  readonly index?: SessionIndex;
}

/**
 * Ends the sessions that have one of these names, and remembers that they have ended for whoever comes late. What comes first is that
 * memory: a login that is about to begin a session looks there last, so that the one finds out about the other, whichever is faster.
 *
 * @param onEnd - is told what was kept of each, at once: that others cannot be ended must not keep it from whoever ends more with it
 * @throws SsoError `store.*`, after all was ended that could be
 * @see SAMLCore 3.7.3.1
 */
export async function endNamed(places: Required<Places>, ended: EndedThere, onEnd: (kept: string) => void): Promise<void> {
  const { store, index } = places;
  const { names } = ended;
  const search = () => Promise.allSettled(names.map((name) => answerOf('sessionIndex', () => index.find(name))));
  if (ended.unsigned === true && (await search()).flatMap(settled).length === 0) return;
  // Thrown at the end: that it cannot be remembered must not keep alive what is there.
  const closing = await Promise.allSettled([closeNames(index, ended)]);
  const found = await search();
  const ids = new Set(found.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])));
  const endings = await Promise.allSettled(
    [...ids].map(async (id) => {
      const kept = await answerOf('sessions', () => store.find(id));
      await endOne(places, id);
      if (kept !== undefined) onEnd(kept);
    }),
  );
  for (const each of [...closing, ...found, ...endings]) settled<unknown>(each);
}

/** Ends a session. What is left of it in the index, if that does not answer now, leads to nothing and goes by itself. */
export async function endOne({ store, index }: Places, id: string): Promise<void> {
  await answerOf('sessions', () => store.end(id));
  if (index !== undefined) await Promise.allSettled([answerOf('sessionIndex', () => index.remove(id))]);
}

/**
 * Has the provider ended what a login is about, before the login came? Where nobody can say when that was proven, it has.
 *
 * @param names - those of the session of the login
 * @throws SsoError `store.*`
 */
export async function hasEnded(index: SessionIndex, names: readonly string[], { instant }: Authentication): Promise<boolean> {
  const provenUntil: unknown = await answerOf('sessionIndex', () => index.closed(names));
  if (provenUntil === undefined) return false;
  // An index that says anything else has not said that it knows of none.
  if (!(provenUntil instanceof Date)) throw new SsoError('store.unavailable', { store: 'sessionIndex' }, new TypeError('not an instant'));
  return !(instant > provenUntil);
}

async function closeNames(index: SessionIndex, { names, provenUntil, until }: EndedThere): Promise<void> {
  await Promise.all(names.map((name) => answerOf('sessionIndex', () => index.close(name, provenUntil, until))));
}

/** @throws the reason where there is no value */
function settled<T>(result: PromiseRejectedResult | PromiseFulfilledResult<T>): T {
  if (result.status === 'rejected') throw result.reason;
  return result.value;
}
