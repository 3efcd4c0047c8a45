import type { DocumentStore } from '../core/document-store.ts';
import type { LinkStore } from '../identity/link.ts';
import type { ReplayStore } from '../identity/login.ts';
import type { PendingStore } from '../identity/pending-store.ts';
import type { SessionIndex, SessionStore } from '../identity/session-store.ts';

/** One store of each kind, all of them in one place. */
export interface Stores {
  /** Logins that have begun, for minutes. */
  readonly pending: PendingStore;
  /** What was used, for as long as it could be used again. */
  readonly replay: ReplayStore;
  /** Which account of a product a person is, for years. */
  readonly links: LinkStore;
  /** Sessions, for hours. */
  readonly sessions: SessionStore;
  /** Which sessions rest on what a provider may name, for as long as they last. */
  readonly sessionIndex: SessionIndex;
  /** What a start must find, such as the last good metadata, until another takes its place. */
  readonly documents: DocumentStore;
}
