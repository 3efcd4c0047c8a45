import type { Outgoing } from '../identity/login.ts';
import { redirectResponse } from './pages/answer.ts';
import { show } from './show.ts';
import type { Visit } from './visit.ts';

/** Tells the browser to go to the provider, or to post a form there. */
export function told(visit: Visit, outgoing: Outgoing): Response {
  if (outgoing.kind === 'redirect') return redirectResponse(outgoing.url);
  const { about } = visit;
  const { action, fields } = outgoing;
  return show(visit, { kind: 'request', action, fields, ...(about === undefined ? {} : { about }) });
}
