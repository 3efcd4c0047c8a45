/**
 * Keeps a login that has begun until its answer comes, for the one browser that began it.
 *
 * The store says itself what the browser has to bring back, the ticket: a secret of its own, or, where nothing is kept here, all there is
 * to remember, sealed. Neither the handle, which the provider sees, nor the ticket alone leads to a login.
 */
export interface PendingStore {
  /**
   * Keeps a login under its handle.
   *
   * @param handle - what comes back with the answer, and nobody can guess: the relay state of SAML, the state of OpenID Connect
   * @param pending - an opaque text of at most a few KB
   * @param until - the instant from which on nobody may take it
   * @returns the ticket: at most 3,500 characters, each a letter, a digit, `-`, `_` or `.`, to be kept in a cookie
   * @throws SsoError `store.full` rather than forget what still counts; `store.too-large`
   */
  put(handle: string, pending: string, until: Date): Promise<string>;
  /**
   * Takes a login away in one atomic step: of many calls with the right ticket, at once or one after the other, exactly one is given it.
   * One with another ticket changes nothing.
   *
   * @returns undefined where there is none, it was taken, its time is over, or the ticket is that of another
   */
  take(handle: string, ticket: string): Promise<string | undefined>;
}
