import type { AskedRequest } from './asked.ts';
import { cookie, cookiesOf, noCookie } from './cookies.ts';
import { loginSeconds } from './login-cookies.ts';

/** Has the browser hold that the login of that handle is a trial. It opens nothing: what counts is kept with the login. */
export function holdingTrial(handle: string): string {
  return cookie(nameOf(handle), '1', 'None', loginSeconds);
}

/** Has the browser hold nothing of the trial any more. */
export function forgettingTrial(handle: string): string {
  return noCookie(nameOf(handle), 'None');
}

/** Does the browser say that the login of that handle is a trial? */
export function isTrialHere(request: AskedRequest, handle: string): boolean {
  const name = nameOf(handle);
  return cookiesOf(request, name).has(name);
}

function nameOf(handle: string): string {
  return `__Host-signon-trial-${handle.slice(0, 16)}`;
}
