import { describe, expect, it } from 'vitest';
import { ask, isInstalled } from '../support/outside.ts';
import { allVectors } from '../support/vectors/format.ts';

const runner = 'vectors/examples/run.py';
const hasPython = isInstalled('python3');

describe.runIf(hasPython)('the example beside the vectors', () => {
  it('puts every document to the parser of Python, which refuses most that must be refused', () => {
    const { counts } = run('--folder', 'xml', '--judge', 'expat');
    expect(sumOf(counts)).toBe(countOf('xml'));
    expect(counts['refused as they must']).toBeGreaterThan(60);
    expect(counts['accepted']).toBeGreaterThan(10);
  });

  it.runIf(isInstalled('xmlsec1'))('puts signatures to xmlsec1', () => {
    const { counts } = run('--folder', 'dsig', '--flag', 'algorithm', '--judge', 'xmlsec1');
    expect(counts['refused as they must']).toBeGreaterThan(15);
    expect(counts['accepted']).toBeGreaterThan(10);
  });

  it('puts a vector to any program, and tells it all that is to be known', () => {
    for (const path of [
      'response/clean',
      'response/xsw-1',
      'redirect/signed-clean',
      'metadata/clean',
      'id-token/clean',
      'callback/state-other',
      'handover/clean',
    ]) {
      const { status, counts } = run('--only', path, '--judge', 'node --import tsx test/support/judge.ts');
      expect({ path, status, judged: sumOf(counts) }).toEqual({ path, status: 0, judged: 1 });
    }
  });

  it('fails where a program accepts what must be refused', () => {
    const accepting = `node -e "process.stdin.resume().on('end', () => console.log('{\\"accepted\\": true}'))"`;
    const { status, counts } = run('--only', 'response/xsw-1', '--judge', accepting);
    expect({ status, counts }).toEqual({ status: 1, counts: { 'ACCEPTED though bad': 1 } });
  });
});

/** Runs the example; its counts by outcome, of the last folder that it names. */
function run(...options: readonly string[]): { status: number | null; counts: Readonly<Record<string, number>> } {
  const { status, out, err } = ask('python3', runner, ...options);
  expect(err.replace(/^.*npm warn.*$/gm, '').trim()).toBe('');
  const [, summary = ''] = out.trim().split('\n').at(-1)?.split(': ') ?? [];
  const counts = summary.split(', ').map((part): [string, number] => [part.replace(/^\d+ /, ''), Number.parseInt(part, 10)]);
  return { status, counts: Object.fromEntries(counts) };
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function countOf(folder: string): number {
  return allVectors().filter(({ path }) => path.startsWith(`${folder}/`)).length;
}
