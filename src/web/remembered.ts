import type { AskedRequest } from './asked.ts';
import { cookie, cookiesOf } from './cookies.ts';

/** The provider that signed somebody in the last time in this browser, by its id; no more than a wish, since anybody can have set it. */
export function rememberedProvider(request: AskedRequest): string | undefined {
  const written = cookiesOf(request, name).get(name);
  if (written === undefined || !/^[\w.~%-]{1,300}$/.test(written)) return undefined;
  try {
    return decodeURIComponent(written);
  } catch {
    return undefined;
  }
}

/** What has the browser remember it, for a year. */
export function rememberProvider(id: string): string {
  return cookie(name, encodeURIComponent(id), 'Lax', 31_536_000);
}

const name = '__Host-signon-provider';
