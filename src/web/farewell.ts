import type { BegunLogout } from './begun-logout.ts';
import { forgettingLogout } from './logout-cookie.ts';
import { redirectResponse } from './pages/answer.ts';
import type { Page } from './pages/page.ts';
import type { PlainResponse } from './plain-response.ts';
import type { Settings } from './settings.ts';
import { show } from './show.ts';
import { record, type Visit } from './visit.ts';

/**
 * The page that says that somebody has signed out, and leads on.
 *
 * @param partly - may the provider, or something else, still know them?
 */
export function farewell({ choice, connections, signOut }: Settings, partly: boolean): Page {
  const [only, ...others] = connections.values();
  const begin = choice?.url ?? (others.length === 0 ? only?.loginUrl : undefined);
  const goOn = signOut?.returnTo;
  return {
    kind: 'signed-out',
    ...(partly ? { partly } : {}),
    ...(begin === undefined ? {} : { begin }),
    ...(goOn === undefined ? {} : { goOn }),
  };
}

/** How a logout ended that we began at a provider: as it says, signed; `unconfirmed` where nobody knows who says so. */
export type LogoutEnd = 'success' | 'partial' | 'unconfirmed' | 'failed';

/** Tells somebody who comes back from a provider, and the audit, how the logout that began here has ended. */
export async function welcomedBack(visit: Visit, { partly, pending }: BegunLogout, end: LogoutEnd): Promise<PlainResponse> {
  await record(visit, 'logout.answered', { 'signon.outcome': end });
  const page = farewell(visit.settings, partly === true || end !== 'success');
  return show(visit, page, { cookies: [forgettingLogout(pending === undefined ? 'Lax' : 'None')] });
}

/** Leads somebody on who comes back from no logout that began in this browser: they may still be signed in. */
export function elsewhere({ settings }: Visit): PlainResponse {
  return redirectResponse(settings.signOut?.url ?? settings.returnTo.default);
}
