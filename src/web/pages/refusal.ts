import type { Report } from '../outcomes.ts';
import { actions } from './actions.ts';
import { type Html, html } from './html.ts';
import type { RefusalPage } from './page.ts';
import type { Texts } from './texts.ts';

/** What a refusal says beneath its explanation: what it may come from, what to do now, and what to tell an administrator. */
export function refusal({ reason, report, begin, goOn }: RefusalPage, texts: Texts): Html {
  const links = actions([
    [goOn, texts.goOn],
    [begin, texts.begin],
  ]);
  return html`${causes(texts[reason].causes, texts)}${links}${reported(report, texts)}`;
}

function causes(likely: readonly string[] = [], texts: Texts): Html | undefined {
  if (likely.length === 0) return undefined;
  return html`<section><h2>${texts.causes}</h2><ul>${likely.map((cause) => html`<li>${cause}</li>`)}</ul></section>`;
}

function reported({ code, rules, correlationId, at, provider }: Report, texts: Texts): Html {
  const rows = [
    row(texts.code, [code]),
    row(texts.rules, rules),
    row(texts.correlationId, [correlationId]),
    row(texts.at, [at]),
    row(texts.provider, provider === undefined ? [] : [provider]),
  ];
  return html`<section class="report"><h2>${texts.report}</h2><p>${texts.reportHint}</p><dl>${rows}</dl></section>`;
}

function row(term: string, values: readonly string[]): Html {
  return values.length === 0 ? html`` : html`<div><dt>${term}</dt>${values.map((value) => html`<dd>${value}</dd>`)}</div>`;
}
