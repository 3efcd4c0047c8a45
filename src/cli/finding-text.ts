import type { Finding } from '../core/rules.ts';
import type { Colour, Paint } from './terminal.ts';

/** Every rule with its outcome, what refuses first; nothing where there are none. */
export function findingLines(findings: readonly Finding[], paint: Paint): readonly string[] {
  if (findings.length === 0) return [];
  const ordered = outcomes.flatMap((wanted) => findings.filter(({ outcome }) => outcome === wanted));
  return [paint('bold', 'Every rule'), ...ordered.flatMap((finding) => linesOf(finding, paint))];
}

function linesOf({ rule, spec, outcome, expected, actual }: Finding, paint: Paint): readonly string[] {
  const line = `  ${paint(colours[outcome], outcome.padEnd(widestOutcome))}  ${rule.padEnd(widestRule)}  ${paint('dim', spec)}`;
  if (expected === undefined || actual === undefined) return [line];
  return [line, `${indent}expected ${expected}`, `${indent}found    ${actual}`];
}

const colours: Readonly<Record<Finding['outcome'], Colour>> = {
  failed: 'red',
  pardoned: 'yellow',
  noted: 'yellow',
  passed: 'green',
  'not-applicable': 'dim',
};
// Sound: the record has these names and no others.
const outcomes = Object.keys(colours) as readonly Finding['outcome'][];
const widestOutcome = 'not-applicable'.length;
const widestRule = 28;
const indent = ' '.repeat(widestOutcome + 4);
