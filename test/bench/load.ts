/** What a complete login costs a service, ours and one on passport-saml. `README.md` beside this file says how to read it. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { candidates, type LoadPace, type Size, underLoad } from './load-rounds.ts';
import { builtPackage, compiledPrograms, installedPeers, step } from './prepare.ts';
import { type Figures, median, ratio } from './rounds.ts';
import type { Verdict } from './rows.ts';
import { table, verdictsTable } from './table.ts';
import { responses } from './workloads.ts';

const sizes: readonly (Size & { readonly name: string; readonly least: number })[] = [
  { name: 'login, 5 KB', groups: 0, least: 8 },
  { name: 'login, 25 KB with 150 groups', groups: 150, least: 20 },
];

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
});
const pace: LoadPace = options.quick
  ? { warmUpMilliseconds: 3_000, rounds: 5, roundMilliseconds: 1_000 }
  : { warmUpMilliseconds: 8_000, rounds: 7, roundMilliseconds: 4_000 };

builtPackage();
installedPeers();
const folder = await compiledPrograms(new URL('./load-server.ts', import.meta.url));
const workload = resolve(folder, 'workload.json');
writeFileSync(workload, JSON.stringify(responses({ groups: 0, typed: true, signed: 'assertion', count: 0 })));

const measured: { readonly size: (typeof sizes)[number]; readonly figures: Figures }[] = [];
for (const size of sizes) {
  step(size.name);
  measured.push({ size, figures: await underLoad(resolve(folder, 'load-server.js'), workload, size, pace) });
}
step('done');

const verdicts = measured.map(({ size: { name, least }, figures }): Verdict => {
  const value = ratio(figures, 'passport-saml', 'signon');
  return { what: `${name}: times less than passport-saml`, value, target: `at least ${least}`, met: value >= least };
});
const rows = measured.map(({ size: { name }, figures }) => [
  name,
  ...candidates.map((candidate) => Math.round(median(figures[candidate] ?? [])).toLocaleString('en')),
  ratio(figures, 'passport-saml', 'signon').toFixed(1),
]);
console.log(
  `\nNode ${process.version}, ${new Date().toISOString().slice(0, 10)}, ${pace.rounds} rounds of ${pace.roundMilliseconds} ms of each\n`,
);
console.log(`${table(['CPU µs of the service', ...candidates, 'times'], rows)}\n\n${verdictsTable(verdicts)}`);
if (options.check && verdicts.some(({ met }) => !met)) process.exitCode = 1;
