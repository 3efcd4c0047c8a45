import { SsoError } from '../core/errors.ts';
import { readInitiatedLogin } from '../oidc/initiated-login.ts';
import { type Beginning, beginLogin } from './begin-login.ts';
import { formOf } from './body.ts';
import { type OidcConnection, providerOf } from './connections.ts';
import { onlyNavigation } from './navigation.ts';
import { redirectResponse } from './pages/answer.ts';
import type { PlainResponse } from './plain-response.ts';
import type { Meeting } from './routes.ts';
import type { Settings } from './settings.ts';
import type { Visit } from './visit.ts';

/**
 * Begins a login for whoever comes to where logins begin: of their own accord, with `returnTo`, or sent by a provider or a portal (OIDCCore
 * 4), with `iss`. Anybody can send anybody there: it signs nobody in, and leads to nowhere else than it might have led to without it.
 *
 * @throws SsoError `login.required`, `message.parameter`, `request.*`, and as `beginLogin`
 */
export async function start(visit: Visit, place: Meeting): Promise<PlainResponse> {
  const [connection] = place.connections;
  const { searchParams } = visit.url;
  onlyNavigation(visit);
  if (connection.protocol === 'oidc' && visit.request.method === 'POST') return await byQuery(visit, place, connection);
  const beginning =
    connection.protocol === 'oidc' && searchParams.has('iss') ? await sent(visit, connection, searchParams) : came(visit, searchParams);
  return await beginLogin({ ...visit, connection }, connection, beginning);
}

/**
 * Has whoever sends a form ask the same by the address. With a form of another site comes no cookie that says how many logins are under way:
 * there would be ever more of them, until the browser has more to send than any server takes.
 */
async function byQuery(visit: Visit, { url }: Meeting, connection: OidcConnection): Promise<PlainResponse> {
  const parameters = await formOf(visit.request, mostOctets, visit.env);
  await sent(visit, connection, parameters);
  const address = new URL(url);
  for (const [name, value] of parameters) if (ofInitiatedLogins.has(name)) address.searchParams.set(name, value);
  return redirectResponse(address.href);
}

function came({ settings }: Visit, parameters: URLSearchParams): Beginning {
  const [wanted, ...more] = parameters.getAll('returnTo');
  if (more.length > 0) throw refused('returnTo', 'repeated');
  return { reason: 'asked', returnTo: allowed(settings, 'returnTo', wanted) };
}

async function sent({ settings }: Visit, connection: OidcConnection, parameters: URLSearchParams): Promise<Beginning> {
  const { issuer } = await providerOf(connection);
  const { loginHint, returnTo } = readInitiatedLogin([{ issuer }], parameters, { ourAddress: settings.returnTo.origin });
  return {
    reason: 'third-party',
    returnTo: allowed(settings, 'target_link_uri', returnTo),
    ...(loginHint === undefined ? {} : { hints: { user: loginHint } }),
  };
}

function allowed({ returnTo }: Settings, parameter: string, wanted: string | undefined): string {
  const address = wanted === undefined ? returnTo.default : returnTo.destination(wanted);
  if (address === undefined) throw refused(parameter, 'unknown-value');
  return address;
}

function refused(parameter: string, reason: 'repeated' | 'unknown-value'): SsoError<'message.parameter'> {
  return new SsoError('message.parameter', { parameter, reason });
}

const mostOctets = 16_384;
/** OIDCCore 4 */
const ofInitiatedLogins: ReadonlySet<string> = new Set(['iss', 'login_hint', 'target_link_uri']);
