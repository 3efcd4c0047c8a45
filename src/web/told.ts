import type { Outgoing } from '../identity/login.ts';
import { type PageAnswer, redirectResponse } from './pages/answer.ts';
import type { PlainResponse } from './plain-response.ts';
import { show } from './show.ts';
import type { Visit } from './visit.ts';

/** Tells the browser to go to the provider, or to post a form there: from a page that may stand in frames of these origins. */
export function told(visit: Visit, outgoing: Outgoing, answer: Pick<PageAnswer, 'cookies' | 'frameAncestors'> = {}): PlainResponse {
  if (outgoing.kind === 'redirect') return redirectResponse(outgoing.url, answer.cookies);
  const { about } = visit;
  const { action, fields } = outgoing;
  return show(visit, { kind: 'request', action, fields, ...(about === undefined ? {} : { about }) }, answer);
}
