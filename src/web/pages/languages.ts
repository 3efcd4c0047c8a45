import { english } from './english.ts';
import { german } from './german.ts';
import type { Texts } from './texts.ts';

/** The languages that the pages have by themselves. */
export const builtIn: ReadonlyMap<string, Texts> = new Map([
  ['en', english],
  ['de', german],
]);

/**
 * The language that a browser would rather have (RFC 9110 12.5.4, by RFC 4647 3.4): of those offered, else the first of them.
 *
 * @param wanted - the value of `Accept-Language`, of which 1,000 characters are read
 * @param offered - language tags; at least one
 */
export function chosenLanguage(wanted: string | null | undefined, offered: readonly string[]): string {
  const [first = 'en'] = offered;
  if (wanted === null || wanted === undefined || offered.length === 1) return first;
  const ranges = wanted.slice(0, 1_000).split(',').map(readRange);
  // Sorting keeps the order of what is wanted equally.
  const byWeight = ranges.filter(({ weight }) => weight > 0).toSorted((a, b) => b.weight - a.weight);
  for (const { tag } of byWeight) {
    const found = tag === '*' ? first : lookedUp(tag, offered);
    if (found !== undefined) return found;
  }
  return first;
}

/** `de;q=0.8`; without a weight it is 1, with one that cannot be read nothing is wanted. */
function readRange(range: string): { readonly tag: string; readonly weight: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
  const [weight = 'q=1'] = parameters;
  return { tag, weight: /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight.slice(2)) : 0 };
}

/** "Progressively truncated from the end": `de-CH` is content with `de`. Nobody minds getting `de-AT` for `de`. */
function lookedUp(tag: string, offered: readonly string[]): string | undefined {
  for (let part = tag; part !== ''; part = part.slice(0, Math.max(part.lastIndexOf('-'), 0))) {
    const exact = offered.find((language) => language.toLowerCase() === part);
    if (exact !== undefined) return exact;
  }
  return offered.find((language) => language.toLowerCase().startsWith(`${tag}-`));
}
