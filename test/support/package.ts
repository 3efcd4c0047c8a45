import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** Builds the package unless what is built is newer than all that it is made of. Only one test file may ask, since builds clear the folder. */
export function buildIfStale(): void {
  const made = [...filesOf('dist'), ...entryFiles()].map(modified);
  const from = [...filesOf('src'), 'package.json', 'tsconfig.json', 'tsup.config.ts'].map(modified);
  if (Math.min(...made) > Math.max(...from)) return;
  const { status, stdout, stderr } = run(join(packageRoot, 'node_modules', 'tsup', 'dist', 'cli-default.js'));
  if (status !== 0) throw new Error(`the package cannot be built: ${stdout}${stderr}`);
}

/** What npm answers, asked in the folder of the package. */
export function npm(...options: readonly string[]): string {
  return spawnSync('npm', options, { cwd: packageRoot, encoding: 'utf8', shell: process.platform === 'win32' }).stdout;
}

/** The paths of all files below a folder of the package. */
export function filesOf(folder: string): readonly string[] {
  const path = join(packageRoot, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(packageRoot.length).replaceAll('\\', '/'))
    .toSorted();
}

/** Runs a script with Node itself in the folder of the package, so that the package is found by its own name. */
export function run(...options: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, options, { cwd: packageRoot, encoding: 'utf8' });
}

/** The code that the entry points and the package's own imports lead to: a build that failed may have left some of it out. */
function entryFiles(): readonly string[] {
  const { exports, imports } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Readonly<Record<string, Target>>;
  return [exports, imports].flatMap(filesTo).filter((file) => file !== './package.json');
}

/** What is mapped, under whichever condition. */
type Target = string | { readonly [condition: string]: Target };

function filesTo(target: Target = {}): readonly string[] {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(filesTo);
}

/** Long ago for what is not there. */
function modified(file: string): number {
  return statSync(join(packageRoot, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
