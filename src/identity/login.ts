import type { Finding } from '../core/rules.ts';
import type { Authentication, Identity, Session } from './identity.ts';

/** What the browser must be told: go there, or post this form there by itself. */
export type Outgoing =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'form'; readonly action: string; readonly fields: Readonly<Record<string, string>> };

/** A login that has begun: what to send, and what to remember until the answer comes. */
export interface Started<Pending> {
  /** What to send to the browser. */
  readonly outgoing: Outgoing;
  /** Plain JSON. Keep it where only the browser that began the login can bring it back, and take it out before it is used. */
  readonly pending: Pending;
}

/** Who is to sign in, as far as is known; a provider that has no parameter for it is not told. */
export interface LoginHints {
  /** The domain of their organisation. Entra ID goes straight to its federation server then, which Microsoft advises to do with care. */
  readonly domain?: string;
  /** What they sign in with. */
  readonly user?: string;
}

/** A login that was proven: who, how, and for how long. Says nothing of what the person may do. */
export interface Login {
  /** What it was proven by. */
  readonly protocol: 'saml' | 'oidc';
  /** Who it is. */
  readonly identity: Identity;
  /** What to keep for a later logout. */
  readonly session: Session;
  /** How and when the person was authenticated at the provider. */
  readonly authentication: Authentication;
  /** Where the person wanted to go, from what was remembered here. */
  readonly returnTo?: string;
  /** What came along with an answer that nobody asked for: untrusted, and no address to follow unless it is on a list. */
  readonly relayState?: string;
  /** How every rule came out, in the order in which they were judged; none of them `failed`. */
  readonly findings: readonly Finding[];
}

/**
 * Remembers what was used, so that it is used once.
 *
 * `firstUse` is one atomic step: of many calls with one key, at once or one after the other until the instant given, exactly one is
 * answered true. A store that cannot say throws: the login is then refused.
 */
export interface ReplayStore {
  /**
   * Records a key as used.
   *
   * @param key - an opaque text, to be compared character by character
   * @param until - the instant from which on the key may be forgotten, and not before
   * @returns true for the first use, false for every other one until then
   */
  firstUse(key: string, until: Date): Promise<boolean>;
}
