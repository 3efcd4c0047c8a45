import type { Page } from '../../src/web/pages/page.ts';
import type { TriedPage } from '../../src/web/pages/trial-page.ts';
import { type Element, parseDocument } from '../../src/xml/document.ts';
import { attribute } from '../../src/xml/element.ts';
import { metadataLimits } from '../../src/xml/limits.ts';

/** A page as our own strict reader of XML sees it, which guesses and mends nothing: pages are HTML that is well-formed, too. */
export function readPage(html: string): Element {
  return parseDocument(html.replace(/^<!doctype html>\n/, ''), metadataLimits).root;
}

/** The elements of that name, in document order. */
export function elements(root: Element, name: string): readonly Element[] {
  const within = root.children.flatMap((child) => (typeof child === 'string' ? [] : elements(child, name)));
  return root.name === name ? [root, ...within] : within;
}

/** All text within. */
export function textOf({ children }: Element): string {
  return children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** What a browser would send of the only form. */
export function sentBy(root: Element): readonly (readonly [string, string])[] {
  return elements(root, 'input').map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? ''] as const);
}

/** Everything of a page but what was put into it: the elements with their attributes, without text and values. */
export function skeleton(element: Element): string {
  const names = element.attributes.map(({ qualifiedName }) => qualifiedName).join(' ');
  const within = element.children.map((child) => (typeof child === 'string' ? '' : skeleton(child))).join('');
  return `<${element.name} ${names}>${within}</>`;
}

/** One page of each kind, with a text wherever it has one. */
export function pagesWith(text: string): readonly Page[] {
  const report = { code: 'assertion.rejected', rules: [text, text], correlationId: text, at: text, provider: text } as const;
  const offer = { href: `/login?${text}`, name: text, button: text };
  return [
    { kind: 'request', action: `https://idp.example/${text}`, fields: { SAMLRequest: text, RelayState: text } },
    { kind: 'again', action: `https://app.example/${text}`, fields: [['a', text] as const, ['a', text] as const] },
    { kind: 'refusal', reason: 'cookieMissing', report, begin: `/login?${text}`, goOn: `/?${text}` },
    { kind: 'finished', goOn: `/?${text}` },
    { kind: 'chooser', offers: [offer, { ...offer }], last: offer, password: `/own?${text}`, product: text },
    { kind: 'ask', action: `/sign-in?${text}`, fields: [['returnTo', text] as const], password: `/own?${text}`, product: text },
    { kind: 'request', action: `https://idp.example/${text}`, fields: { SAMLRequest: text }, about: 'logout' },
    { kind: 'sign-out', action: `/sign-out?${text}`, stay: `/?${text}` },
    { kind: 'sign-out', action: `/sign-out?${text}`, everywhere: true, stay: `/?${text}` },
    { kind: 'signed-out', partly: true, begin: `/login?${text}`, goOn: `/?${text}` },
    { kind: 'trial', action: `/try?${text}`, providers: [{ id: text, protocol: 'saml', name: text }] },
    triedWith(text),
    { kind: 'other-user', stay: `/?${text}`, switchUser: `/login?${text}` },
  ];
}

/** The page of a trial with a text wherever it has one. */
export function triedWith(text: string, more: Partial<TriedPage> = {}): TriedPage {
  const remedy = { side: 'provider', where: text, action: text, places: [{ screen: text, field: text, value: text }] } as const;
  const finding = { rule: text, spec: `s${text}`, outcome: 'failed', expected: text, actual: text } as const;
  const diagnosis = { cause: 'other', what: text, side: 'provider', product: text, remedies: [remedy], finding } as const;
  const attributes = [{ name: text, values: [text], content: [] }];
  return {
    kind: 'tried',
    accepted: true,
    pasted: true,
    provider: text,
    protocol: 'saml',
    judgedAt: text,
    assumedRequest: text,
    diagnosis,
    caution: diagnosis,
    said: text,
    rules: [{ ...finding, remedy }],
    login: {
      identity: { provider: text, issuer: text, subject: { value: text, format: `f${text}` }, attributes },
      authentication: { instant: new Date(0), contextClass: text, methods: [text], authorities: [] },
    },
    preview: {
      account: [{ field: text, value: text, from: text }],
      changes: [{ text, kind: `k${text}` }],
      problem: text,
    },
    again: `/try?${text}`,
    ...more,
  };
}
