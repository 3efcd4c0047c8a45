import type { PlainResponse } from './plain-response.ts';
import { show } from './show.ts';
import type { Visit } from './visit.ts';

/**
 * Has a page of our own send a form once more: a form that comes from the site of a provider comes without the cookies that the application
 * keeps from other sites, and nobody could tell who is there.
 */
export function onceMore(visit: Visit, action: string, fields: Iterable<readonly [string, string]>): PlainResponse {
  return show(visit, { kind: 'again', action, fields: [...fields, [again, '1']] });
}

/** Was the form sent once more already, as far as it says? */
export function isSentAgain(fields: URLSearchParams): boolean {
  return fields.has(again);
}

const again = 'signon-again';
