import type { Outcome } from './outcomes.ts';
import { pageResponse } from './pages/answer.ts';
import type { Page } from './pages/page.ts';
import type { Visit } from './visit.ts';

/** Shows a page in the language of whoever asks. */
export function show({ request, settings }: Visit, page: Page, outcome?: Outcome): Response {
  const acceptLanguage = request.headers.get('accept-language');
  return pageResponse(page, settings.look, { acceptLanguage, ...(outcome === undefined ? {} : { outcome }) });
}

/** Shows it also in a frame of a page of one of these origins. */
export function showFramed({ request, settings }: Visit, page: Page, frameAncestors: readonly string[]): Response {
  return pageResponse(page, settings.look, { acceptLanguage: request.headers.get('accept-language'), frameAncestors });
}
