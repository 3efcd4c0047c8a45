import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'tsup';
import { step } from './prepare.ts';
import { median } from './rounds.ts';
import type { Verdict } from './rows.ts';
import { table } from './table.ts';

/** What it costs to load each package, alone in a fresh process: CPU milliseconds, medians. */
export function coldImports(rounds: number): Readonly<Record<string, number>> {
  step('cold imports');
  const require = createRequire(resolve('test/bench/package.json'));
  const modules = {
    'node:crypto alone': 'node:crypto',
    'signon/saml': pathToFileURL(resolve('dist/saml.js')).href,
    ...Object.fromEntries(['@node-saml/node-saml', 'samlify', 'saml2-js'].map((name) => [name, pathToFileURL(require.resolve(name)).href])),
  };
  const figures = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, address] of Object.entries(modules)) figures.set(name, [...(figures.get(name) ?? []), coldImport(address)]);
  }
  return Object.fromEntries([...figures].map(([name, values]) => [name, median(values)]));
}

/**
 * The entry point with all that is loaded at once (the half of pako that reads among it), minified and gzipped as one; in KB. What is
 * only loaded when it is first used (what writes our documents, xmldom, xml-crypto) and what Node brings is not counted.
 */
export async function bundleKilobytes(folder: string): Promise<number> {
  step('the bundle');
  const outDir = resolve(folder, 'bundle');
  // Not that of this repository, which leads `#env` to the source: whoever bundles the package goes by its own imports map.
  const tsconfig = resolve(folder, 'tsconfig.json');
  writeFileSync(tsconfig, '{}');
  await build({
    tsconfig,
    entry: { saml: 'dist/saml.js' },
    outDir,
    format: 'esm',
    target: 'node20',
    minify: true,
    splitting: true,
    noExternal: [/^pako/],
    external: ['@xmldom/xmldom', 'xml-crypto'],
    silent: true,
    config: false,
    dts: false,
  });
  const texts = loadedAtOnce(outDir, 'saml.js').map((name) => readFileSync(resolve(outDir, name)));
  return gzipSync(Buffer.concat(texts), { level: 9 }).length / 1024;
}

/** A file and those that it imports, and so on, but for those that it only asks for later. */
function loadedAtOnce(folder: string, name: string, known: readonly string[] = []): readonly string[] {
  if (known.includes(name)) return known;
  const imports = readFileSync(resolve(folder, name), 'utf8').matchAll(/(?:from|import)"\.\/([^"]+)"/g);
  return [...imports].reduce<readonly string[]>((all, [, next = '']) => loadedAtOnce(folder, next, all), [...known, name]);
}

export function importsTable(imports: Readonly<Record<string, number>>): string {
  return table(
    ['cold import', 'CPU ms'],
    Object.entries(imports).map(([name, milliseconds]) => [name, milliseconds.toFixed(1)]),
  );
}

export function importVerdicts(imports: Readonly<Record<string, number>>, kilobytes: number): readonly Verdict[] {
  const milliseconds = imports['signon/saml'] ?? Number.NaN;
  return [
    { what: 'cold import of signon/saml: CPU ms', value: milliseconds, target: 'less than 25', met: milliseconds < 25 },
    { what: 'bundle of signon/saml: KB gzipped', value: kilobytes, target: 'less than 45', met: kilobytes < 45 },
  ];
}

function coldImport(address: string): number {
  const program = `const b = process.cpuUsage(); await import(${JSON.stringify(address)}); const { user, system } = process.cpuUsage(b); console.log(user + system);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  const microseconds = Number.parseInt(stdout, 10);
  if (Number.isNaN(microseconds)) throw new Error(stderr);
  return microseconds / 1000;
}
