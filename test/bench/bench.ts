/** How fast it is, beside its peers and what cryptography alone costs. `README.md` beside this file says how to read it. */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { attacksTable, attackVerdicts, withstand } from './attacks.ts';
import { bundleKilobytes, coldImports, importsTable, importVerdicts } from './imports.ts';
import { builtPackage, compiledPrograms, installedPeers, step } from './prepare.ts';
import { type Measured, measure, openIdRows, rows, slope } from './rows.ts';
import { rowsTable, verdictsTable } from './table.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    json: { type: 'string' },
    only: { type: 'string' },
  },
});
const { quick, only } = options;
const pace = quick
  ? { warmUpMilliseconds: 1_500, roundMilliseconds: 25, rounds: 5 }
  : { warmUpMilliseconds: 4_000, roundMilliseconds: 60, rounds: 15 };
const wanted = (what: string) => only === undefined || what.includes(only);

builtPackage();
installedPeers();
const folder = await compiledPrograms(new URL('./candidate.ts', import.meta.url), new URL('./victim.ts', import.meta.url));
const [measured, openId]: [Measured[], Measured[]] = [[], []];
for (const row of rows) if (wanted(row.name)) measured.push(await measure(row, folder, pace));
for (const row of openIdRows) if (wanted(row.name)) openId.push(await measure(row, folder, pace));
const imports = wanted('import') ? coldImports(quick ? 5 : 15) : {};
const kilobytes = wanted('import') ? await bundleKilobytes(folder) : {};
const withstood = withstand(folder, { quick, only });
step('done');

const verdicts = [
  ...[...measured, ...openId].flatMap((row) => row.verdicts),
  ...slope(measured),
  ...(wanted('import') ? importVerdicts(imports, kilobytes) : []),
  ...attackVerdicts(withstood),
];
console.log(`\nNode ${process.version}, ${new Date().toISOString().slice(0, 10)}${quick ? ', quick' : ''}\n`);
for (const all of [measured, openId]) if (all.length > 0) console.log(`${rowsTable(all)}\n`);
if (wanted('import')) console.log(`${importsTable(imports)}\n`);
if (withstood.length > 0) console.log(`${attacksTable(withstood)}\n`);
console.log(verdictsTable(verdicts));

if (options.json !== undefined)
  writeFileSync(options.json, JSON.stringify({ measured, openId, imports, kilobytes, withstood, verdicts }, null, 2));
if (options.check && verdicts.some(({ met }) => !met)) process.exitCode = 1;
