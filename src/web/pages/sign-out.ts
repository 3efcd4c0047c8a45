import { aside } from './actions.ts';
import { type Html, html } from './html.ts';
import type { SignOutPage } from './page.ts';
import type { Texts } from './texts.ts';

/** The button that ends the session, and the way back. */
export function signOut({ action, stay }: SignOutPage, texts: Texts): Html {
  return html`<form method="post" action="${action}"><div class="actions"><button>${texts.endSession}</button></div></form>${aside(stay, texts.stay)}`;
}
