/** One thing that must hold: a stable id, where the demand comes from, and the check itself. */
export interface Rule<Subject, Expected> {
  readonly id: string;
  /** The section of the standard, as `SAMLCore 2.5.1.4`. */
  readonly spec: string;
  /** Says what was expected and found when the rule is broken, `notApplicable` when there is nothing to hold it against. */
  readonly check: (subject: Subject, expected: Expected) => Verdict;
  /** A departure that is worth a line to an administrator, but refuses nobody. */
  readonly advisory?: boolean;
}

/** What a check says: `undefined` when the rule holds. */
export type Verdict = Mismatch | typeof notApplicable | undefined;

/** A rule that is broken, in words: what should have been there and what was. */
export interface Mismatch {
  readonly expected: string;
  readonly actual: string;
}

/** The verdict of a rule that has nothing to say about this message. */
export const notApplicable = 'not-applicable';

/**
 * How one rule came out for one message. `pardoned` is a failure that was allowed by name for this provider, `noted` a departure
 * that refuses nobody. `expected` and `actual` are cut at 200 characters and escaped; they never hold a personal value.
 */
export interface Finding extends Partial<Mismatch> {
  /** The stable id of the rule, such as `conditions.audience`; where nothing could be read or verified, the code of that error. */
  readonly rule: string;
  /** The section of the standard that demands it, such as `SAMLCore 2.5.1.4`. */
  readonly spec: string;
  /** Only `failed` refuses. */
  readonly outcome: 'passed' | 'failed' | 'pardoned' | 'noted' | 'not-applicable';
}

/**
 * Holds every rule against the subject, so that an administrator sees all that is wrong at once.
 * Decides nothing: the caller does. A rule that throws is a defect of ours and is not caught.
 */
export function judge<Subject, Expected>(
  rules: readonly Rule<Subject, Expected>[],
  subject: Subject,
  expected: Expected,
  pardons: ReadonlySet<string>,
): Finding[] {
  return rules.map((rule) => finding(rule, rule.check(subject, expected), pardons));
}

/** The finding that a verdict amounts to; for rules that are judged where they are met, outside a table. */
export function finding(
  { id, spec, advisory }: Pick<Rule<never, never>, 'id' | 'spec' | 'advisory'>,
  verdict: Verdict,
  pardons: ReadonlySet<string>,
): Finding {
  if (verdict === undefined) return { rule: id, spec, outcome: 'passed' };
  if (verdict === notApplicable) return { rule: id, spec, outcome: 'not-applicable' };
  const outcome = pardons.has(id) ? 'pardoned' : advisory === true ? 'noted' : 'failed';
  return { rule: id, spec, outcome, expected: legible(verdict.expected), actual: legible(verdict.actual) };
}

/**
 * Judges alternatives of which one is enough, and reports the one that comes nearest. Of none at all there is nothing to report.
 *
 * @returns the findings, and the alternative they are about
 */
export function judgeBest<Subject, Expected>(
  rules: readonly Rule<Subject, Expected>[],
  alternatives: readonly Subject[],
  expected: Expected,
  pardons: ReadonlySet<string>,
): { readonly findings: readonly Finding[]; readonly best?: Subject } {
  let nearest: { readonly findings: readonly Finding[]; readonly best?: Subject } = { findings: notJudged(rules) };
  for (const best of alternatives) {
    const findings = judge(rules, best, expected, pardons);
    if (nearest.best === undefined || failures(findings).length < failures(nearest.findings).length) nearest = { findings, best };
  }
  return nearest;
}

/** The findings for rules whose subject is not there. */
export function notJudged(rules: readonly Pick<Rule<never, never>, 'id' | 'spec'>[]): readonly Finding[] {
  return rules.map(({ id, spec }) => ({ rule: id, spec, outcome: 'not-applicable' }));
}

/** The findings that refuse. */
export function failures(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ outcome }) => outcome === 'failed');
}

/** Cut and escaped, since it is text of whoever wrote the message and ends up in a log. */
export function legible(text: string): string {
  const cut = text.length > longestShown ? `${text.slice(0, longestShown - 1)}…` : text;
  return cut.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

const longestShown = 200;
