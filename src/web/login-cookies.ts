import type { AskedRequest } from './asked.ts';
import { cookie, cookiesOf, noCookie, type SameSite } from './cookies.ts';

/** What a browser holds of a login: what opens it, or that it has been finished here; or it holds nothing, but of so many others. */
export type Held =
  | { readonly kind: 'ticket'; readonly ticket: string }
  | { readonly kind: 'finished' }
  | { readonly kind: 'missing'; readonly others: number };

/** For how many seconds a login may be under way. */
export const loginSeconds = 600;
/** How many logins may be under way in one browser. */
export const mostLogins = 5;

/** What the browser holds of the login of that handle. */
export function heldOf(request: AskedRequest, handle: string): Held {
  const name = nameOf(handle);
  const own = kept(request, name).find((each) => each.name === name);
  if (own === undefined) return { kind: 'missing', others: underWay(request) };
  return own.ticket === '' ? { kind: 'finished' } : { kind: 'ticket', ticket: own.ticket };
}

/** How many logins are under way in this browser, as far as it says. */
export function underWay(request: AskedRequest): number {
  return kept(request).filter(({ ticket }) => ticket !== '').length;
}

/** How many logins were finished in this browser since that instant, as far as it says. */
export function finishedSince(request: AskedRequest, instant: Date): number {
  return kept(request).filter(({ ticket, begun }) => ticket === '' && begun * 1000 >= instant.getTime()).length;
}

/** What has a browser hold one login more, and how many that are under way in it give way. */
export interface Holding {
  readonly cookies: readonly string[];
  readonly givingWay: number;
}

/** Has the browser hold one login more, each in a cookie of its own, so that several windows do not disturb each other. The oldest go. */
export function holding(request: AskedRequest, handle: string, ticket: string, sameSite: SameSite, now: Date): Holding {
  const name = nameOf(handle);
  const added = cookie(name, valued(ticket, now), sameSite, loginSeconds);
  // What is finished goes before what is under way, then the older before the newer.
  const others = kept(request)
    .filter((each) => each.name !== name)
    .sort((a, b) => Number(b.ticket !== '') - Number(a.ticket !== '') || b.begun - a.begun);
  let room = mostCharacters - added.length;
  const gone = others.filter(({ characters }, place) => {
    room -= characters;
    return place >= mostLogins - 1 || room < 0;
  });
  return {
    cookies: [added, ...gone.map((each) => noCookie(each.name, sameSite))],
    givingWay: gone.filter((each) => each.ticket !== '').length,
  };
}

/** Has the browser hold that the login was finished, for whoever goes back in it. */
export function finishedHere(handle: string, sameSite: SameSite, now: Date): string {
  return cookie(nameOf(handle), valued('', now), sameSite, loginSeconds);
}

/** Has the browser hold nothing of the login any more. */
export function forgetting(handle: string, sameSite: SameSite): string {
  return noCookie(nameOf(handle), sameSite);
}

interface Kept {
  readonly name: string;
  /** Seconds since 1970. */
  readonly begun: number;
  /** Empty for a login that was finished. */
  readonly ticket: string;
  readonly characters: number;
}

/** All of which the names begin so. */
function kept(request: AskedRequest, beginning = prefix): readonly Kept[] {
  return [...cookiesOf(request, beginning)].flatMap(([name, value]) => {
    const [written, begun] = form.exec(value) ?? [];
    if (written === undefined || begun === undefined || !ourName.test(name)) return [];
    return [{ name, begun: Number.parseInt(begun, 36), ticket: value.slice(written.length), characters: name.length + value.length }];
  });
}

function valued(ticket: string, now: Date): string {
  return `${Math.floor(now.getTime() / 1000).toString(36)}.${ticket}`;
}

/** Enough of the handle to tell the logins of a browser apart; the store wants all of it. */
function nameOf(handle: string): string {
  return `${prefix}${handle.slice(0, 16)}`;
}

const prefix = '__Host-signon-login-';
const ourName = /^__Host-signon-login-[\w-]{16}$/;
/** What comes before the ticket. */
const form = /^([0-9a-z]{1,9})\./;
/** In all: some proxies in front of services take no line of a header that is longer than 8 KB, and others have cookies, too. */
const mostCharacters = 6_000;
