import { answerOf } from '../identity/first-use.ts';
import type { SamlLogoutPending } from '../saml/logout-pending.ts';
import { objectKept } from './begun.ts';
import { heldLogout } from './logout-cookie.ts';
import type { Visit } from './visit.ts';

/** What is kept of a logout that has begun at a provider, after our own session has ended. */
export interface BegunLogout {
  readonly correlationId: string;
  /** The id of the connection. */
  readonly connection: string;
  /** By SAML: what its answer is to be held against. */
  readonly pending?: SamlLogoutPending;
  /** True where something of ours could not be ended. */
  readonly partly?: true;
}

/** The name under which a store keeps it: never that of a login. */
export function keptUnder(handle: string): string {
  return `logout ${handle}`;
}

/** As a store keeps it. */
export function writeBegunLogout(begun: BegunLogout): string {
  return JSON.stringify(begun);
}

/**
 * Takes the logout of that handle away from where it is kept, if this browser began it.
 *
 * @returns undefined where it did not, or it was taken, or its time is over
 * @throws SsoError `store.*`
 */
export async function takenLogout({ request, settings }: Visit, handle: string): Promise<BegunLogout | undefined> {
  const held = heldLogout(request);
  if (held === undefined || held.handle !== handle) return undefined;
  const text = await answerOf('pending', () => settings.stores.pending.take(keptUnder(handle), held.ticket));
  return typeof text === 'string' ? readBegunLogout(text) : undefined;
}

function readBegunLogout(text: string): BegunLogout {
  // Sound: a store gives back what it was given, to the letter.
  return objectKept(text) as BegunLogout;
}
