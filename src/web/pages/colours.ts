import { invalid, knownFields } from '../../core/options.ts';

/** The colours of the pages, each as `#rgb` or `#rrggbb`. */
export interface Colours {
  /** Of the page around the card. */
  readonly background: string;
  /** Of the card that all text stands on. */
  readonly surface: string;
  readonly text: string;
  /** Of what is said in passing. */
  readonly muted: string;
  /** Of lines and frames. */
  readonly border: string;
  /** Of links, buttons, and what has the focus. */
  readonly accent: string;
  /** Of the text on a button. */
  readonly onAccent: string;
  /** Of the mark of a page that says no. */
  readonly refusal: string;
  /** Of the mark of a page that says that all is well. */
  readonly success: string;
}

/** The colours for light and for dark surroundings. */
export interface Palette {
  readonly light: Colours;
  readonly dark: Colours;
}

/** The colours that are used wherever no others are given; what is to be read on them has a contrast of 4.5 or more (WCAG 2.2 1.4.3). */
export const defaultPalette: Palette = {
  light: {
    background: '#f3f4f6',
    surface: '#ffffff',
    text: '#1c2330',
    muted: '#586174',
    border: '#d3d8e0',
    accent: '#1d5fc2',
    onAccent: '#ffffff',
    refusal: '#b3261e',
    success: '#1a7340',
  },
  dark: {
    background: '#12151b',
    surface: '#1b2029',
    text: '#e7eaf0',
    muted: '#a3adbd',
    border: '#38414f',
    accent: '#8ab4f8',
    onAccent: '#10203a',
    refusal: '#f2958d',
    success: '#7bd1a0',
  },
};

/**
 * The default colours with those in their place that are given.
 *
 * @throws SsoError `config.invalid` for a name that is none, and for anything but a colour: what is given becomes part of a style sheet
 */
export function palette(field: string, given: { readonly [Of in keyof Palette]?: Partial<Colours> } = {}): Palette {
  knownFields(given, ['light', 'dark'], `${field}.`);
  const { light = {}, dark = {} } = given;
  return { light: colours(`${field}.light`, light, defaultPalette.light), dark: colours(`${field}.dark`, dark, defaultPalette.dark) };
}

/** The colours as custom properties, `--on-accent` for `onAccent`. */
export function styleOfColours({ light, dark }: Palette): string {
  return `:root{color-scheme:light dark;${properties(light)}}@media (prefers-color-scheme:dark){:root{${properties(dark)}}}`;
}

function colours(field: string, given: Partial<Colours>, initial: Colours): Colours {
  knownFields(given, Object.keys(initial), `${field}.`);
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string' || !/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(value))
      throw invalid(`${field}.${name}`, 'must be #rgb or #rrggbb');
  }
  return Object.freeze({ ...initial, ...given });
}

function properties(colours: Colours): string {
  return Object.entries(colours)
    .map(([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
    .join(';');
}
