import { instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { invalid } from '../core/options.ts';
import { plusSeconds } from '../core/time.ts';
import { beginLogin } from './begin-login.ts';
import { formOf, isForm } from './body.ts';
import type { Connection } from './connections.ts';
import { finishedSince, mostLogins } from './login-cookies.ts';
import { onlyNavigation } from './navigation.ts';
import type { Visit } from './visit.ts';

/**
 * Sends somebody who is not signed in to the provider, and back to this very page afterwards. A form that was sent from one of our own pages
 * is kept and sent once more after the login, as far as that is wished for; what cannot be kept is refused in so many words.
 *
 * @param id - whom to ask; may be left out where there is only one connection
 * @throws SsoError `login.required` for what no person has opened, `login.repeated`, `request.not-kept`, and as `beginLogin`
 * @see IIP-SP09, SAML2int SDP-SP21 and SDP-SP22
 */
export async function challenge(visit: Visit, id: string | undefined): Promise<Response> {
  const { request, url, settings } = visit;
  const connection = meant(visit, id);
  onlyNavigation(request);
  checkCircle(visit);
  const destination = settings.returnTo.destination(`${url.pathname}${url.search}`);
  const posted = request.method === 'GET' || request.method === 'HEAD' ? undefined : await keptForm(visit);
  // What was sent to one address must not be sent to another.
  if (posted !== undefined && destination === undefined) throw notKept('address');
  const kept = { returnTo: destination ?? settings.returnTo.default, ...(posted === undefined ? {} : { posted }) };
  try {
    return await beginLogin({ ...visit, connection }, connection, { reason: 'challenged', ...kept });
  } catch (error) {
    if (posted !== undefined && error instanceof SsoError && error.code === 'store.too-large') throw notKept('too-large');
    throw error;
  }
}

function meant({ settings }: Visit, id: string | undefined): Connection {
  const [only, ...others] = settings.connections.values();
  const connection = id === undefined && others.length === 0 ? only : settings.connections.get(id ?? '');
  if (connection === undefined) throw invalid('connection', 'must be the id of a connection, where there are several');
  return connection;
}

/** Whoever is signed in time after time and still is not known here would be sent to and fro for ever. */
function checkCircle({ request, env }: Visit): void {
  const begun = finishedSince(request, plusSeconds(instantOf(env), -circleSeconds));
  if (begun >= mostLogins) throw new SsoError('login.repeated', { begun });
}

/** Kept only if our own page has sent it: else any site could have somebody send with a session what they never wrote. */
async function keptForm({ request, settings, env }: Visit): Promise<string> {
  if (request.method !== 'POST') throw notKept('method');
  if (settings.keptFormBytes === 0) throw notKept('not-configured');
  if (request.headers.get('origin') !== settings.returnTo.origin) throw notKept('origin');
  if (!isForm(request)) throw notKept('content-type');
  try {
    return (await formOf(request, settings.keptFormBytes, env)).toString();
  } catch (error) {
    throw error instanceof SsoError && error.code === 'request.too-large' ? notKept('too-large') : error;
  }
}

function notKept(reason: SsoError<'request.not-kept'>['details']['reason']): SsoError<'request.not-kept'> {
  return new SsoError('request.not-kept', { reason });
}

/** Nobody signs in so often by hand. */
const circleSeconds = 60;
