import { SsoError } from '../core/errors.ts';
import type { AskedRequest } from './asked.ts';

/**
 * Refuses whatever is no navigation, as far as a browser says so: a script, an image or a prefetch that is sent to a provider shows nothing to
 * anybody, and takes the place of a login that is under way.
 *
 * @throws SsoError `login.required`
 * @see Fetch Metadata 2.2, `Sec-Purpose` of Fetch
 */
export function onlyNavigation({ headers }: AskedRequest): void {
  const mode = headers.get('sec-fetch-mode');
  if (mode !== null && mode !== 'navigate') throw new SsoError('login.required', {});
  // A page that is fetched in case somebody goes there is a navigation, too.
  if (/^prefetch\b/.test(headers.get('sec-purpose') ?? '')) throw new SsoError('login.required', {});
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
