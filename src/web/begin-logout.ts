import { toBase64Url } from '../core/bytes.ts';
import { instantOf } from '../core/env.ts';
import { plusSeconds } from '../core/time.ts';
import { answerOf } from '../identity/first-use.ts';
import type { Outgoing } from '../identity/login.ts';
import { logout as oidcLogout } from '../oidc/logout.ts';
import { logout as samlLogout } from '../saml/logout.ts';
import type { SamlLogoutPending } from '../saml/logout-pending.ts';
import { bindings } from '../saml/names.ts';
import { type BegunLogout, keptUnder, writeBegunLogout } from './begun-logout.ts';
import { type Connection, identityProviderOf, providerOf, wishedAtParting } from './connections.ts';
import { holdingLogout, logoutSeconds } from './logout-cookie.ts';
import type { PlainResponse } from './plain-response.ts';
import type { SignedIn } from './signed-in.ts';
import { told } from './told.ts';
import { record, type Visit } from './visit.ts';

/**
 * Can somebody sign out at the provider, too, and come back? True where that is not known at the moment: whoever tries is told.
 */
export async function signsOutThere(connection: Connection, { session }: SignedIn): Promise<boolean> {
  try {
    if (connection.protocol === 'oidc')
      return connection.logoutUrl !== undefined && (await providerOf(connection)).endpoints.endSession !== undefined;
    const { signing, singleLogoutServices } = connection.sp;
    const back = signing !== undefined && singleLogoutServices.some(({ binding }) => binding !== 'soap');
    if (!back || session.subject === undefined) return false;
    const { singleLogoutServices: theirs } = await identityProviderOf(connection);
    return theirs.some(({ binding }) => binding !== bindings.soap);
  } catch {
    return true;
  }
}

/**
 * Sends somebody to the provider to sign out there, too. The session here has ended before.
 *
 * @param partly - could something of ours not be ended?
 * @throws SsoError as `logout` of the protocol, and `store.*`
 */
export async function beginLogout(visit: Visit, connection: Connection, signedIn: SignedIn, partly: boolean): Promise<PlainResponse> {
  const { settings, env, correlationId } = visit;
  const { handle, outgoing, pending } = await started(visit, connection, signedIn);
  const more = { ...(pending === undefined ? {} : { pending }), ...(partly ? { partly } : {}) };
  const begun: BegunLogout = { correlationId, connection: connection.id, ...more };
  const until = plusSeconds(instantOf(env), logoutSeconds);
  const ticket = await answerOf('pending', () => settings.stores.pending.put(keptUnder(handle), writeBegunLogout(begun), until));
  await record(visit, 'logout.begun');
  // An answer by SAML may be a form that is posted from the provider's site.
  return told(visit, outgoing, { cookies: [holdingLogout({ handle, ticket }, pending === undefined ? 'Lax' : 'None')] });
}

interface StartedLogout {
  /** What comes back with the answer, and nobody can guess. */
  readonly handle: string;
  readonly outgoing: Outgoing;
  readonly pending?: SamlLogoutPending;
}

async function started({ request, env }: Visit, connection: Connection, signedIn: SignedIn): Promise<StartedLogout> {
  if (connection.protocol === 'saml') {
    const wishes = await wishedAtParting(connection.logout, signedIn, request);
    const begun = await samlLogout(connection.sp, await identityProviderOf(connection), signedIn.session, wishes, env);
    return { ...begun, handle: begun.pending.handle };
  }
  const { client, logoutUrl } = connection;
  const handle = toBase64Url(env.random(32));
  const wishes = await wishedAtParting(connection.logout, signedIn, request);
  const back = logoutUrl === undefined ? {} : { returnTo: logoutUrl, state: handle };
  return { handle, outgoing: oidcLogout(client, await providerOf(connection), signedIn.session, { ...wishes, ...back }) };
}
