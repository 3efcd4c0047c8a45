import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Colours, defaultPalette } from '../../../src/web/pages/colours.ts';
import { builtIn } from '../../../src/web/pages/languages.ts';
import { type LookOptions, look } from '../../../src/web/pages/look.ts';
import { renderPage } from '../../../src/web/pages/render.ts';
import { attribute } from '../../../src/xml/element.ts';
import { elements, readPage, textOf } from '../../support/page.ts';
import { refusal, refusalDetails } from '../../support/refusal.ts';

describe('the colours', () => {
  it.each(['light', 'dark'] as const)('are told apart as WCAG demands: %s', (surroundings) => {
    const colours = defaultPalette[surroundings];
    for (const [ink, paper] of read) expect([ink, paper, contrast(colours[ink], colours[paper]) >= 4.5]).toEqual([ink, paper, true]);
    // What is no text: marks, and the frame of what has the focus (WCAG 2.2 1.4.11).
    for (const mark of ['accent', 'refusal', 'success'] as const)
      expect(contrast(colours[mark], colours.surface)).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(defaultPalette.light))('can be replaced, for light and dark apart: %s', (name) => {
    const style = styleOf({ colours: { light: { [name]: '#ABC' }, dark: { [name]: '#0a1b2c' } } });
    const property = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    expect(style).toMatch(new RegExp(`${property}:#ABC[\\s\\S]*prefers-color-scheme:dark[\\s\\S]*${property}:#0a1b2c`));
  });

  it('are all used', () => {
    const style = styleOf({});
    for (const [, property] of style.matchAll(/(--[\w-]+):#/g)) expect(style).toContain(`var(${property})`);
  });

  test.prop([fc.string()])('are nothing but colours', (value) => {
    fc.pre(!/^#(?:[\da-f]{3}){1,2}$/i.test(value));
    expect(refusal(() => look({ colours: { light: { text: value } } }))).toBe('config.invalid');
  });
});

describe('the words', () => {
  it('are there in every language, for everything', () => {
    const english = Object.entries(builtIn.get('en') ?? {});
    for (const texts of builtIn.values()) {
      expect(Object.keys(texts).toSorted()).toEqual(english.map(([name]) => name).toSorted());
      for (const [name, value] of english) expect(causesIn(Object.entries(texts).find(([key]) => key === name)?.[1])).toBe(causesIn(value));
    }
  });

  it('can be replaced one by one', () => {
    const own = look({ texts: { de: { finished: { title: 'Fertig' }, goOn: 'Los' }, fr: { finished: { title: 'Fini' } } } });
    const shown = (language: string) => readPage(renderPage({ kind: 'finished', goOn: '/' }, own, language).html);
    const german = shown('de');
    expect([elements(german, 'h1').map(textOf), elements(german, 'a').map(textOf)]).toEqual([['Fertig'], ['Los']]);
    expect(elements(german, 'p').map(textOf)).toEqual([builtIn.get('de')?.finished.text]);
    const french = shown('fr');
    expect([elements(french, 'h1').map(textOf), elements(french, 'a').map(textOf)]).toEqual([['Fini'], ['Continue']]);
  });

  it('of a region are those of its language where they are not given', () => {
    expect(look({ texts: { 'de-CH': { goOn: 'Wiiter' } } }).texts.get('de-CH')).toEqual({ ...builtIn.get('de'), goOn: 'Wiiter' });
  });

  it('are offered in the order that is wanted', () => {
    expect(look().languages).toEqual(['en', 'de']);
    expect(look({ languages: ['de'] }).languages).toEqual(['de']);
    expect(look({ texts: { fr: {} }, languages: ['fr', 'en'] }).languages).toEqual(['fr', 'en']);
  });
});

describe('the service', () => {
  const headerOf = (options: LookOptions) =>
    elements(readPage(renderPage({ kind: 'finished', goOn: '/' }, look(options), 'en').html), 'header');

  it('is called by its name, or shown by its logo, or by neither', () => {
    expect(headerOf({ name: 'Payroll' }).map(textOf)).toEqual(['Payroll']);
    const [header] = headerOf({
      name: 'Payroll',
      logo: { url: 'https://app.example/l.svg', darkUrl: 'data:image/svg+xml;base64,AAAA' },
    });
    const [picture] = header === undefined ? [] : elements(header, 'img');
    expect([picture && attribute(picture, 'src'), picture && attribute(picture, 'alt')]).toEqual(['https://app.example/l.svg', 'Payroll']);
    expect(headerOf({})).toEqual([]);
  });

  it.each([
    'http://app.example/l.png',
    'javascript:x',
    'data:text/html;base64,AAAA',
    'data:image/png,x',
    `data:image/png;base64,${'A'.repeat(100_000)}`,
    '/l.png',
  ])('has no logo that is none: %.40s', (url) => {
    expect(refusal(() => look({ logo: { url } }))).toBe('config.invalid');
    expect(refusal(() => look({ logo: { url: 'https://app.example/l.png', darkUrl: url } }))).toBe('config.invalid');
  });
});

describe('a look', () => {
  it('names the field that cannot be', () => {
    // Sound: what a program without types may give.
    const refused = (options: object) => refusalDetails(() => look(options as LookOptions));
    expect(refused({ colors: {} })).toMatchObject({ field: 'look.colors' });
    expect(refused({ colours: { light: { ink: '#000' } } })).toMatchObject({ field: 'look.colours.light.ink' });
    expect(refused({ colours: { dusk: {} } })).toMatchObject({ field: 'look.colours.dusk' });
    expect(refused({ texts: { de: { finnished: {} } } })).toMatchObject({ field: 'look.texts.de.finnished' });
    expect(refused({ texts: { de: { finished: { title: ' ' } } } })).toMatchObject({ field: 'look.texts.de.finished.title' });
    expect(refused({ texts: { de: { finished: 'x' } } })).toMatchObject({ field: expect.stringContaining('look.texts.de.finished') });
    expect(refused({ texts: { de: { goOn: { title: 'x' } } } })).toMatchObject({ field: 'look.texts.de.goOn' });
    expect(refused({ texts: { 'no language': {} } })).toMatchObject({ field: 'look.texts' });
    expect(refused({ texts: 'de' })).toMatchObject({ field: 'look.texts' });
    expect(refused({ languages: [] })).toMatchObject({ field: 'look.languages' });
    expect(refused({ languages: ['fr'] })).toMatchObject({ field: 'look.languages' });
    expect(refused({ templates: { refused: () => '' } })).toMatchObject({ field: 'look.templates.refused' });
    expect(refused({ templates: { refusal: 'x' } })).toMatchObject({ field: 'look.templates.refusal' });
    expect(refused({ name: '' })).toMatchObject({ field: 'look.name' });
  });

  it('takes CSS that stays in its place', () => {
    expect(styleOf({ style: 'h1 > b{color:red}' })).toContain('h1 > b{color:red}');
    for (const style of ['</style><script>', '<!--', 'a\0']) expect(refusal(() => look({ style }))).toBe('config.invalid');
  });

  it('refuses a template that makes a text, which nobody has escaped', () => {
    // Sound: what a program without types may give.
    const own = look({ templates: { finished: (() => '<p>') as never } });
    expect(refusal(() => renderPage({ kind: 'finished', goOn: '/' }, own, 'en'))).toBe('config.invalid');
  });
});

function styleOf(options: LookOptions): string {
  const { html } = renderPage({ kind: 'finished', goOn: '/' }, look(options), 'en');
  return /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? '';
}

function causesIn(value: unknown): number {
  return typeof value === 'object' && value !== null && 'causes' in value && Array.isArray(value.causes) ? value.causes.length : 0;
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** What is written in which colour on which. */
const read: readonly (readonly [keyof Colours, keyof Colours])[] = [
  ['text', 'background'],
  ['text', 'surface'],
  ['muted', 'surface'],
  ['accent', 'surface'],
  ['onAccent', 'accent'],
];
