/**
 * What two names or addresses differ in, where it is so little that people overlook it: most of what goes wrong is one character.
 *
 * @returns a clause to be put behind a sentence; empty where they differ in more, or in nothing
 */
export function difference(one: string, other: string): string {
  if (one === other) return '';
  const [what] = overlooked.find(([, without]) => without(one) === without(other)) ?? [];
  return what === undefined ? '' : ` They differ only in ${what}.`;
}

/** What is easily overlooked, and how a text looks without it. */
const overlooked: readonly (readonly [what: string, without: (text: string) => string])[] = [
  ['a slash at the end', (text) => text.replace(/\/$/, '')],
  ['white space', (text) => text.replace(/\s/g, '')],
  ['capital letters', (text) => text.toLowerCase()],
  ['http and https', (text) => text.replace(/^http:/, 'https:')],
  ['the port', (text) => text.replace(/^(https?:\/\/[^/:]+):\d+/, '$1')],
  ['http and https, and the port', (text) => text.replace(/^https?(:\/\/[^/:]+)(?::\d+)?/, 'https$1')],
];
