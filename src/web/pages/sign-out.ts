import { aside } from './actions.ts';
import { type Html, html } from './html.ts';
import type { SignOutPage } from './page.ts';
import type { Texts } from './texts.ts';

/** The buttons that end the session, and the way back. */
export function signOut({ action, everywhere, stay }: SignOutPage, texts: Texts): Html {
  const here = everywhere === true ? html`<button name="${onlyHereField}" value="1">${texts.endSessionHere}</button>` : undefined;
  return html`<form method="post" action="${action}"><div class="actions"><button>${texts.endSession}</button>${here}</div></form>${aside(stay, texts.stay)}`;
}

/** The field of a form that is to sign somebody out here, and nowhere else. */
export const onlyHereField = 'only-here';
