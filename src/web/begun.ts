import { SsoError } from '../core/errors.ts';
import { isObject, type Json } from '../core/json.ts';
import type { OidcPending } from '../oidc/pending.ts';
import type { SamlPending } from '../saml/pending.ts';

/** What is kept of a login that has begun, besides what its protocol wants to remember. */
export interface Begun {
  /** Under which everything that becomes of it is told. */
  readonly correlationId: string;
  /** The id of the connection. */
  readonly connection: string;
  readonly pending: SamlPending | OidcPending;
  /** The body of the form that was sent by somebody who was not signed in, to be sent once more to where they wanted to go. */
  readonly posted?: string;
  /** True for one that signs nobody in, and shows an administrator all that comes of it. */
  readonly trial?: true;
}

/** As a store keeps it. */
export function writeBegun(begun: Begun): string {
  return JSON.stringify(begun);
}

/** @throws SsoError `store.unavailable` where the store gives back something else than it was given */
export function readBegun(text: string): Begun {
  // Sound: a store gives back what it was given, to the letter; that it is a pending login is checked once more by whoever finishes it.
  return objectKept(text) as Begun;
}

/** What was kept as the text of an object. @throws SsoError `store.unavailable` for the text of anything else */
export function objectKept(text: string): object {
  try {
    const kept: Json = JSON.parse(text);
    if (isObject(kept)) return kept;
  } catch {
    // Told below, without what the parser says: that shows what was kept.
  }
  throw new SsoError('store.unavailable', { store: 'pending' });
}

/** The name under which it is kept, and which comes back with the answer. */
export function handleOf(pending: SamlPending | OidcPending): string {
  return pending.protocol === 'saml' ? pending.handle : pending.state;
}
