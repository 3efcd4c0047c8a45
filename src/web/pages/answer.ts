import { uriOf } from '../../saml/address.ts';
import type { Outcome } from '../outcomes.ts';
import { type PlainResponse, plainResponse, withCookies } from '../plain-response.ts';
import { chosenLanguage } from './languages.ts';
import type { Look } from './look.ts';
import type { Page } from './page.ts';
import { renderPage } from './render.ts';

/** What an answer with a page says beside the page. */
export interface PageAnswer {
  /** Of the error that the page is about. Without one the status is 200. */
  readonly outcome?: Outcome;
  /** The header of the request, by which the language is chosen. */
  readonly acceptLanguage?: string | null;
  /** Origins whose pages may show this one in a frame. Default: none. */
  readonly frameAncestors?: readonly string[];
  /** Each as its `set-cookie` header has it. */
  readonly cookies?: readonly string[];
}

/**
 * The answer that shows a page. Nobody keeps it, nobody learns from it where people came from, and what it may load is the page alone.
 * There is no Cross-Origin-Opener-Policy: it would part a login in a window of its own from the page that opened it.
 *
 * @throws SsoError `config.invalid` for a template that makes something else than a page
 */
export function pageResponse(page: Page, look: Look, answer: PageAnswer = {}): PlainResponse {
  const { outcome, acceptLanguage, frameAncestors = [] } = answer;
  const language = chosenLanguage(acceptLanguage, look.languages);
  const { html, policy } = renderPage(page, look, language, frameAncestors);
  const headers = {
    ...unkept,
    'content-type': 'text/html; charset=utf-8',
    'content-language': language,
    vary: 'accept-language',
    'content-security-policy': policy,
    // What goes to ourselves: whoever takes it there may ask where it comes from (RFC 6454 7.3).
    ...(comingFromUs.has(page.kind) ? { 'referrer-policy': 'same-origin' } : {}),
    // RFC 9110 15.5.2 wants one; a scheme that no browser knows has it ask for no password.
    ...(outcome?.status === 401 ? { 'www-authenticate': 'Cookie' } : {}),
    // For browsers that know no frame-ancestors; it cannot name origins.
    ...(frameAncestors.length === 0 ? { 'x-frame-options': 'DENY' } : {}),
    ...(outcome?.allow === undefined ? {} : { allow: outcome.allow.join(', ') }),
    ...(outcome?.retryAfterSeconds === undefined ? {} : { 'retry-after': String(outcome.retryAfterSeconds) }),
  };
  return withCookies(plainResponse(outcome?.status ?? 200, headers, html), answer.cookies ?? []);
}

/**
 * Sends a browser elsewhere with GET, whatever it came with (RFC 9110 15.4.4). Where to is not checked here.
 *
 * @throws TypeError, URIError for what no header can hold
 */
export function redirectResponse(location: string, cookies: readonly string[] = []): PlainResponse {
  return withCookies(plainResponse(303, { ...unkept, location: uriOf(location) }), cookies);
}

/** Of every answer: no copy of it, and nobody who is gone to next learns from where. */
export const unkept = {
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Pages whose forms are worth less, or nothing, unless they come from ourselves. */
const comingFromUs: ReadonlySet<Page['kind']> = new Set(['again', 'ask', 'sign-out', 'trial']);
