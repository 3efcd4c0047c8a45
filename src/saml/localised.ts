import { addressProblem, invalid, parsedAddress, text } from '../core/options.ts';
import { illegalCharacterAt } from '../xml/characters.ts';

/** Something in one language or several, by language tag: `{ en: 'Payroll', de: 'Gehaltsabrechnung' }`. */
export type Localised<Value = string> = Readonly<Record<string, Value>>;

/** A picture to be shown; an address or a `data:` URI, which whoever shows it must still check. */
export interface Logo {
  readonly url: string;
  /** In pixels, as is the height. */
  readonly width: number;
  readonly height: number;
  readonly language?: string;
}

/**
 * Reads what is said in several languages, each value with the same reader.
 *
 * @throws SsoError `config.invalid` with the field: no language at all, one that is none (BCP 47), or one given twice
 */
export function localised<Value>(field: string, values: Localised<Value>, read: (field: string, value: Value) => Value): Localised<Value> {
  if (typeof values !== 'object' || values === null) throw invalid(field, 'must be an object with a value for each language');
  const languages = Object.keys(values);
  if (languages.length === 0) throw invalid(field, 'must be given in one language at least');
  for (const language of languages) languageTag(field, language);
  // Tags are compared without regard to case (BCP 47 2.1.1), and each language may be there once (MDUI 2.1).
  if (new Set(languages.map((language) => language.toLowerCase())).size < languages.length)
    throw invalid(field, 'must have each language once');
  return Object.freeze(
    Object.fromEntries(Object.entries(values).map(([language, value]) => [language, read(`${field}.${language}`, value)])),
  );
}

/** A language tag, of the type that `xml:lang` has. */
export function languageTag(field: string, language: string): string {
  if (typeof language !== 'string' || !languageForm.test(language)) throw invalid(field, 'must name languages as en or pt-BR');
  return language;
}

/** A text for people that a document can carry. */
export function readable(field: string, value: unknown): string {
  const given = text(field, value);
  if (illegalCharacterAt(given) >= 0) throw invalid(field, 'must hold only characters that XML allows');
  return given;
}

/** A URI, absolute or relative, as the type anyURI has it. It is published as it is given, and so must need no correction. */
export function uri(field: string, value: unknown): string {
  const given = readable(field, value);
  const relative = !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(given);
  // RFC 3986 4.2: a colon in the first segment would make a scheme of what is before it.
  const misread = (relative && /^[^/?#]*:/.test(given)) || severalUsers.test(given);
  if (!uriForm.test(given) || misread || parsedAddress(given, 'https://base.invalid') === undefined)
    throw invalid(field, 'must be a URI, with what none can hold percent-encoded (RFC 3986)');
  return given;
}

/** The address of a page for people: http will do, since nothing secret is sent there. */
export function pageAddress(field: string, value: unknown): string {
  const address = uri(field, value);
  const problem = addressProblem(address, { http: true });
  if (problem !== undefined) throw invalid(field, problem);
  return address;
}

const languageForm = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/i;
/** RFC 3986 3.2: readers differ on which `@` ends the user, so there is one at most before the host. */
const severalUsers = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/[^/?#@]*@[^/?#@]*@/;
/** RFC 3986 3, beyond ASCII as RFC 3987 has it: brackets around an address of IPv6 alone, and one `#` at most. */
const uriForm =
  /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?(?:\/\/\[[0-9A-Fa-f:.]+\])?(?:[\w\-.~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2}|[^\0-\x9f\s])*(?:#(?:[\w\-.~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2}|[^\0-\x9f\s])*)?$/;
