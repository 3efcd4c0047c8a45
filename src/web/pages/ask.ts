import { actions } from './actions.ts';
import { type Html, html } from './html.ts';
import type { AskPage } from './page.ts';
import type { Texts } from './texts.ts';

/** The form that asks for a user name or an address. */
export function ask({ action, fields, password }: AskPage, texts: Texts): Html {
  const hidden = [...fields].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}"/>`);
  const field = html`<label for="user">${texts.user}</label><input id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="320"/>`;
  return html`<form method="post" action="${action}">${hidden}${field}<div class="actions"><button>${texts.proceed}</button></div></form>${actions([[password, texts.ownLogin]])}`;
}
