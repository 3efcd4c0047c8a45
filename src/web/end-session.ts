import { withCookies } from './cookies.ts';
import { isOwn } from './navigation.ts';
import type { Page } from './pages/page.ts';
import type { Settings } from './settings.ts';
import { show } from './show.ts';
import type { SignOut } from './sign-out.ts';
import type { Visit } from './visit.ts';

/**
 * Ends the session of this browser if a page of ours says so; else shows the button that does. The provider is told nothing, and so may
 * still know the person.
 *
 * @throws SsoError `store.*`
 */
export async function endSession(visit: Visit, { url, returnTo, sessions }: SignOut): Promise<Response> {
  const { request, settings } = visit;
  if (request.method === 'POST' && isOwn(request, new URL(url).origin))
    return withCookies(show(visit, signedOut(settings, returnTo, true)), [await sessions.end(request)]);
  // The cookie of the session does not come with what another site posts: that it is missing says nothing then.
  if (request.method === 'GET' && (await sessions.of(request)) === undefined) return show(visit, signedOut(settings, returnTo, false));
  return show(visit, { kind: 'sign-out', action: url, stay: settings.returnTo.default });
}

function signedOut({ choice, connections }: Settings, goOn: string | undefined, ended: boolean): Page {
  const [only, ...others] = connections.values();
  const begin = choice?.url ?? (others.length === 0 ? only?.loginUrl : undefined);
  return {
    kind: 'signed-out',
    ...(ended ? { partly: true } : {}),
    ...(begin === undefined ? {} : { begin }),
    ...(goOn === undefined ? {} : { goOn }),
  };
}
