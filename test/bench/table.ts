import type { Measured, Verdict } from './rows.ts';

/** Rows of cells as text, the first column to the left and all others to the right. */
export function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const all = [head, ...body];
  const widths = head.map((_, column) => Math.max(...all.map((cells) => (cells[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => (column === 0 ? (cells[column] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

/** CPU microseconds of each candidate; in brackets how many times the floor we take, and how many times as long as we a peer. */
export function rowsTable(rows: readonly Measured[]): string {
  const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers)))];
  return table(
    ['CPU µs', 'KB', 'floor', 'signon (x floor)', ...peers.map((peer) => `${peer} (x signon)`)],
    rows.map(({ name, kilobytes, microseconds, timesFloor, peers: times }) => [
      name,
      kilobytes.toFixed(1),
      rounded(microseconds['floor']),
      `${rounded(microseconds['signon'])}${timesFloor === undefined ? '' : ` (${timesFloor.toFixed(2)})`}`,
      ...peers.map((peer) => (times[peer] === undefined ? '' : `${rounded(microseconds[peer])} (${times[peer].toFixed(1)})`)),
    ]),
  );
}

export function verdictsTable(verdicts: readonly Verdict[]): string {
  return table(
    ['target', '', 'measured', ''],
    verdicts.map(({ what, value, target, met }) => [what, target, value.toFixed(value < 100 ? 2 : 0), met ? 'ok' : 'OVER']),
  );
}

function rounded(microseconds: number | undefined): string {
  return microseconds === undefined ? '' : Math.round(microseconds).toLocaleString('en');
}
