/**
 * What a key is looked for. Each has a number of looks of its own, so that what anybody can send does not use up those of people who began
 * their login here: the answer to such a `login`, an `unsolicited` one, a signed `response` of OpenID Connect, a message about `logout`.
 */
export type Purpose = 'login' | 'unsolicited' | 'response' | 'logout';

/**
 * Something that changes with time, such as the metadata of a provider: what is known now, and the way to look again.
 * Every verb takes the record itself or a source of it.
 */
export interface Source<T> {
  /** The record to use now; a source that has none yet fetches it. What it throws goes through to the caller of the verb. */
  current(): Promise<T>;
  /** Looks again, as far as the source's own limits for that purpose allow; may return what was known before. */
  refreshed(why: 'unknown-key' | 'due', purpose?: Purpose): Promise<T>;
}

/** The record as known now, whichever of the two was given. */
export async function currentOf<T extends object>(given: T | Source<T>): Promise<T> {
  return isSource(given) ? await given.current() : given;
}

/** True for a source, false for the record itself. */
export function isSource<T extends object>(given: T | Source<T>): given is Source<T> {
  return 'current' in given && typeof given.current === 'function' && 'refreshed' in given;
}
