import { parsedAddress } from '../../core/options.ts';
import { type Html, html } from './html.ts';

/** Links in the order of what is most likely wanted; the first looks like a button. Those without an address are left out. */
export function actions(links: readonly (readonly [address: string | undefined, label: string])[]): Html | undefined {
  const shown = links.flatMap(([address, label]) => (leadsSomewhere(address) ? [html`<a href="${address}">${label}</a>`] : []));
  return shown.length === 0 ? undefined : html`<div class="actions">${shown}</div>`;
}

/** A link that stands back, to what few people want; nothing without an address. */
export function aside(address: string | undefined, label: string): Html | undefined {
  return leadsSomewhere(address) ? html`<p class="aside"><a href="${address}">${label}</a></p>` : undefined;
}

/** A script is no address, whoever gave it. */
function leadsSomewhere(address: string | undefined): address is string {
  const protocol = address === undefined ? undefined : parsedAddress(address, 'https://base.invalid')?.protocol;
  return protocol === 'https:' || protocol === 'http:';
}
