import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import ts from 'typescript';
import { packageRoot } from '../support/package.ts';
import { readmeModule } from '../support/readme.ts';
import { runtimesFolder } from './binaries.ts';

/** Installs the runtimes where that was not done since they were last chosen. They are dependencies of nothing else. */
export function installRuntimes(): void {
  if (changed(`${runtimesFolder}node_modules/.package-lock.json`) >= changed(`${runtimesFolder}package-lock.json`)) return;
  console.log('installing the runtimes, some 200 MB (npm ci in test/runtimes)');
  npm('ci', '--prefix', runtimesFolder);
}

/** Packs the package as for the registry, and installs that in a folder as whoever uses it would. */
export function installPackage(folder: string): void {
  // Sound: this is what npm prints for one package.
  const [{ filename }] = JSON.parse(npm('pack', '--json', '--ignore-scripts', '--pack-destination', folder)) as [{ filename: string }];
  console.log(`installing ${filename} in a fresh folder`);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  npm('install', '--prefix', folder, join(folder, filename));
}

/** Installs beside it what its services are made with, in the versions that they are tried with here. */
export function installFrameworks(folder: string): void {
  // Sound: npm itself would refuse a manifest of another shape.
  const { devDependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Manifest;
  npm(
    'install',
    '--prefix',
    folder,
    ...['express', 'fastify', 'hono', 'ioredis', 'redis'].map((name) => `${name}@${devDependencies[name]}`),
  );
}

/** Writes the code of the README as plain JavaScript, once with `import` and once with `require()`. */
export function writeReadme(folder: string): readonly string[] {
  const { ESNext, CommonJS } = ts.ModuleKind;
  return Object.entries({ 'readme.mjs': ESNext, 'readme.cjs': CommonJS }).map(([name, module]) => {
    const compilerOptions = { module, target: ts.ScriptTarget.ES2022 };
    writeFileSync(join(folder, name), ts.transpileModule(readmeModule(), { compilerOptions }).outputText);
    return join(folder, name);
  });
}

/** Writes what carries that code out, as one file of plain JavaScript that needs no package. */
export async function writeProgram(folder: string): Promise<string> {
  const entry = { program: fileURLToPath(new URL('../support/try-readme.ts', import.meta.url)) };
  const outExtension = () => ({ js: '.mjs' });
  await build({ entry, outDir: folder, outExtension, format: 'esm', target: 'node20', silent: true, config: false, dts: false });
  return join(folder, 'program.mjs');
}

interface Manifest {
  readonly devDependencies: Readonly<Record<string, string>>;
}

function npm(...options: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', [...options, '--no-audit', '--no-fund'], { cwd: packageRoot, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${options.join(' ')} failed: ${stdout}${stderr}`);
  return stdout;
}

/** Long ago for what is not there. */
function changed(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
