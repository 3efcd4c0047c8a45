import { type Finding, legible } from '../../core/rules.ts';
import type { Diagnosis } from '../../diagnosis/likely-cause.ts';
import type { Place, Remedy } from '../../diagnosis/remedy.ts';
import type { Attribute } from '../../identity/identity.ts';
import type { TrialPreview } from '../trial.ts';
import { actions } from './actions.ts';
import { type Html, html } from './html.ts';
import type { Texts } from './texts.ts';
import type { TriedPage, TriedRule } from './trial-page.ts';
import { outcomeWord } from './trial-texts.ts';

/** The cause and what to do about it, who it is and what would become of them, every rule. The box in front hides all that is personal. */
export function tried(page: TriedPage, texts: Texts): Html {
  const { diagnosis, caution, said, login, preview, rules, again } = page;
  return html`<div class="tried"><input type="checkbox" id="hide-personal"/> <label for="hide-personal">${texts.hidePersonal}</label>
${diagnosis && diagnosed(texts.likelyCause, diagnosis, texts)}
${said === undefined ? undefined : section(texts.providerSaid, html`<p>${personal(said, texts)}</p>`)}
${caution && diagnosed(texts.caution, caution, texts)}
${login && person(login, preview, texts)}${preview && previewed(preview, texts)}
${section(texts.everyRule, html`<ul class="rules">${inOrder(rules).map((rule) => ruled(rule, texts))}</ul>`)}
${notes(page, texts)}${actions([[again, texts.tryAgain]])}</div>`;
}

function section(title: string, content: Html): Html {
  return html`<section><h2>${title}</h2>${content}</section>`;
}

/** What is hidden by the box, and what stands there then. */
function personal(text: string, { hiddenPersonal }: Texts): Html {
  return html`<span class="personal">${legible(text)}</span><span class="stand-in">${hiddenPersonal}</span>`;
}

/** Causes are told in English, whatever the language of the page. */
function diagnosed(title: string, { what, remedies }: Pick<Diagnosis, 'what' | 'remedies'>, texts: Texts): Html {
  const steps = remedies.map((remedy) => html`<li>${remedied(remedy)}</li>`);
  return section(title, html`<div lang="en" class="cause"><p>${what}</p></div><h3>${texts.whatToDo}</h3><ol lang="en">${steps}</ol>`);
}

function remedied({ where, action, places }: Remedy): Html {
  const fields = places.map((place) => html`<li>${placed(place)}</li>`);
  return html`<strong>${where}:</strong> ${action}${fields.length === 0 ? undefined : html`<ul>${fields}</ul>`}`;
}

function placed({ screen, field, value }: Place): Html {
  return html`${screen} › ${field}${value === undefined ? undefined : html`: <code>${value}</code>`}`;
}

function person({ identity, authentication }: NonNullable<TriedPage['login']>, preview: TrialPreview | undefined, texts: Texts): Html {
  const { subject, issuer, attributes } = identity;
  const { instant, contextClass, methods = [] } = authentication;
  const means = [contextClass, ...methods].filter((means) => means !== undefined).map(legible);
  const rows = [
    subject === undefined ? undefined : row(texts.subject, html`${personal(subject.value, texts)} ${aside(subject.format)}`),
    row(texts.issuer, html`${legible(issuer)}`),
    row(texts.authenticatedAt, html`${instant.toISOString()}`),
    means.length === 0 ? undefined : row(texts.authenticatedBy, html`${means.join(', ')}`),
  ].filter((each) => each !== undefined);
  const said = attributes.map((attribute) => attributed(attribute, preview, texts));
  return html`${section(texts.whoItIs, html`<dl>${rows}</dl>`)}${section(texts.attributes, html`<dl>${said}</dl>`)}`;
}

function attributed({ name, values }: Attribute, preview: TrialPreview | undefined, texts: Texts): Html {
  const fields = preview?.account.filter(({ from }) => from === name).map(({ field }) => field) ?? [];
  const use = fields.length === 0 ? texts.notUsed : `${texts.usedFor} ${fields.join(', ')}`;
  const shown = values.map((value) => html`<div>${personal(value, texts)}</div>`);
  return row(name, html`${shown}${preview === undefined ? undefined : html`<small>→ ${use}</small>`}`);
}

function previewed({ account, changes, problem }: TrialPreview, texts: Texts): Html {
  const fields = account.map(({ field, value, from }) =>
    row(field, html`${personal(value, texts)} ${aside(from === undefined ? undefined : `${texts.comesFrom} ${from}`)}`),
  );
  const steps = changes.map(({ text, kind }) => html`<li>${aside(kind)} ${personal(text, texts)}</li>`);
  const done = steps.length === 0 ? html`<p>${texts.noChanges}</p>` : html`<ol>${steps}</ol>`;
  return html`${fields.length === 0 ? undefined : section(texts.account, html`<dl>${fields}</dl>`)}
${problem === undefined ? section(texts.changes, done) : section(texts.problem, html`<p>${personal(problem, texts)}</p>`)}`;
}

function ruled({ rule, spec, outcome, expected, actual, remedy }: TriedRule, texts: Texts): Html {
  const apart =
    expected === undefined || actual === undefined
      ? undefined
      : html`<div>${texts.expected} <code>${expected}</code>, ${texts.found} <code>${actual}</code></div>`;
  const todo = remedy === undefined ? undefined : html`<div lang="en">${remedied(remedy)}</div>`;
  return html`<li class="${outcome}"><b>${outcomeWord(outcome, texts)}</b> <code>${rule}</code> ${aside(spec)}${apart}${todo}</li>`;
}

/** What refuses stands first. */
function inOrder(rules: readonly TriedRule[]): readonly TriedRule[] {
  return outcomes.flatMap((wanted) => rules.filter(({ outcome }) => outcome === wanted));
}

function notes({ judgedAt, assumedRequest }: TriedPage, texts: Texts): Html {
  const assumed = assumedRequest === undefined ? undefined : html` ${texts.assumedRequest}: ${assumedRequest}.`;
  return html`<p class="aside">${texts.judgedAt} ${judgedAt}.${assumed}</p>`;
}

function row(term: string, description: Html): Html {
  return html`<div><dt>${legible(term)}</dt><dd>${description}</dd></div>`;
}

function aside(text: string | undefined): Html | undefined {
  return text === undefined || text === '' ? undefined : html`<small>${legible(text)}</small>`;
}

const outcomes: readonly Finding['outcome'][] = ['failed', 'pardoned', 'noted', 'passed', 'not-applicable'];
