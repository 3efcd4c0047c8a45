/**
 * Puts the vectors to other implementations and prints what came of it as Markdown; with `--write` it goes into `vectors/README.md`.
 * Their packages are those of the benchmark, which are installed when they are not there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { mock } from 'node:test';
import { installedPeers } from '../bench/prepare.ts';
import { allVectors, required, type Vector, vectorsFolder } from './vectors/format.ts';
import { identityProviderNamed } from './vectors/parties.ts';
import type { Answer, Peer } from './vectors/peers/peer.ts';
import { type Results, type Row, tableOf } from './vectors/peers/table.ts';
import { verdictOf } from './vectors/peers/verdict.ts';

installedPeers();
const date = new Date().toISOString().slice(0, 10);
const modules = [
  await import('./vectors/peers/node-saml.ts'),
  await import('./vectors/peers/samlify.ts'),
  await import('./vectors/peers/xmlsec.ts'),
];
const results: Results[number][] = [];
for (const peer of modules.flatMap((module): readonly Peer[] => Object.values(module))) results.push({ peer, rows: await rowsOf(peer) });
const table = tableOf(results, process.versions.node, date);
console.log(table);
if (process.argv.includes('--write')) writeReadme(table);

async function rowsOf(peer: Peer): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const vector of allVectors().filter((one) => peer.takes(one))) {
    const now = new Date(required(vector, 'now'));
    const { id, keys, pardons } = identityProviderNamed(required(vector, 'parties').split(' ').at(-1) ?? '', now);
    rows.push({ vector, verdict: verdictOf(vector, await answerOf(peer, vector, now), { provider: id, keys, pardons }) });
  }
  return rows;
}

/** Asked at the time of the vector: none of them takes a clock. Undefined where it refuses. */
async function answerOf(peer: Peer, vector: Vector, now: Date): Promise<Answer | undefined> {
  const { error, warn } = console;
  Object.assign(console, { error: () => {}, warn: () => {} });
  mock.timers.enable({ apis: ['Date'], now });
  try {
    return await peer.ask(vector);
  } catch {
    return undefined;
  } finally {
    mock.timers.reset();
    Object.assign(console, { error, warn });
  }
}

function writeReadme(text: string): void {
  const file = `${vectorsFolder}README.md`;
  const readme = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    readme.replace(
      /(<!-- peers -->\n)[\s\S]*(<!-- \/peers -->)/,
      (_all, before: string, behind: string) => `${before}\n${text}\n${behind}`,
    ),
  );
}
