import { invalid } from '../../core/options.ts';
import { actions } from './actions.ts';
import { ask } from './ask.ts';
import { chooser } from './chooser.ts';
import { english } from './english.ts';
import { selfSendingForm, sendForm } from './form.ts';
import { Html, html } from './html.ts';
import type { Look, PageParts, Template } from './look.ts';
import { marks } from './marks.ts';
import type { AskPage, ChooserPage, Page, Pages } from './page.ts';
import { type Needs, policyOf } from './policy.ts';
import { refusal } from './refusal.ts';
import { signOut } from './sign-out.ts';
import type { Explanation, Texts } from './texts.ts';
import { trial } from './trial.ts';
import { tried } from './tried.ts';

/** A page as a browser gets it. */
export interface Rendered {
  readonly html: string;
  /** Its Content-Security-Policy, which knows just this page. */
  readonly policy: string;
}

/**
 * Renders a page.
 *
 * @param language - one of those of the look
 * @param frameAncestors - origins whose pages may show it in a frame
 * @throws SsoError `config.invalid` for a template that makes something else than a page
 */
export function renderPage(page: Page, look: Look, language: string, frameAncestors: readonly string[] = []): Rendered {
  return { html: documentOf(page.kind, page, look, language).toString(), policy: policyOf(look, views[page.kind], frameAncestors) };
}

function documentOf<Kind extends keyof Pages>(kind: Kind, page: Pages[Kind], look: Look, language: string): Html {
  const { mark, explanation, rest }: View<Pages[Kind]> = views[kind];
  const texts = look.texts.get(language) ?? english;
  const { title, text } = explanation(page, texts);
  const content = html`${mark?.(page)}<h1>${title}</h1><p>${text}</p>${rest(page, texts)}`;
  const parts: PageParts = { language, texts, head: headOf(title, look), content };
  const template: Template<Pages[Kind]> | undefined = look.templates[kind];
  const made = template === undefined ? whole(look, parts) : template(page, parts);
  if (!(made instanceof Html)) throw invalid(`look.templates.${kind}`, 'must return what html makes');
  return made;
}

/** The icon that is none keeps browsers from asking for one. */
function headOf(title: string, { name, style }: Look): Html {
  return html`<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/><meta name="robots" content="noindex"/>
<title>${name === undefined ? title : `${title} – ${name}`}</title><link rel="icon" href="data:,"/><style>${style}</style>`;
}

function whole(look: Look, { language, head, content }: PageParts): Html {
  return html`<!doctype html>
<html lang="${language}" dir="${rightToLeft.test(language) ? 'rtl' : 'ltr'}"><head>${head}</head>
<body>${headerOf(look)}<main>${content}</main></body></html>
`;
}

function headerOf({ name = '', logo }: Look): Html | undefined {
  if (logo === undefined) return name === '' ? undefined : html`<header>${name}</header>`;
  const dark = logo.darkUrl === undefined ? undefined : html`<source media="(prefers-color-scheme: dark)" srcset="${logo.darkUrl}"/>`;
  return html`<header><picture>${dark}<img src="${logo.url}" alt="${name}"/></picture></header>`;
}

/** How a kind of page is made. */
interface View<P extends Page> extends Needs {
  readonly mark?: (page: P) => Html;
  readonly explanation: (page: P, texts: Texts) => Explanation;
  /** What follows the explanation. */
  readonly rest: (page: P, texts: Texts) => Html | undefined;
}

const views: { readonly [Kind in keyof Pages]: View<Pages[Kind]> } = {
  request: {
    script: sendForm,
    forms: true,
    explanation: ({ about }, texts) => (about === 'logout' ? texts.signOutRequest : texts.request),
    rest: ({ action, fields }, texts) => selfSendingForm(action, Object.entries(fields), texts),
  },
  again: {
    script: sendForm,
    forms: true,
    explanation: (_, texts) => texts.again,
    rest: ({ action, fields }, texts) => selfSendingForm(action, fields, texts),
  },
  refusal: {
    mark: () => marks.refusal,
    explanation: ({ reason }, texts) => texts[reason],
    rest: refusal,
  },
  finished: {
    mark: () => marks.success,
    explanation: (_, texts) => texts.finished,
    rest: ({ goOn }, texts) => actions([[goOn, texts.goOn]]),
  },
  chooser: {
    logos: true,
    explanation: (page, texts) => signInTo(page, texts.chooser, texts),
    rest: chooser,
  },
  ask: {
    forms: true,
    explanation: (page, texts) => signInTo(page, texts.ask, texts),
    rest: ask,
  },
  'sign-out': {
    forms: true,
    mark: () => marks.question,
    explanation: ({ everywhere }, texts) => (everywhere === true ? texts.signOutEverywhere : texts.signOut),
    rest: signOut,
  },
  'signed-out': {
    mark: () => marks.success,
    explanation: ({ partly }, texts) => (partly === true ? texts.signedOutPartly : texts.signedOut),
    rest: ({ begin, goOn }, texts) =>
      actions([
        [goOn, texts.goOn],
        [begin, texts.signInAgain],
      ]),
  },
  trial: {
    forms: true,
    explanation: (_, texts) => texts.trial,
    rest: trial,
  },
  tried: {
    mark: ({ accepted }) => (accepted ? marks.success : marks.refusal),
    explanation: ({ accepted, provider }, texts) => {
      const { title, text } = accepted ? texts.triedAccepted : texts.triedRefused;
      return { title: title.replace('{name}', () => provider), text };
    },
    rest: tried,
  },
  'other-user': {
    mark: () => marks.question,
    explanation: (_, texts) => texts.otherUser,
    rest: ({ stay, switchUser }, texts) =>
      actions([
        [stay, texts.stay],
        [switchUser, texts.switchUser],
      ]),
  },
};

function signInTo({ product }: ChooserPage | AskPage, { title, ...words }: Explanation, { here }: Texts): Explanation {
  return { title: title.replace('{product}', () => product ?? here), ...words };
}

const rightToLeft = /^(?:ar|dv|fa|he|ps|sd|ug|ur|yi)\b/i;
