import { takenLogout } from './begun-logout.ts';
import { elsewhere, welcomedBack } from './farewell.ts';
import type { PlainResponse } from './plain-response.ts';
import type { Meeting } from './routes.ts';
import type { Visit } from './visit.ts';

/**
 * Takes somebody back who was sent to a provider by OpenID Connect to sign out there. Whoever comes otherwise is led to where people sign
 * out here: they may not have.
 *
 * @throws SsoError `store.*`
 * @see OIDCRPInitiated 3
 */
export async function comeBack(visit: Visit, place: Meeting): Promise<PlainResponse> {
  const [state, ...more] = visit.url.searchParams.getAll('state');
  const begun = state === undefined || more.length > 0 ? undefined : await takenLogout(visit, state);
  const connection = place.connections.find(({ id }) => id === begun?.connection);
  if (begun === undefined || connection === undefined) return elsewhere(visit);
  // That the browser comes back is all that the provider says.
  return await welcomedBack({ ...visit, connection, correlationId: begun.correlationId }, begun, 'success');
}
