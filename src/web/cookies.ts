import type { AskedRequest } from './asked.ts';

/** Which requests from other sites a browser sends a cookie with: none that only look like ours, top-level links, or all. */
export type SameSite = 'Strict' | 'Lax' | 'None';

/**
 * The cookies of a request whose names begin so. One that is there twice is left out: somebody has put one beside ours, and nobody knows
 * which is which.
 *
 * @see RFC 6265 4.2
 */
export function cookiesOf(request: AskedRequest, prefix: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    // Blanks alone: what else passes for white space a host of the same domain may have put before a name of ours, past the browser.
    const written = pair.replace(/^ +/, '');
    if (!written.startsWith(prefix)) continue;
    const equals = written.indexOf('=');
    const name = equals < 0 ? written : written.slice(0, equals);
    if (equals < 0 || found.has(name)) twice.add(name);
    else found.set(name, written.slice(equals + 1));
  }
  for (const name of twice) found.delete(name);
  return found;
}

/**
 * What sets a cookie of ours: for this very host, over TLS (or on loopback), and out of reach for scripts. The name must begin with
 * `__Host-`, so that no other host of the domain can have set it (RFC 6265bis 4.1.3.2).
 *
 * @param value - letters, digits, `-`, `_` and `.`
 * @param seconds - how long the browser keeps it; undefined for as long as it runs
 */
export function cookie(name: string, value: string, sameSite: SameSite, seconds?: number): string {
  const kept = seconds === undefined ? '' : `; Max-Age=${seconds}`;
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=${sameSite}${kept}`;
}

/** What ends a cookie of ours. */
export function noCookie(name: string, sameSite: SameSite): string {
  return cookie(name, '', sameSite, 0);
}
