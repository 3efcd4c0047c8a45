import { addressProblem, invalid, knownFields, list, parsedAddress, text } from '../../core/options.ts';
import { type Colours, palette, styleOfColours } from './colours.ts';
import { Html } from './html.ts';
import { type TextOptions, textsOf } from './own-texts.ts';
import type { Page, Pages } from './page.ts';
import { baseStyle } from './style.ts';
import type { Texts } from './texts.ts';
import { trialStyle } from './trial-style.ts';

/** How the pages look and what they say. Everything has a default. */
export interface LookOptions {
  /** What people call this service; above every page, and in the title of the window. */
  readonly name?: string;
  /** A picture in place of the name: https, or a `data:` URI in base64; `darkUrl` for dark surroundings. */
  readonly logo?: { readonly url: string; readonly darkUrl?: string };
  /** Each as `#rgb` or `#rrggbb`. */
  readonly colours?: { readonly light?: Partial<Colours>; readonly dark?: Partial<Colours> };
  /** CSS that follows ours. It can fetch nothing: the policy of the pages forbids it. */
  readonly style?: string;
  /** Words by language tag, in place of ours or for a language of your own; what is left out is as in the language itself, else English. */
  readonly texts?: Readonly<Record<string, TextOptions>>;
  /** The languages to choose from by what a browser prefers, the first one for all others. Default: all there are, English first. */
  readonly languages?: readonly string[];
  /** Whole pages of your own, by kind. */
  readonly templates?: Templates;
}

/** A page of your own: the whole document, made by `html`. */
export type Template<P extends Page> = (page: P, parts: PageParts) => Html;

/** Pages of your own by kind; the others are ours. */
export type Templates = { readonly [Kind in keyof Pages]?: Template<Pages[Kind]> };

/** What a template puts together. The policy allows the style and the script that are in them, and no others. */
export interface PageParts {
  readonly language: string;
  readonly texts: Texts;
  /** All that belongs into `head`: encoding, title, style. */
  readonly head: Html;
  /** The explanation, and what there is to do: all that belongs into `main`. */
  readonly content: Html;
}

/** A look as parsed; frozen. */
export interface Look {
  readonly name?: string;
  readonly logo?: { readonly url: string; readonly darkUrl?: string };
  /** The whole style sheet. */
  readonly style: Html;
  /** Where pictures may come from, as a policy says it. */
  readonly imageSources: string;
  /** At least one. */
  readonly languages: readonly string[];
  readonly texts: ReadonlyMap<string, Texts>;
  readonly templates: Templates;
}

/**
 * Reads how the pages are to look.
 *
 * @throws SsoError `config.invalid` with the field: nothing that is given may become anything but what it is called
 */
export function look(options: LookOptions = {}): Look {
  knownFields(options, ['name', 'logo', 'colours', 'style', 'texts', 'languages', 'templates'], 'look.');
  const { name, logo, templates = {} } = options;
  const texts = textsOf(options.texts);
  return Object.freeze({
    ...(name === undefined ? {} : { name: text('look.name', name) }),
    ...(logo === undefined ? {} : { logo: logoOf(logo) }),
    style: new Html(`${styleOfColours(palette('look.colours', options.colours))}${baseStyle}${trialStyle}${styleSheet(options.style)}`),
    imageSources: imageSources(logo),
    languages: offered(options.languages, texts),
    texts,
    templates: templatesOf(templates),
  });
}

function logoOf(logo: NonNullable<LookOptions['logo']>): NonNullable<Look['logo']> {
  knownFields(logo, ['url', 'darkUrl'], 'look.logo.');
  const { url, darkUrl } = logo;
  return Object.freeze({
    url: picture('look.logo.url', url),
    ...(darkUrl === undefined ? {} : { darkUrl: picture('look.logo.darkUrl', darkUrl) }),
  });
}

function picture(field: string, value: string): string {
  const url = text(field, value);
  if (/^data:/i.test(url)) {
    if (url.length > longestPicture || !dataPicture.test(url))
      throw invalid(field, 'must be a picture in base64, of at most 100,000 characters');
    return url;
  }
  const problem = addressProblem(url);
  if (problem !== undefined) throw invalid(field, problem);
  return url;
}

/** `data:` for the pictures that pages bring themselves. */
function imageSources(logo: LookOptions['logo']): string {
  const addresses = [logo?.url, logo?.darkUrl].map((url) => (url === undefined ? undefined : parsedAddress(url)));
  const origins = addresses.flatMap((address) => (address === undefined || address.protocol === 'data:' ? [] : [address.origin]));
  return ['data:', ...new Set(origins)].join(' ');
}

/** Line ends as a browser reads them: the hash in the policy is over what it has read. */
function styleSheet(style: string | undefined): string {
  if (style === undefined) return '';
  const sheet = text('look.style', style).replace(/\r\n?/g, '\n');
  if (/<[/!]|\0/.test(sheet)) throw invalid('look.style', 'must be CSS, without </ and <!');
  return sheet;
}

function offered(given: LookOptions['languages'], texts: ReadonlyMap<string, Texts>): readonly string[] {
  const languages = given === undefined ? [...texts.keys()] : list('look.languages', given);
  if (languages.length === 0) throw invalid('look.languages', 'must have one language at least');
  for (const language of languages)
    if (!texts.has(language)) throw invalid('look.languages', 'must name languages that there are texts for');
  return Object.freeze([...languages]);
}

function templatesOf(templates: Templates): Templates {
  knownFields(templates, kinds, 'look.templates.');
  for (const [kind, template] of Object.entries(templates)) {
    if (typeof template !== 'function') throw invalid(`look.templates.${kind}`, 'must be a function');
  }
  return Object.freeze({ ...templates });
}

const kinds = Object.keys({
  request: true,
  again: true,
  refusal: true,
  finished: true,
  'other-user': true,
  chooser: true,
  ask: true,
  'sign-out': true,
  'signed-out': true,
  trial: true,
  tried: true,
} satisfies Record<keyof Pages, true>);
const longestPicture = 100_000;
const dataPicture = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}$/;
