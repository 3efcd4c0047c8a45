/** Keeps sessions of ours for as long as they last, whoever asks from whichever process. */
export interface SessionStore {
  /**
   * Keeps a session, in the place of the one that was kept under that id.
   *
   * @param id - an opaque secret that the browser has
   * @param session - an opaque text
   * @param until - the instant from which on it has ended
   * @throws SsoError `store.full` rather than forget a session that has not ended
   */
  put(id: string, session: string, until: Date): Promise<void>;
  /** The session, unless it has ended. */
  find(id: string): Promise<string | undefined>;
  /** Ends it, if there is one. */
  end(id: string): Promise<void>;
}

/**
 * Knows which sessions of ours rest on what a provider may name when it says that somebody has signed out: a person, or one session there.
 * Logout goes by it and never by a cookie, since the browser may be another one, or bring none.
 */
export interface SessionIndex {
  /**
   * Notes a session under all its names, beside whatever others have them.
   *
   * @param id - what the application finds its session by; it must not let anybody in who learns it
   * @param names - opaque texts
   * @param until - the instant from which on it may be forgotten
   * @throws SsoError `store.full` rather than forget one that has not ended
   */
  add(id: string, names: readonly string[], until: Date): Promise<void>;
  /** The sessions that have a name, each once. */
  find(name: string): Promise<readonly string[]>;
  /** Forgets a session under all its names. */
  remove(id: string): Promise<void>;
  /**
   * Notes that what has a name has ended at the provider, beside whatever was noted of it before: a login that comes late must find out.
   *
   * @param provenUntil - logins that were proven at that instant, or before, have ended
   * @param until - the instant from which on it may be forgotten
   * @throws SsoError `store.full` rather than forget what still counts
   */
  close(name: string, provenUntil: Date, until: Date): Promise<void>;
  /** Until when logins that have one of these names have ended, by the instant at which they were proven; undefined where nothing is noted. */
  closed(names: readonly string[]): Promise<Date | undefined>;
}
