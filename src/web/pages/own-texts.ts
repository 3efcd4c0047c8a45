import { invalid, knownFields, list, text } from '../../core/options.ts';
import { languageTag } from '../../saml/localised.ts';
import { builtIn } from './languages.ts';
import type { Explanation, Texts } from './texts.ts';

/** Words in place of ours; of an explanation also a part. */
export type TextOptions = { readonly [Of in keyof Texts]?: Texts[Of] extends string ? string : Partial<Explanation> };

/**
 * All words of all languages, by language tag: ours, and those that are given in their place.
 *
 * @throws SsoError `config.invalid` for a key that is none, and for what is no text
 */
export function textsOf(given: Readonly<Record<string, TextOptions>> = {}): ReadonlyMap<string, Texts> {
  const texts = new Map(builtIn);
  if (typeof given !== 'object' || given === null) throw invalid('look.texts', 'must be an object with words for each language');
  for (const [language, words] of Object.entries(given)) {
    const [primary = ''] = languageTag('look.texts', language).split('-');
    const base = builtIn.get(primary.toLowerCase()) ?? builtIn.get('en');
    if (base !== undefined) texts.set(language, merged(`look.texts.${language}`, words, base));
  }
  return texts;
}

function merged(field: string, given: TextOptions, base: Texts): Texts {
  knownFields(given, Object.keys(base), `${field}.`);
  const words = Object.entries(given).map(([name, value]) => {
    // Sound: it is one of the keys, or would have been refused above.
    const ours = base[name as keyof Texts];
    // Sound: texts are as typed, or refused by what reads them.
    return [
      name,
      typeof ours === 'string' ? text(`${field}.${name}`, value) : explanation(`${field}.${name}`, value as Partial<Explanation>, ours),
    ];
  });
  return Object.freeze({ ...base, ...Object.fromEntries(words) });
}

function explanation(field: string, given: Partial<Explanation>, base: Explanation): Explanation {
  const { title, text: sentence, causes } = knownFields(given, ['title', 'text', 'causes'], `${field}.`);
  return Object.freeze({
    ...base,
    ...(title === undefined ? {} : { title: text(`${field}.title`, title) }),
    ...(sentence === undefined ? {} : { text: text(`${field}.text`, sentence) }),
    ...(causes === undefined ? {} : { causes: list(`${field}.causes`, causes).map((cause) => text(`${field}.causes`, cause)) }),
  });
}
