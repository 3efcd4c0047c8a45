import { type Html, html } from './html.ts';
import type { Texts } from './texts.ts';

/** A form that the script sends, and the button for where there is none. The button has no name: nothing is sent but the fields. */
export function selfSendingForm(action: string, fields: Iterable<readonly [string, string]>, { proceed }: Texts): Html {
  const hidden = [...fields].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}"/>`);
  return html`<form method="post" action="${action}">${hidden}<div class="actions"><button>${proceed}</button></div></form>
<script>${sendForm}</script>`;
}

/** By the method of all forms: a field called `submit` would stand in the place of this one's. */
export const sendForm: Html = html`HTMLFormElement.prototype.submit.call(document.forms[0])`;
