import { takenLogout } from './begun-logout.ts';
import { withCookies } from './cookies.ts';
import { farewell } from './farewell.ts';
import { forgettingLogout } from './logout-cookie.ts';
import { redirectResponse } from './pages/answer.ts';
import { show } from './show.ts';
import { record, type Visit } from './visit.ts';

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
  if (begun === undefined) return redirectResponse(settings.signOut?.url ?? settings.returnTo.default);
  const connection = settings.connections.get(begun.connection);
  const inner = { ...visit, correlationId: begun.correlationId, ...(connection === undefined ? {} : { connection }) };
  // That the browser comes back is all that the provider says.
  await record(inner, 'logout.answered', { 'signon.outcome': 'success' });
  return withCookies(show(visit, farewell(settings, begun.partly === true)), [forgettingLogout('Lax')]);
}
