/** Done. @throws for every other answer */
export function done(answer: unknown): void {
  if (answer !== 'OK') throw unexpected;
}

/** Done, or not. @throws for every other answer */
export function whetherDone(answer: unknown): boolean {
  if (answer === 'OK') return true;
  if (answer === null) return false;
  throw unexpected;
}

/** A text, or undefined where there is none. @throws for every other answer */
export function textOrNone(answer: unknown): string | undefined {
  if (answer === null) return undefined;
  if (typeof answer === 'string') return answer;
  throw unexpected;
}

/** A list of texts. @throws for every other answer */
export function texts(answer: unknown): readonly string[] {
  if (Array.isArray(answer) && answer.every((each) => typeof each === 'string')) return answer;
  throw unexpected;
}

/** How many were removed, which nobody needs to know. @throws for every other answer */
export function removed(answer: unknown): void {
  // A client may be told to give numbers as texts.
  if (!/^\d+$/.test(`${answer}`)) throw unexpected;
}

/** Says nothing of what came, which may be anybody's secret. */
export const unexpected = new TypeError('an answer of another kind than there can be');
