/** What the aggregate of a federation costs, beside xmlsec1. `README.md` beside this file says how to read it. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { selfSigned } from '../support/certificate.ts';
import { federationXml, memberName, signatureTemplate } from '../support/federation.ts';
import { keyPair } from '../support/keys.ts';
import type { AggregateCost } from './aggregate-ours.ts';
import { builtPackage, compiledPrograms, step } from './prepare.ts';
import { median } from './rounds.ts';
import type { Verdict } from './rows.ts';
import { table, verdictsTable } from './table.ts';

const { values: options } = parseArgs({
  options: {
    members: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    check: { type: 'boolean', default: false },
  },
});

builtPackage();
const program = resolve(await compiledPrograms(new URL('./aggregate-ours.ts', import.meta.url)), 'aggregate-ours.js');
const folder = mkdtempSync(join(tmpdir(), 'signon-aggregate-'));
try {
  measure(folder);
} finally {
  rmSync(folder, { recursive: true });
}

function measure(folder: string): void {
  const { file, certificate } = signedAggregate(folder, Number(options.members));
  const rounds: { readonly ours: AggregateCost; readonly xmlsec: number }[] = [];
  for (let round = 1; round <= Number(options.rounds); round += 1) {
    step(`round ${round}`);
    rounds.push({ xmlsec: secondsOfXmlsec(file, certificate), ours: costOfOurs(file, certificate) });
  }
  const of = (figure: (round: (typeof rounds)[number]) => number) => median(rounds.map(figure));
  const ratio = of(({ ours, xmlsec }) => ours.cpuSeconds / xmlsec);
  const memory = Math.max(...rounds.map(({ ours }) => ours.megabytesAboveFile));
  const delay = Math.max(...rounds.map(({ ours }) => ours.longestDelayMilliseconds));
  const megabytes = (statSync(file).size / 1e6).toFixed(0);
  const cells = [
    megabytes,
    of(({ ours }) => ours.entities),
    of(({ ours }) => ours.cpuSeconds).toFixed(2),
    of(({ xmlsec }) => xmlsec).toFixed(2),
  ];
  console.log(`\n${table(['aggregate: MB', 'providers', 'signon: CPU s', 'xmlsec1: CPU s'], [cells.map(String)])}\n`);
  const verdicts: readonly Verdict[] = [
    { what: 'times the CPU time of xmlsec1', value: ratio, target: 'at most 1.5', met: ratio <= 1.5 },
    { what: 'resident memory above the file, MB', value: memory, target: 'less than 250', met: memory < 250 },
    { what: 'longest delay of the event loop, ms', value: delay, target: 'less than 50', met: delay < 50 },
  ];
  console.log(verdictsTable(verdicts));
  if (options.check && verdicts.some(({ met }) => !met)) process.exitCode = 1;
}

/** Signed by xmlsec1 itself: what it verifies is nobody's idea of ours. */
function signedAggregate(folder: string, members: number): { readonly file: string; readonly certificate: string } {
  step(`an aggregate with ${members} members`);
  const [unsigned, file, key, certificate] = ['unsigned.xml', 'signed.xml', 'key.pem', 'certificate.pem'].map((name) => join(folder, name));
  if (unsigned === undefined || file === undefined || key === undefined || certificate === undefined) throw new Error('there are four');
  const { privateKey } = keyPair('rsa-2048', 'registrar');
  writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(certificate, selfSigned(privateKey).pem);
  const out = openSync(unsigned, 'w');
  for (const piece of federationXml(members, signatureTemplate)) writeSync(out, piece);
  closeSync(out);
  xmlsec('--sign', '--privkey-pem', key, '--output', file, unsigned);
  return { file, certificate };
}

/** CPU seconds, user and system. */
function secondsOfXmlsec(file: string, certificate: string): number {
  const said = xmlsec('--verify', '--pubkey-cert-pem', certificate, file);
  return said.split(/\s+/).reduce((sum, seconds) => sum + Number(seconds), 0);
}

/** @returns the CPU seconds, user and system, with a blank between them */
function xmlsec(action: string, ...more: readonly string[]): string {
  const command = ['xmlsec1', action, '--id-attr:ID', 'urn:oasis:names:tc:SAML:2.0:metadata:EntitiesDescriptor', ...more];
  const script = 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>"$0.err"; } 2>&1 || { cat "$0.err" >&2; exit 1; }';
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, join(folder, 'xmlsec'), ...command], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`xmlsec1 failed: ${stderr}`);
  return stdout.trim();
}

function costOfOurs(file: string, certificate: string): AggregateCost {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, file, certificate, memberName(1)], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as AggregateCost;
}
