import { type Html, html } from './html.ts';
import type { Texts } from './texts.ts';
import type { TrialPage } from './trial-page.ts';

/** A button for each provider, and the form for an answer that was captured. */
export function trial({ action, providers }: TrialPage, texts: Texts): Html {
  const begins = providers.map(
    ({ id, name }) =>
      html`<li><form method="post" action="${action}"><input type="hidden" name="connection" value="${id}"/><button>${texts.tryWith.replace('{name}', () => name)}</button></form></li>`,
  );
  return html`<ul class="trials">${begins}</ul>${pasting({ action, providers }, texts)}`;
}

function pasting({ action, providers }: Pick<TrialPage, 'action' | 'providers'>, texts: Texts): Html | undefined {
  const options = providers
    .filter(({ protocol }) => protocol === 'saml')
    .map(({ id, name }) => html`<option value="${id}">${name}</option>`);
  if (options.length === 0) return undefined;
  return html`<section><h2>${texts.pasteAnswer}</h2><form method="post" action="${action}">
<label for="connection">${texts.provider}</label><select id="connection" name="connection">${options}</select>
<label for="answer">${texts.pastedAnswer}</label><textarea id="answer" name="answer" rows="8" spellcheck="false" autocomplete="off" required=""></textarea>
<label class="box"><input type="checkbox" name="as-made" checked=""/><span>${texts.asMade}</span></label>
<div class="actions"><button>${texts.explainIt}</button></div></form></section>`;
}
