import type { AskedRequest } from './asked.ts';
import { cookie, cookiesOf, noCookie, type SameSite } from './cookies.ts';

/** A logout that is under way in a browser: its name, and what opens it where it is kept. */
export interface HeldLogout {
  readonly handle: string;
  readonly ticket: string;
}

/** For how many seconds a logout may be under way. */
export const logoutSeconds = 600;

/** What the browser holds of the logout that was begun last in it. */
export function heldLogout(request: AskedRequest): HeldLogout | undefined {
  const [, handle, ticket] = form.exec(cookiesOf(request, name).get(name) ?? '') ?? [];
  return handle === undefined || ticket === undefined ? undefined : { handle, ticket };
}

/** Has the browser hold it, in the place of one that was begun before: nobody is signed in any more who could want two of them. */
export function holdingLogout({ handle, ticket }: HeldLogout, sameSite: SameSite): string {
  return cookie(name, `${handle}.${ticket}`, sameSite, logoutSeconds);
}

/** Has the browser hold nothing of it any more. */
export function forgettingLogout(sameSite: SameSite): string {
  return noCookie(name, sameSite);
}

const name = '__Host-signon-logout';
const form = /^([\w-]{1,64})\.([\w.-]+)$/;
