import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** True where a program is installed; says so in one line where it is not, since the tests that ask it are then skipped. */
export function isInstalled(program: string): boolean {
  const found = spawnSync(program, ['--version']).error === undefined;
  if (!found) console.log(`${program} is not installed: what it would be asked is skipped`);
  return found;
}

/** What a program answers; its standard input is empty. */
export function ask(program: string, ...options: readonly string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(program, options, { encoding: 'utf8', maxBuffer: 2 ** 29 });
  return { status, out: stdout, err: stderr };
}

/**
 * The real documents beside the repository whose name ends so; none where they are not there, which is said in one line.
 * They belong to others, so they are no part of the repository.
 */
export function fixtures(ending: string): readonly string[] {
  const folder = resolve(process.env['SIGNON_SHARED'] ?? '../shared', 'fixtures');
  if (existsSync(folder)) return filesIn(folder).filter((name) => name.endsWith(ending));
  console.log('there are no fixtures beside the repository: what would be read of them is skipped');
  return [];
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(resolve(folder, entry.name)) : [resolve(folder, entry.name)],
  );
}
