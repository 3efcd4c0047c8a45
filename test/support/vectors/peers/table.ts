import { expectedOf, type Vector } from '../format.ts';
import type { Peer } from './peer.ts';
import type { Verdict } from './verdict.ts';

/** What came of one vector. */
export interface Row {
  readonly vector: Vector;
  readonly verdict: Verdict;
}

export type Results = readonly { readonly peer: Pick<Peer, 'name' | 'version'>; readonly rows: readonly Row[] }[];

/** The outcomes as Markdown: how many of each kind, and which ones would do harm. */
export function tableOf(results: Results, node: string, date: string): string {
  const names = results.map(({ peer }) => `${peer.name} ${peer.version}`);
  return [
    `Asked on ${date}, with Node ${node}.`,
    '',
    `| folder and flag | ${names.map((name) => `${name}: accepted | refused`).join(' | ')} |`,
    `| --- | ${names.map(() => '---: | ---:').join(' | ')} |`,
    ...kindsIn(results).map((kind) => line(kind, results, ofKind(kind))),
    line('together', results, () => true),
    '',
    ...results.flatMap(({ peer, rows }) => harmOf(peer.name, rows)),
  ].join('\n');
}

function harmOf(name: string, rows: readonly Row[]): readonly string[] {
  const forged = rows.filter(({ verdict }) => verdict === 'forged').map(({ vector }) => `\`${vector.path}\``);
  const rules = [...new Set(rows.filter(({ verdict }) => verdict === 'unmet').flatMap(rulesOf))].sort();
  const counted = rules.map((rule) => {
    const concerned = rows.filter((row) => rulesOf(row).includes(rule));
    return `\`${rule}\` (${concerned.filter(({ verdict }) => verdict === 'unmet').length} of ${concerned.length})`;
  });
  const judged = rows.some((row) => rulesOf(row).length > 0);
  return [
    `- **${name}** took what no trusted key signed, or read something else than what was signed: ${listed(forged)}.`,
    ...(judged ? [`  It accepted what was signed although it is for somebody else or for another time: ${listed(counted)}.`] : []),
  ];
}

function rulesOf({ vector }: Row): readonly string[] {
  const expected = expectedOf(vector);
  return expected.accept ? [] : (expected.rule?.split(' ') ?? []);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'never' : names.join(', ');
}

function line(title: string, results: Results, concerns: (row: Row) => boolean): string {
  return `| ${title} | ${results.map(({ rows }) => cells(rows.filter(concerns))).join(' | ')} |`;
}

/** How many of the good ones were accepted with the right claims, and how many of the bad ones were refused. */
function cells(rows: readonly Row[]): string {
  const counted = rows.filter(({ verdict }) => verdict !== 'uncounted');
  const part = (accept: boolean): string => {
    const all = counted.filter(({ vector }) => expectedOf(vector).accept === accept);
    return all.length === 0 ? '–' : `${all.filter(({ verdict }) => verdict === 'right').length} of ${all.length}`;
  };
  return `${part(true)} | ${part(false)}`;
}

function kindsIn(results: Results): readonly string[] {
  const counted = results.flatMap(({ rows }) => rows.filter(({ verdict }) => verdict !== 'uncounted'));
  return [...new Set(counted.map(({ vector }) => kindOf(vector)))].sort();
}

function ofKind(kind: string): (row: Row) => boolean {
  return ({ vector }) => kindOf(vector) === kind;
}

/** The folder and the first flag. */
function kindOf({ path, header }: Vector): string {
  const [folder = ''] = path.split('/');
  const [flag = ''] = (header.get('flags') ?? '').split(' ');
  return `${folder} ${flag}`;
}
