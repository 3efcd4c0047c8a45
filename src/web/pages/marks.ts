import { type Html, html } from './html.ts';

/** Small drawings beside the heading. They say nothing that the heading does not, and so are not read out. */
export const marks: Readonly<Record<'refusal' | 'success' | 'question', Html>> = {
  refusal: mark('refusal', html`<path d="M12 7.5v5.5M12 16.4v.1"/>`),
  success: mark('success', html`<path d="m8 12.3 2.7 2.7 5.3-5.6"/>`),
  question: mark('question', html`<path d="M9.6 9.6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.2.9-1.2 1.8M12 16.6v.1"/>`),
};

function mark(name: string, drawing: Html): Html {
  return html`<svg class="mark ${name}" viewBox="1 1 22 22" aria-hidden="true" focusable="false">
<circle cx="12" cy="12" r="10"/>${drawing}</svg>`;
}
