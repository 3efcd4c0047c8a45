import { aside } from './actions.ts';
import { type Html, html } from './html.ts';
import type { ChooserPage, Offer } from './page.ts';
import type { Texts } from './texts.ts';

/** The providers to choose from, the one of the last time first. */
export function chooser({ offers, last, password }: ChooserPage, texts: Texts): Html {
  const others = offers.filter((offer) => offer !== last);
  const own = aside(password, texts.ownLogin);
  if (last === undefined) return html`${list(others, texts)}${own}`;
  const lastTime = html`<section class="last"><h2>${texts.lastTime}</h2>${list([last], texts)}</section>`;
  if (others.length === 0) return html`${lastTime}${own}`;
  return html`${lastTime}<section><h2>${texts.otherWays}</h2>${list(others, texts)}</section>${own}`;
}

function list(offers: readonly Offer[], texts: Texts): Html {
  return html`<ul class="offers">${offers.map((offer) => offered(offer, texts))}</ul>`;
}

function offered({ href, name, button, logo }: Offer, { signInWith }: Texts): Html {
  // The words beside it say all that the picture does.
  const picture = logo === undefined ? undefined : html`<img src="${logo}" alt=""/>`;
  return html`<li><a href="${href}">${picture}<span>${button ?? signInWith.replace('{name}', () => name)}</span></a></li>`;
}
