import { createHash } from 'node:crypto';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { html } from '../../../src/web/pages/html.ts';
import { look } from '../../../src/web/pages/look.ts';
import type { Page } from '../../../src/web/pages/page.ts';
import { renderPage } from '../../../src/web/pages/render.ts';
import { illegalCharacterAt } from '../../../src/xml/characters.ts';
import { attribute } from '../../../src/xml/element.ts';
import { elements, pagesWith, readPage, sentBy, skeleton, textOf } from '../../support/page.ts';

const plain = pagesWith('x');
const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onfocus='x",
  '`',
  '&lt;',
  '</title>',
  ']]>',
  '<!--',
  '\r\n\t',
];
/** Whatever a reader of XML can be shown. */
const anyText = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: 'binary' }).filter((text) => illegalCharacterAt(text) < 0),
);

describe('whatever is put into a page', () => {
  test.prop([anyText])('stays text in its place, in every kind of page', (text) => {
    for (const [index, page] of pagesWith(text).entries()) {
      const shown = readPage(renderPage(page, look(), 'en').html);
      expect(skeleton(shown)).toBe(skeleton(read(plain[index])));
    }
  });

  test.prop([anyText, anyText])('is sent by a form as it came', (name, value) => {
    const fields = [['first', value] as const, [name, value] as const, [name, 'twice'] as const];
    expect(sentBy(read({ kind: 'again', action: '/acs', fields }))).toEqual(fields);
  });

  test.prop([anyText])('is shown to the last character', (correlationId) => {
    const shown = read({ kind: 'refusal', reason: 'refused', report: { ...report, correlationId } });
    expect(elements(shown, 'dd').map(textOf)).toContain(correlationId);
  });

  it('stays text in the name of the service and in words of one’s own', () => {
    const [name, title] = ['</title><script>', '</h1><script>'];
    const { html: page } = renderPage(finished, look({ name, texts: { en: { finished: { title } } } }), 'en');
    expect(skeleton(readPage(page))).toBe(skeleton(readPage(renderPage(finished, look({ name: 'x' }), 'en').html)));
  });

  it('stays text in a list, too, as a query of an application may have one in the place of a text', () => {
    const list: unknown = ['<script>', ['<b>', html`<i>`]];
    // @ts-expect-error what nobody may put there
    expect(String(html`<p title="${list}">`)).toBe('<p title="&#60;script&#62;&#60;b&#62;<i>">');
  });

  it('is no link where it is a script', () => {
    for (const goOn of ['javascript:alert(1)', ' java\nscript:alert(1)', 'data:text/html,x', 'vbscript:x', 'http://[']) {
      expect(elements(read({ kind: 'finished', goOn }), 'a')).toEqual([]);
    }
  });
});

describe('the policy of a page', () => {
  it.for(plain)('allows its own style and script and no others: $kind', (page) => {
    const { html: text, policy } = renderPage(page, look({ style: 'h1{color:red}\r\n', colours: { light: { accent: '#123' } } }), 'de');
    const shown = readPage(text);
    const hashes = (name: string) => elements(shown, name).map((element) => `'sha256-${sha256(textOf(element))}'`);
    expect(directive(policy, 'default-src')).toBe("'none'");
    expect(directive(policy, 'style-src')).toBe(hashes('style').join(' '));
    expect(directive(policy, 'script-src')).toBe(hashes('script').join(' ') || undefined);
    expect(directive(policy, 'base-uri')).toBe("'none'");
    expect(directive(policy, 'frame-ancestors')).toBe("'none'");
  });

  it('does not hold back a form, whose answer may lead elsewhere, where it has one', () => {
    const forms = new Map(plain.map((page) => [page.kind, directive(renderPage(page, look(), 'en').policy, 'form-action')]));
    expect([...forms].filter(([, action]) => action === undefined).map(([kind]) => kind)).toEqual([
      'request',
      'again',
      'ask',
      'sign-out',
      'trial',
    ]);
    expect(new Set(forms.values())).toEqual(new Set([undefined, "'none'"]));
  });

  it('names the origins that may frame the page', () => {
    const { policy } = renderPage(finished, look(), 'en', ['https://idp.example', 'https://other.example']);
    expect(directive(policy, 'frame-ancestors')).toBe('https://idp.example https://other.example');
  });

  it('lets pictures come from where the logo is', () => {
    const pictures = (logo: { url: string; darkUrl?: string }) => directive(renderPage(finished, look({ logo }), 'en').policy, 'img-src');
    expect(pictures({ url: 'https://cdn.example/logo.svg', darkUrl: 'https://cdn.example/dark.svg' })).toBe('data: https://cdn.example');
    expect(pictures({ url: 'data:image/png;base64,AAAA' })).toBe('data:');
  });
});

describe('a form that sends itself', () => {
  it('has a button that sends nothing of its own, for where there is no script', () => {
    for (const page of plain.slice(0, 2)) {
      const [button] = elements(read(page), 'button');
      expect(button?.attributes).toEqual([]);
    }
  });

  it('is posted', () => {
    const [form] = elements(read(plain[0]), 'form');
    expect([form && attribute(form, 'method'), form && attribute(form, 'action')]).toEqual(['post', 'https://idp.example/x']);
  });
});

describe('a refusal', () => {
  it('tells an administrator code, rules, reference, time and provider', () => {
    const shown = read({ kind: 'refusal', reason: 'refused', report: { ...report, rules: ['a.b', 'c.d'], provider: 'acme' } });
    expect(elements(shown, 'dd').map(textOf)).toEqual(['login.over', 'a.b', 'c.d', 'r-1', '2026-01-01T00:00:00.000Z', 'acme']);
  });

  it('has a row for nothing that is not known', () => {
    const shown = read({ kind: 'refusal', reason: 'refused', report });
    expect(elements(shown, 'dt')).toHaveLength(3);
  });

  it('names the likely causes of a missing cookie', () => {
    expect(elements(read({ kind: 'refusal', reason: 'cookieMissing', report }), 'li').length).toBeGreaterThan(2);
    expect(elements(read({ kind: 'refusal', reason: 'refused', report }), 'li')).toEqual([]);
  });

  it('leads on where there is somewhere to go', () => {
    const shown = read({ kind: 'refusal', reason: 'refused', report, begin: '/login', goOn: 'https://app.example/' });
    expect(elements(shown, 'a').map((link) => attribute(link, 'href'))).toEqual(['https://app.example/', '/login']);
  });
});

describe('every page', () => {
  it.for(plain)('has one heading, one main part, a title, a language and a view for small screens: $kind', (page) => {
    const shown = read(page);
    for (const name of ['h1', 'main', 'title']) expect(elements(shown, name)).toHaveLength(1);
    expect(attribute(shown, 'lang')).toBe('en');
    expect(elements(shown, 'meta').map((meta) => attribute(meta, 'name'))).toContain('viewport');
  });

  it.for(plain)('fetches nothing: $kind', (page) => {
    const shown = read(page);
    for (const name of ['img', 'iframe', 'object', 'base']) expect(elements(shown, name)).toEqual([]);
    expect(elements(shown, 'link').map((link) => attribute(link, 'href'))).toEqual(['data:,']);
    expect(elements(shown, 'style').map(textOf).join()).not.toMatch(/url\(|@import/);
  });

  it('is written in the direction of its language', () => {
    const arabic = look({ texts: { ar: {} } });
    const direction = (language: string) => attribute(readPage(renderPage(finished, arabic, language).html), 'dir');
    expect([direction('ar'), direction('de')]).toEqual(['rtl', 'ltr']);
  });
});

describe('a template', () => {
  const wrapped = look({
    templates: {
      finished: (page, { language, head, content, texts }) =>
        html`<html lang="${language}"><head>${head}</head><body><nav title="${page.goOn}">${texts.goOn}</nav>${content}</body></html>`,
    },
  });

  it('takes the place of our page, and of no other', () => {
    expect(elements(readPage(renderPage(finished, wrapped, 'en').html), 'nav')).toHaveLength(1);
    expect(elements(readPage(renderPage({ ...finished, kind: 'request', action: '/', fields: {} }, wrapped, 'en').html), 'nav')).toEqual(
      [],
    );
  });

  it('is held to the same policy', () => {
    expect(renderPage(finished, wrapped, 'en').policy).toBe(renderPage(finished, look(), 'en').policy);
  });
});

function read(page: Page | undefined) {
  if (page === undefined) throw new Error('there is no such page');
  return readPage(renderPage(page, look(), 'en').html);
}

function directive(policy: string, name: string): string | undefined {
  const found = policy.split('; ').find((part) => part.startsWith(`${name} `));
  return found?.slice(name.length + 1);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

const finished = { kind: 'finished', goOn: '/' } as const;
const report = { code: 'login.over', rules: [], correlationId: 'r-1', at: '2026-01-01T00:00:00.000Z' } as const;
