import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { keyPair } from '../support/keys.ts';
import { encryptedShapes } from './encrypted.ts';
import { type Attack, hiddenAttacks } from './hidden.ts';
import { hostileShapes } from './hostile.ts';
import { names } from './messages.ts';
import { type OpenIdAttack, openIdAttacks } from './openid-hostile.ts';
import { openIdLogins } from './openid-workloads.ts';
import { step } from './prepare.ts';
import type { Verdict } from './rows.ts';
import { table } from './table.ts';
import { responses } from './workloads.ts';

/** What one attack cost, a figure for each size. */
export interface Withstood {
  readonly name: string;
  readonly outcomes: readonly string[];
  readonly milliseconds: readonly number[];
  readonly megabytes: readonly number[];
  /** What was not held. */
  readonly over: readonly string[];
}

/** Sends every shape, at each size to a process of its own. */
export function withstand(folder: string, { quick, only }: { quick: boolean; only: string | undefined }): readonly Withstood[] {
  const [saml, openId] = [responses({ groups: 0, typed: true, signed: 'assertion', count: 1 }), openIdLogins('callback', 5)];
  const files = { saml: written(folder, 'attacked', saml), openId: written(folder, 'attacked-openid', openId) };
  const shapes = [...hostileShapes, ...encryptedShapes(names, keyPair('rsa-2048', 'sp').publicKey)];
  const posted = shapes.map(({ name, make }): Attack => ({ name, way: 'form', make: (bytes) => inBase64(make(bytes)) }));
  const read: readonly Attack[] = hostileShapes.map(({ name, make }) => ({ name: `metadata: ${name}`, way: 'metadata', make }));
  const attacks = [
    ...[...posted, ...hiddenAttacks(new Date(saml.now)), ...(quick ? [] : read)].map((attack) => ({ ...attack, file: files.saml })),
    ...openIdAttacks(keyPair('rsa-2048', 'rp').publicKey).map((attack) => ({ ...attack, file: files.openId })),
  ];
  const chosen = attacks.filter(({ name }) => only === undefined || name.includes(only));
  step(`${chosen.length} hostile shapes, each of 64 KB, 256 KB and 1 MB`);
  return chosen.map(({ file, ...attack }) => {
    let withstood = attacked(folder, file, attack);
    // Whatever else the machine does only ever adds: what is over a limit is looked at again, and the least counts.
    for (let again = 0; again < 2 && withstood.over.length > 0; again += 1) withstood = least(withstood, attacked(folder, file, attack));
    return withstood;
  });
}

function attacked(folder: string, workload: string, attack: Attack | OpenIdAttack): Withstood {
  const figures = sizes.map((bytes) => sent(folder, workload, attack, bytes));
  return judged(
    attack.name,
    figures.map(({ milliseconds }) => milliseconds),
    figures.map(({ megabytes }) => megabytes),
    figures.map(({ outcome }) => outcome),
  );
}

function least(one: Withstood, other: Withstood): Withstood {
  const lower = (of: 'milliseconds' | 'megabytes') => one[of].map((value, size) => Math.min(value, other[of][size] ?? value));
  return judged(one.name, lower('milliseconds'), lower('megabytes'), one.outcomes);
}

function judged(name: string, milliseconds: readonly number[], megabytes: readonly number[], outcomes: readonly string[]): Withstood {
  return { name, milliseconds, megabytes, outcomes, over: excesses(milliseconds, megabytes, outcomes) };
}

/** The worst of each kind, which stands for all. */
export function attackVerdicts(withstood: readonly Withstood[]): readonly Verdict[] {
  if (withstood.length === 0) return [];
  const worst = (of: (one: Withstood) => number, what: string, most: number): Verdict => {
    const [first] = [...withstood].sort((a, b) => of(b) - of(a));
    const value = first === undefined ? Number.NaN : of(first);
    return { what: `hostile, ${what} (${first?.name})`, value, target: `at most ${most}`, met: value <= most };
  };
  return [
    worst(({ milliseconds }) => milliseconds[1] ?? Number.NaN, '256 KB: CPU ms', limits.milliseconds[1]),
    worst(({ megabytes }) => megabytes[1] ?? Number.NaN, '256 KB: MB', limits.megabytes),
    worst(({ milliseconds }) => milliseconds[2] ?? Number.NaN, '1 MB: CPU ms', limits.milliseconds[2]),
    worst(({ milliseconds }) => growth(milliseconds), '1 MB to 256 KB: times', limits.growth),
    worst(({ outcomes }) => outcomes.filter((outcome) => outcome.startsWith('UNTYPED')).length, 'answered by another error', 0),
  ];
}

export function attacksTable(withstood: readonly Withstood[]): string {
  return table(
    ['hostile shape', 'CPU ms: 64 KB', '256 KB', '1 MB', 'times', 'MB: 256 KB', '1 MB', 'outcome at 1 MB', ''],
    withstood.map(({ name, milliseconds, megabytes, outcomes, over }) => [
      name,
      ...milliseconds.map((value) => value.toFixed(1)),
      growth(milliseconds) === 0 ? '' : growth(milliseconds).toFixed(1),
      (megabytes[1] ?? Number.NaN).toFixed(0),
      (megabytes[2] ?? Number.NaN).toFixed(0),
      outcomes[2] ?? '',
      over.length === 0 ? 'ok' : `OVER: ${over.join(', ')}`,
    ]),
  );
}

function sent(folder: string, workload: string, { way, make }: Attack | OpenIdAttack, bytes: number) {
  const message = resolve(folder, 'message');
  writeFileSync(message, make(bytes));
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [resolve(folder, 'victim.js'), way, workload, message], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (status !== 0) return { outcome: `UNTYPED ${signal ?? stderr.slice(0, 300)}`, milliseconds: Number.NaN, megabytes: Number.NaN };
  // Sound: `victim.ts` prints nothing else.
  return JSON.parse(stdout) as { outcome: string; milliseconds: number; megabytes: number };
}

function excesses(milliseconds: readonly number[], megabytes: readonly number[], outcomes: readonly string[]): readonly string[] {
  const small = milliseconds[1] ?? Number.NaN;
  const large = milliseconds[2] ?? Number.NaN;
  return [
    small <= limits.milliseconds[1] ? [] : ['256 KB'],
    large <= limits.milliseconds[2] ? [] : ['1 MB'],
    (megabytes[1] ?? Number.NaN) <= limits.megabytes ? [] : ['memory'],
    growth(milliseconds) <= limits.growth ? [] : ['growth'],
    outcomes.some((outcome) => outcome.startsWith('UNTYPED')) ? ['error'] : [],
  ].flat();
}

/** Times from 256 KB to 1 MB. Below that many milliseconds it is the start of the machinery that is measured, and no growth. */
function growth(milliseconds: readonly number[]): number {
  const [, small = 0, large = 0] = milliseconds;
  return large < leastForGrowth ? 0 : large / small;
}

function written(folder: string, name: string, workload: object): string {
  const file = resolve(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(workload));
  return file;
}

function inBase64(octets: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(octets).toString('base64'));
}

const sizes = [65_536, 262_144, 1_048_576];
const limits = { milliseconds: [Number.POSITIVE_INFINITY, 150, 500], megabytes: 50, growth: 6 } as const;
const leastForGrowth = 40;
