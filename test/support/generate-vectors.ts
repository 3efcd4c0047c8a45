/**
 * Writes every vector under `vectors/`; with `--check` writes nothing and fails where a file is not what would be written.
 * Keys and parties are no part of this: they were made once.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { allCases } from './vectors/cases.ts';
import { areas, filesOf, vectorsFolder, writeVector } from './vectors/format.ts';
import { type Case, Workshop } from './vectors/workshop.ts';

const check = process.argv.includes('--check');
for (const area of areas) mkdirSync(`${vectorsFolder}${area}`, { recursive: true });
const stale = areas.flatMap(filesOf).filter((path) => !allCases.some((one) => one.path === path));
const changed = allCases.filter((one) => !made(one).equals(committed(one.path)));

if (check) {
  for (const path of [...stale, ...changed.map(({ path }) => path)]) console.log(`differs from what would be written: ${path}`);
  process.exitCode = stale.length + changed.length > 0 ? 1 : 0;
} else {
  for (const one of changed) writeFileSync(fileOf(one.path), made(one));
  for (const path of stale) rmSync(fileOf(path));
}
console.log(
  `${allCases.length} vectors, ${changed.length} ${check ? 'differ' : 'written'}, ${stale.length} ${check ? 'unknown' : 'removed'}`,
);

function made({ path, header, message }: Case): Buffer {
  const content = message(new Workshop(committed(path).toString('latin1')));
  const fields = new Map(Object.entries(header).filter((field): field is [string, string] => field[1] !== undefined));
  return writeVector({ header: fields, message: Buffer.from(content) });
}

function committed(path: string): Buffer {
  return existsSync(fileOf(path)) ? readFileSync(fileOf(path)) : Buffer.alloc(0);
}

function fileOf(path: string): string {
  return `${vectorsFolder}${path}.txt`;
}
