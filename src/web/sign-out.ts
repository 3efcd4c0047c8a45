import { flag, invalid, knownFields, webAddress } from '../core/options.ts';
import type { BrowserSessions } from './sessions.ts';

/** Where people end the session that they have. */
export interface SignOutOptions {
  /** The address: an absolute one of ours. Opened, it shows a button; a form of ours that is posted there ends the session at once. */
  readonly url: string;
  /** Is the provider left alone? Default: people are sent there to sign out, too, where its connection says how they come back. */
  readonly onlyHere?: boolean;
  /** Where whoever has signed out may go on: an absolute address. Default: only to a new login. */
  readonly returnTo?: string;
}

/** The same as parsed, with the sessions that it ends. */
export interface SignOut extends SignOutOptions {
  readonly onlyHere: boolean;
  readonly sessions: BrowserSessions;
}

/**
 * Reads it.
 *
 * @throws SsoError `config.invalid`
 */
export function signOutOf(options: SignOutOptions, sessions: BrowserSessions | undefined): SignOut {
  knownFields(options, ['url', 'onlyHere', 'returnTo'], 'signOut.');
  webAddress('signOut.url', options.url);
  if (options.returnTo !== undefined) webAddress('signOut.returnTo', options.returnTo);
  if (sessions === undefined) throw invalid('signOut', 'needs sessions: those of the application are ended by the application');
  return Object.freeze({ ...options, onlyHere: flag('signOut.onlyHere', options.onlyHere), sessions });
}
