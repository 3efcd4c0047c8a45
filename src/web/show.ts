import { type PageAnswer, pageResponse } from './pages/answer.ts';
import type { Page } from './pages/page.ts';
import type { PlainResponse } from './plain-response.ts';
import type { Visit } from './visit.ts';

/** Shows a page in the language of whoever asks. */
export function show({ request, settings }: Visit, page: Page, answer: Omit<PageAnswer, 'acceptLanguage'> = {}): PlainResponse {
  return pageResponse(page, settings.look, { ...answer, acceptLanguage: request.headers.get('accept-language') });
}
