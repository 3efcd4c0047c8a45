import { takenLogout } from './begun-logout.ts';
import { elsewhere, welcomedBack } from './farewell.ts';
import type { Visit } from './visit.ts';

/**
 * Takes somebody back who was sent to a provider by OpenID Connect to sign out there. Whoever comes otherwise is led to where people sign
 * out here: they may not have.
 *
 * @throws SsoError `store.*`
 * @see OIDCRPInitiated 3
 */
export async function comeBack(visit: Visit): Promise<Response> {
  const { url, settings } = visit;
  const [state, ...more] = url.searchParams.getAll('state');
  const begun = state === undefined || more.length > 0 ? undefined : await takenLogout(visit, state);
  if (begun === undefined) return elsewhere(visit);
  const connection = settings.connections.get(begun.connection);
  const inner = { ...visit, correlationId: begun.correlationId, ...(connection === undefined ? {} : { connection }) };
  // That the browser comes back is all that the provider says.
  return await welcomedBack(inner, begun, 'success');
}
