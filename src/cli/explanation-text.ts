import { legible } from '../core/rules.ts';
import type { Diagnosis, Place } from '../diagnosis/index.ts';
import type { Login } from '../identity/login.ts';
import type { Explanation } from './explanation.ts';
import { findingLines } from './finding-text.ts';
import type { Paint } from './terminal.ts';

/** How an explanation is shown. */
export interface Showing {
  readonly hidePersonal: boolean;
  /** Whether it was said when the answer came in. */
  readonly instantGiven: boolean;
}

/** An explanation for a person: the cause first, then what to do, then every rule. */
export function explanationText(explanation: Explanation, paint: Paint, showing: Showing): string {
  const { diagnosis, caution, login, findings } = explanation;
  const verdict = diagnosis === undefined ? paint('green', 'Accepted.') : paint('red', 'Refused.');
  const parts = [
    [`${verdict} ${diagnosis?.what ?? `It signs somebody in by ${legible(explanation.provider)}.`}`],
    diagnosis === undefined ? [] : todo(diagnosis, paint),
    caution === undefined ? [] : [`${paint('yellow', 'But:')} ${caution.what}`, '', ...todo(caution, paint)],
    notes(explanation, showing),
    login === undefined ? [] : person(login, paint, showing),
    findingLines(findings, paint),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** What to do about it, by numbers, each with the fields of the screens that it is about. */
export function todo({ remedies, product }: Diagnosis, paint: Paint): readonly string[] {
  const lines = remedies.flatMap(({ side, where, action, places }, place) => [
    `  ${place + 1}. ${where}: ${action}`,
    ...places.map((each) => `       ${side === 'provider' ? '' : `${product}, `}${placeText(each)}`),
  ]);
  return [paint('bold', 'What to change'), ...lines];
}

function placeText({ screen, field, value }: Place): string {
  return `${screen} > ${field}${value === undefined ? '' : `: ${value}`}`;
}

/** What was taken for granted, since it was not given. */
function notes({ assumedRequest, judgedAt, diagnosis }: Explanation, { instantGiven }: Showing): readonly string[] {
  const late = diagnosis?.cause === 'expired' || diagnosis?.cause === 'clock-ahead';
  return [
    ...(assumedRequest === undefined ? [] : [`Taken for granted: the request ${assumedRequest} was ours (--request-id).`]),
    ...(instantGiven || !late ? [] : [`Taken for granted: it came in just now, at ${judgedAt.toISOString()} (--now).`]),
  ];
}

function person({ identity: { subject, attributes } }: Login, paint: Paint, { hidePersonal }: Showing): readonly string[] {
  const values = (texts: readonly string[]) => (hidePersonal ? `(${texts.length} hidden)` : texts.map(legible).join(', '));
  const name = subject === undefined ? 'none' : `${values([subject.value])} ${paint('dim', legible(subject.format ?? 'of no format'))}`;
  return [paint('bold', 'The person'), `  NameID: ${name}`, ...attributes.map((each) => `  ${legible(each.name)}: ${values(each.values)}`)];
}
