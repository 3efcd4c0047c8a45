import { actions } from './actions.ts';
import { type Html, html } from './html.ts';
import type { ChooserPage, Offer } from './page.ts';
import type { Texts } from './texts.ts';

/** The providers to choose from, the one of the last time first. */
export function chooser({ offers, last, password }: ChooserPage, texts: Texts): Html {
  const others = offers.filter((offer) => offer !== last);
  const lastTime =
    last === undefined ? undefined : html`<section><h2>${texts.lastTime}</h2><ul class="offers">${offered(last, texts)}</ul></section>`;
  return html`${lastTime}<ul class="offers">${others.map((offer) => offered(offer, texts))}</ul>${actions([[password, texts.ownLogin]])}`;
}

function offered({ href, name, button, logo }: Offer, { signInWith }: Texts): Html {
  // The words beside it say all that the picture does.
  const picture = logo === undefined ? undefined : html`<img src="${logo}" alt=""/>`;
  return html`<li><a href="${href}">${picture}<span>${button ?? signInWith.replace('{name}', () => name)}</span></a></li>`;
}
