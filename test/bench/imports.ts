import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Options } from 'tsup';
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
    ...Object.fromEntries(entries.map((name) => [`signon/${name}`, pathToFileURL(resolve(`dist/${name}.js`)).href])),
    ...Object.fromEntries(peers.map((name) => [name, pathToFileURL(require.resolve(name)).href])),
    ...Object.fromEntries(openIdPeers.map((name) => [name, import.meta.resolve(name)])),
  };
  const figures = new Map<string, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, address] of Object.entries(modules)) figures.set(name, [...(figures.get(name) ?? []), coldImport(address)]);
  }
  return Object.fromEntries([...figures].map(([name, values]) => [name, median(values)]));
}

/**
 * Each entry point with all that is loaded at once (for SAML the half of pako that reads among it), minified and gzipped as one; in KB.
 * What is only loaded when it is first used (what writes our documents, xmldom, xml-crypto, jose) and what Node brings is not counted.
 */
export async function bundleKilobytes(folder: string): Promise<Readonly<Record<string, number>>> {
  step('the bundles');
  // Not that of this repository, which leads `#env` to the source: whoever bundles the package goes by its own imports map.
  const tsconfig = resolve(folder, 'tsconfig.json');
  writeFileSync(tsconfig, '{}');
  const kilobytes: Record<string, number> = {};
  for (const name of entries) {
    const outDir = resolve(folder, `bundle-${name}`);
    await build({ ...bundling, tsconfig, entry: { [name]: `dist/${name}.js` }, outDir });
    const texts = loadedAtOnce(outDir, `${name}.js`).map((file) => readFileSync(resolve(outDir, file)));
    kilobytes[name] = gzipSync(Buffer.concat(texts), { level: 9 }).length / 1024;
  }
  return kilobytes;
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

export function importVerdicts(imports: Readonly<Record<string, number>>, kilobytes: Readonly<Record<string, number>>): readonly Verdict[] {
  return entries.flatMap((name) => {
    const [milliseconds = Number.NaN, size = Number.NaN] = [imports[`signon/${name}`], kilobytes[name]];
    const most = limits[name];
    return [
      {
        what: `cold import of signon/${name}: CPU ms`,
        value: milliseconds,
        target: `less than ${most.milliseconds}`,
        met: milliseconds < most.milliseconds,
      },
      { what: `bundle of signon/${name}: KB gzipped`, value: size, target: `less than ${most.kilobytes}`, met: size < most.kilobytes },
    ];
  });
}

function coldImport(address: string): number {
  const program = `const b = process.cpuUsage(); await import(${JSON.stringify(address)}); const { user, system } = process.cpuUsage(b); console.log(user + system);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  const microseconds = Number.parseInt(stdout, 10);
  if (Number.isNaN(microseconds)) throw new Error(stderr);
  return microseconds / 1000;
}

const bundling = {
  format: 'esm',
  target: 'node20',
  minify: true,
  splitting: true,
  noExternal: [/^pako/],
  external: ['@xmldom/xmldom', 'xml-crypto', 'jose'],
  silent: true,
  config: false,
  dts: false,
} as const satisfies Options;
const entries = ['saml', 'oidc'] as const;
const peers = ['@node-saml/node-saml', 'samlify', 'saml2-js'];
const openIdPeers = ['oauth4webapi', 'openid-client'];
const limits = { saml: { milliseconds: 25, kilobytes: 45 }, oidc: { milliseconds: 30, kilobytes: 45 } } as const;
