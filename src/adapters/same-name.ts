/**
 * True where a product takes two names for one: letters may differ in case, and in nothing else. Both ways of folding must agree, since by
 * one alone the Kelvin sign is a `k`, and who may choose such a letter would be somebody else.
 */
export function sameName(one: string, other: string): boolean {
  return foldedName(one) === foldedName(other);
}

/** What two names have in common that {@link sameName} takes for one, and no other has: to look a name up by. */
export function foldedName(name: string): string {
  return JSON.stringify([name.toLowerCase(), name.toUpperCase()]);
}
