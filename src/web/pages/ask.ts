import { aside } from './actions.ts';
import { type Html, html } from './html.ts';
import type { AskPage } from './page.ts';
import type { Texts } from './texts.ts';

/** The form that asks for a user name or an address. */
export function ask({ action, fields, password }: AskPage, texts: Texts): Html {
  const hidden = [...fields].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}"/>`);
  return html`<form method="post" action="${action}">${hidden}<label for="user">${texts.user}</label>
<input id="user" name="user" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" required="" maxlength="320"/>
<div class="actions"><button>${texts.proceed}</button></div></form>${aside(password, texts.ownLogin)}`;
}
