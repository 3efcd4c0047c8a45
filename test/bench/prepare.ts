import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

/** One line to whoever waits. */
export function step(text: string): void {
  console.log(`${clock()}  ${text}`);
}

/** What is measured is what is published: builds it where the source is newer. */
export function builtPackage(): void {
  if (existsSync('dist/saml.js') && statSync('dist/saml.js').mtimeMs >= newest('src')) return;
  step('dist is older than src: building it');
  run('npx', ['tsup', '--silent'], '.');
}

/** The peers are dependencies of the benchmark alone. */
export function installedPeers(): void {
  const installed = 'test/bench/node_modules/.package-lock.json';
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync('test/bench/package-lock.json').mtimeMs) return;
  step('installing the peers (npm ci in test/bench)');
  run('npm', ['ci', '--no-audit', '--no-fund'], 'test/bench');
}

/**
 * The programs that are measured in processes of their own, as plain JavaScript: a loader would cost them time and memory.
 *
 * @returns the folder in which they are
 */
export async function compiledPrograms(...programs: readonly URL[]): Promise<string> {
  const entry = programs.map((url) => fileURLToPath(url));
  const outDir = resolve(`node_modules/.cache/signon-${entry.map((file) => basename(file, '.ts')).join('-')}`);
  // As they are published: what is a dependency of the tests alone would else be taken in.
  const external = ['oauth4webapi', 'openid-client'];
  const as = { format: 'esm', target: 'node20', splitting: true, clean: true, silent: true, config: false, dts: false } as const;
  await build({ entry, outDir, external, ...as });
  return outDir;
}

function run(command: string, options: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, options, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${options.join(' ')} failed: ${stdout}${stderr}`);
}

function newest(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = resolve(folder, entry.name);
    return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
  });
  return Math.max(...times);
}

function clock(): string {
  return `${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s`;
}

const began = performance.now();
