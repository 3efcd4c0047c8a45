import { toBase64Url } from '../core/bytes.ts';
import { instantOf } from '../core/env.ts';
import { plusSeconds } from '../core/time.ts';
import { answerOf } from '../identity/first-use.ts';
import type { Outgoing } from '../identity/login.ts';
import { logout as oidcLogout } from '../oidc/logout.ts';
import { type BegunLogout, keptUnder, writeBegunLogout } from './begun-logout.ts';
import { type Connection, type OidcConnection, providerOf, wishedAtParting } from './connections.ts';
import { withCookies } from './cookies.ts';
import { holdingLogout, logoutSeconds } from './logout-cookie.ts';
import type { SignedIn } from './signed-in.ts';
import { told } from './told.ts';
import { record, type Visit } from './visit.ts';

/** Is somebody whom that connection has signed in sent to its provider to sign out there, too? */
export function signsOutThere(connection: Connection | undefined): connection is OidcConnection {
  return connection?.protocol === 'oidc' && connection.logoutUrl !== undefined;
}

/**
 * Sends somebody to the provider to sign out there, too. The session here has ended before.
 *
 * @param partly - could something of ours not be ended?
 * @throws SsoError as `logout` of the protocol, and `store.*`
 */
export async function beginLogout(visit: Visit, connection: OidcConnection, signedIn: SignedIn, partly: boolean): Promise<Response> {
  const { settings, env, correlationId } = visit;
  const { handle, outgoing } = await started(visit, connection, signedIn);
  const begun: BegunLogout = { correlationId, connection: connection.id, ...(partly ? { partly } : {}) };
  const until = plusSeconds(instantOf(env), logoutSeconds);
  const ticket = await answerOf('pending', () => settings.stores.pending.put(keptUnder(handle), writeBegunLogout(begun), until));
  await record(visit, 'logout.begun');
  return withCookies(told(visit, outgoing), [holdingLogout({ handle, ticket }, 'Lax')]);
}

interface StartedLogout {
  /** What comes back with the answer, and nobody can guess. */
  readonly handle: string;
  readonly outgoing: Outgoing;
}

async function started({ request, env }: Visit, connection: OidcConnection, signedIn: SignedIn): Promise<StartedLogout> {
  const { client, logoutUrl } = connection;
  const handle = toBase64Url(env.random(32));
  const wishes = await wishedAtParting(connection.logout, signedIn, request);
  const back = logoutUrl === undefined ? {} : { returnTo: logoutUrl, state: handle };
  return { handle, outgoing: oidcLogout(client, await providerOf(connection), signedIn.session, { ...wishes, ...back }) };
}
