/** Text as a canonical form has it (Canonical XML 1.0, 2.3). */
export function escapeText(text: string): string {
  return /[&<>\r]/.test(text) ? escaped(text, inText) : text;
}

/** The value of an attribute as a canonical form has it, for double quotes. */
export function escapeValue(value: string): string {
  return /[&<"\t\n\r]/.test(value) ? escaped(value, inValue) : value;
}

/** One character after the other, the ampersand first: less than half the time of one pass with a function for each. */
function escaped(text: string, replacements: readonly (readonly [string, string])[]): string {
  let done = text;
  for (const [character, replacement] of replacements) if (done.includes(character)) done = done.replaceAll(character, replacement);
  return done;
}

const everywhere = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['\r', '&#xD;'],
] as const;
const inText = [...everywhere, ['>', '&gt;']] as const;
const inValue = [...everywhere, ['"', '&quot;'], ['\t', '&#x9;'], ['\n', '&#xA;']] as const;
