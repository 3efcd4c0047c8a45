import { SsoError } from '../core/errors.ts';
import type { AskedRequest } from './asked.ts';
import type { Visit } from './visit.ts';

/**
 * Refuses whatever is no navigation, as far as a browser says so: a script, an image or a prefetch that is sent to a provider shows nothing to
 * anybody, and takes the place of a login that is under way. So does a frame of another site where sessions are ours.
 *
 * @throws SsoError `login.required`
 * @see Fetch Metadata 2.2, `Sec-Purpose` of Fetch
 */
export function onlyNavigation({ request: { headers }, settings }: Pick<Visit, 'request' | 'settings'>): void {
  const mode = headers.get('sec-fetch-mode');
  if (mode !== null && mode !== 'navigate') throw new SsoError('login.required', {});
  // A page that is fetched in case somebody goes there is a navigation, too.
  if (/^prefetch\b/.test(headers.get('sec-purpose') ?? '')) throw new SsoError('login.required', {});
  // There is no cookie of our sessions there, but there may be one for each of as many logins as a page begins at once: too many to be sent.
  if (settings.sessions !== undefined && isFrameElsewhere(headers)) throw new SsoError('login.required', {});
}

function isFrameElsewhere(headers: AskedRequest['headers']): boolean {
  return headers.get('sec-fetch-site') === 'cross-site' && (headers.get('sec-fetch-dest') ?? 'document') !== 'document';
}

/**
 * Does the request come from a page of that origin? One that tells nobody where it is has `null` as its origin; no script of a page can say
 * where it is otherwise.
 *
 * @see RFC 6454 7.3, Fetch Metadata 2.4
 */
export function isOwn({ headers }: AskedRequest, origin: string): boolean {
  return headers.get('origin') === origin || headers.get('sec-fetch-site') === 'same-origin';
}
