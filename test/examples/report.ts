import { type Finding, isSsoError, type Login } from '../../src/index.ts';
import { indented } from './indented.ts';
import { field, paint, print, type Style } from './screen.ts';
import type { Outcome } from './service.ts';

/** A message on its way, as XML. */
export function showMessage(kind: 'request' | 'response', how: string, xml: Uint8Array, folded: readonly string[] = []): void {
  print(0, '', `  ${paint('bold', kind === 'request' ? '→ request' : '← response')}  ${how}`);
  print(4, ...indented(xml, 4, folded));
}

/** How many rules came out how. */
export function showCounts(findings: readonly Finding[], remark = ''): void {
  const outcomes = Object.keys(marks) as Finding['outcome'][];
  const counted = outcomes.map((outcome) => [outcome, findings.filter((one) => one.outcome === outcome).length] as const);
  const legend = counted.filter(([, count]) => count > 0).map(([outcome, count]) => `${marks[outcome].sign} ${count} ${outcome}`);
  print(0, '', `  ${paint('bold', '= rules')}  ${legend.join('   ')}${paint('dim', remark)}`);
}

/** Every rule with the first of its sections and how it came out, in two columns. */
export function showFindings(findings: readonly Finding[]): void {
  showCounts(findings);
  const cells = findings.map(cell);
  const rows = Math.ceil(cells.length / 2);
  for (let row = 0; row < rows; row += 1) print(2, `${cells[row] ?? ''}  ${cells[row + rows] ?? ''}`);
}

/** Who it is, and how that was proven. */
export function showLogin({ identity, authentication, session, returnTo, relayState }: Login): void {
  const { instant, contextClass = '', methods = [] } = authentication;
  const line = (name: string, text: string, style: Style = 'reset') => field(4, name, text, style, 16);
  print(0, '', `  ${paint('bold', '= identity')}`);
  line('subject', identity.subject?.value ?? 'nobody', 'bold');
  for (const { name, values, format } of identity.attributes)
    line(name, values.join(', ') + (format === 'userinfo' ? ' (by UserInfo, not signed)' : ''));
  line('provider', identity.provider);
  line('proven', [instant.toISOString(), contextClass.split(':').at(-1), ...methods].filter(Boolean).join(', '));
  line('session', session.index ?? 'none');
  if (returnTo !== undefined) line('return to', `${returnTo} (remembered here)`);
  if (relayState !== undefined) line('relay state', `${relayState} (came with the answer: not to be trusted)`);
}

/**
 * An attempt, and how it ended.
 *
 * @returns the code and the rules that refused it, or undefined where it was accepted
 */
export function showAttempt(
  title: string,
  hope: string,
  { result }: Pick<Outcome, 'result'>,
  findings: readonly Finding[],
): readonly string[] | undefined {
  const refused = isSsoError(result);
  print(0, '', `  ${refused ? paint('green', '✓ refused ') : paint(['bold', 'red'], '✗ ACCEPTED')}  ${paint('bold', title)}`);
  field(14, 'hoping', hope);
  if (!refused) return undefined;
  field(14, 'error', result.code, 'yellow');
  const failed = findings.filter(({ outcome }) => outcome === 'failed');
  for (const finding of failed) showFailure(finding, result.code);
  return [result.code, ...failed.map(({ rule }) => rule)];
}

/** What was wrong; where something could not be verified at all, the finding repeats the error. */
function showFailure({ rule, spec, expected = '', actual = '' }: Finding, code: string): void {
  if (rule === code) {
    field(14, '  found', actual.replace(`${code}: `, ''));
  } else {
    field(14, 'rule', `${rule}  (${spec})`, 'red');
    field(14, '  expected', expected);
    field(14, '  found', actual);
  }
}

function cell({ rule, spec, outcome }: Finding): string {
  const { sign, style } = marks[outcome];
  const [section = ''] = spec.split(/,| \(/);
  const cut = section.length > sectionWidth ? `${section.slice(0, sectionWidth - 1)}…` : section;
  return `${paint(style, sign)} ${rule.padEnd(28)} ${paint('dim', cut.padEnd(sectionWidth))}`;
}

const sectionWidth = 16;
const marks: Readonly<Record<Finding['outcome'], { readonly sign: string; readonly style: Style }>> = {
  passed: { sign: '✓', style: 'green' },
  failed: { sign: '✗', style: 'red' },
  pardoned: { sign: '~', style: 'yellow' },
  noted: { sign: '!', style: 'yellow' },
  'not-applicable': { sign: '·', style: 'dim' },
};
