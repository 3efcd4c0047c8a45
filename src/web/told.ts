import type { Outgoing } from '../identity/login.ts';
import { redirectResponse } from './pages/answer.ts';
import { showFramed } from './show.ts';
import type { Visit } from './visit.ts';

/**
 * Tells the browser to go to the provider, or to post a form there.
 *
 * @param frameAncestors - origins whose pages may have that happen in a frame
 */
export function told(visit: Visit, outgoing: Outgoing, frameAncestors: readonly string[] = []): Response {
  if (outgoing.kind === 'redirect') return redirectResponse(outgoing.url);
  const { about } = visit;
  const { action, fields } = outgoing;
  return showFramed(visit, { kind: 'request', action, fields, ...(about === undefined ? {} : { about }) }, frameAncestors);
}
