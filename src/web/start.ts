import { SsoError } from '../core/errors.ts';
import { readInitiatedLogin } from '../oidc/initiated-login.ts';
import { type Beginning, beginLogin } from './begin-login.ts';
import { formOf } from './body.ts';
import { type OidcConnection, providerOf } from './connections.ts';
import { onlyNavigation } from './navigation.ts';
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
export async function start(visit: Visit, { connections: [connection] }: Meeting): Promise<PlainResponse> {
  const { request, url, env } = visit;
  onlyNavigation(request);
  const parameters = request.method === 'POST' ? await formOf(request, mostOctets, env) : url.searchParams;
  const beginning =
    connection.protocol === 'oidc' && (request.method === 'POST' || parameters.has('iss'))
      ? await sent(visit, connection, parameters)
      : came(visit, parameters);
  return await beginLogin({ ...visit, connection }, connection, beginning);
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
