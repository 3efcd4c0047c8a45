import { whole } from './asked.ts';
import { beginLogout, signsOutThere } from './begin-logout.ts';
import { formOf, isForm } from './body.ts';
import { ended } from './carry-out.ts';
import { farewell } from './farewell.ts';
import { isOwn } from './navigation.ts';
import { onlyHereField } from './pages/sign-out.ts';
import { type PlainResponse, withCookies } from './plain-response.ts';
import { answered, refused } from './refuse.ts';
import { show } from './show.ts';
import type { SignOut } from './sign-out.ts';
import type { SignedIn } from './signed-in.ts';
import type { Visit } from './visit.ts';

/**
 * Ends the session of this browser if a page of ours says so, and then sends the person to the provider to sign out there, where that can
 * be; else shows the button that does.
 *
 * @throws SsoError `store.*`, `request.*`
 * @see SAML2int SDP-SP34
 */
export async function endSession(visit: Visit, { url, sessions, onlyHere }: SignOut): Promise<PlainResponse> {
  const { request, settings } = visit;
  if (request.method === 'POST' && isOwn(request, new URL(url).origin)) return await endNow(visit, sessions);
  const signedIn = await sessions.of(whole(request));
  // The cookie of the session does not come with what another site posts: that it is missing says nothing then.
  if (request.method === 'GET' && signedIn === undefined) return show(visit, farewell(settings, false));
  const connection = settings.connections.get(signedIn?.session.provider ?? '');
  const there = !onlyHere && signedIn !== undefined && connection !== undefined && (await signsOutThere(connection, signedIn));
  return show(visit, { kind: 'sign-out', action: url, stay: settings.returnTo.default, ...(there ? { everywhere: true } : {}) });
}

async function endNow(visit: Visit, sessions: SignOut['sessions']): Promise<PlainResponse> {
  const { request, settings, env } = visit;
  const here = isForm(request) && (await formOf(request, mostOctets, env)).has(onlyHereField);
  const signedIn = await sessions.of(whole(request));
  const gone = [await sessions.end(whole(request))];
  const connection = settings.connections.get(signedIn?.session.provider ?? '');
  const inner = connection === undefined ? visit : { ...visit, connection };
  const work = async () => (signedIn === undefined ? show(visit, farewell(settings, true)) : await follow(inner, signedIn, here));
  return withCookies(await answered(inner, work), gone);
}

/** What there is to do once a session has ended; that something of it fails keeps nobody signed in. */
async function follow(visit: Visit, signedIn: SignedIn, here: boolean): Promise<PlainResponse> {
  const { connection, settings } = visit;
  const complete = await succeeds(visit, async () => await applicationToo(visit, signedIn));
  await ended(visit, signedIn, 'person');
  let response: PlainResponse | undefined;
  const there = !here && settings.signOut?.onlyHere !== true;
  if (there && connection !== undefined && (await signsOutThere(connection, signedIn)))
    await succeeds(visit, async () => {
      response = await beginLogout(visit, connection, signedIn, !complete);
    });
  return response ?? show(visit, farewell(settings, true));
}

async function applicationToo({ settings, request, correlationId }: Visit, signedIn: SignedIn): Promise<void> {
  const { provider, subject, index } = signedIn.session;
  const named = { indexes: index === undefined ? [] : [index], ...(subject === undefined ? {} : { subject }) };
  await settings.onLogout?.({ by: 'person', provider, sessions: [signedIn], ...named, correlationId }, whole(request));
}

/** Does it succeed? What it throws is told to the audit. */
async function succeeds(visit: Visit, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    await refused(visit, error);
    return false;
  }
}

const mostOctets = 16_384;
