import { instantOf } from '../core/env.ts';
import { SsoError } from '../core/errors.ts';
import { plusSeconds } from '../core/time.ts';
import type { LoginHints } from '../identity/login.ts';
import type { Asked } from '../routing/asked.ts';
import { type Beginning, beginLogin } from './begin-login.ts';
import { formOf, isForm } from './body.ts';
import { choiceAddress, connectionOf, decide } from './choose.ts';
import type { Connection } from './connections.ts';
import { finishedSince, mostLogins } from './login-cookies.ts';
import { isOwn, onlyNavigation } from './navigation.ts';
import { redirectResponse } from './pages/answer.ts';
import type { PlainResponse } from './plain-response.ts';
import type { Visit } from './visit.ts';

/**
 * Sends somebody who is not signed in to the provider, and back to this very page afterwards. A form that was sent from one of our own pages
 * is kept and sent once more after the login, as far as that is wished for; what cannot be kept is refused in so many words.
 *
 * @param id - whom to ask; may be left out where there is only one connection, or a choice
 * @throws SsoError `login.required` for what no person has opened, `login.repeated`, `request.not-kept`, and as `beginLogin`
 * @see IIP-SP09, SAML2int SDP-SP21 and SDP-SP22
 */
export async function challenge(visit: Visit, id: string | undefined): Promise<PlainResponse> {
  const { request, url, settings } = visit;
  onlyNavigation(visit);
  checkCircle(visit);
  const wanted = `${url.pathname}${url.search}`;
  const destination = settings.returnTo.destination(wanted);
  const led = ledTo(visit, id, destination === undefined ? {} : { returnTo: wanted });
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if ('page' in led) {
    if (!reads) throw notKept('choice');
    return redirectResponse(led.page);
  }
  const { connection, hints } = led;
  const posted = reads ? {} : { posted: await keptForm(visit) };
  // What was sent to one address must not be sent to another, such as one to which the application leads whoever opens this one.
  if (!reads && destination !== `${settings.returnTo.origin}${wanted}`) throw notKept('address');
  const beginning: Beginning = { reason: 'challenged', returnTo: destination ?? settings.returnTo.default, hints, ...posted };
  try {
    return await beginLogin({ ...visit, connection }, connection, beginning);
  } catch (error) {
    if (!reads && error instanceof SsoError && error.code === 'store.too-large') throw notKept('too-large');
    throw error;
  }
}

/** Whom to ask, or the page on which that is chosen. */
function ledTo(
  visit: Visit,
  id: string | undefined,
  asked: Asked,
): { readonly page: string } | { readonly connection: Connection; readonly hints: LoginHints } {
  const { choice, connections } = visit.settings;
  if (id === undefined && choice !== undefined) {
    const decision = decide(visit, choice, asked);
    if (decision.kind !== 'provider') return { page: choiceAddress(choice, asked) };
    return { connection: connectionOf(visit, decision.provider.id), hints: decision.hints };
  }
  const [only, ...others] = connections.values();
  return { connection: id === undefined && others.length === 0 && only !== undefined ? only : connectionOf(visit, id ?? ''), hints: {} };
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
  const { origin } = settings.returnTo;
  const from = request.headers.get('origin') ?? 'null';
  // It is sent back to that one, though the service may be at others as well.
  if (!isOwn(request, origin) || (from !== 'null' && from !== origin)) throw notKept('origin');
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
