/**
 * Carries out what the README says with the packed package, installed in a fresh folder, on each runtime: `npm run runtimes`. The
 * identity provider on the other side runs here, so that what one runtime signs and encrypts is verified and opened by another.
 * One line a runtime; those for which there is no program on this machine are skipped, unless `--all` demands them.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs, promisify } from 'node:util';
import { buildIfStale } from '../support/package.ts';
import { startReadmeProvider } from '../support/readme.ts';
import { type Example, readmeExamples, startExampleWorld } from '../support/readme-examples.ts';
import { carriedOut, type Way } from '../support/run-example.ts';
import { binaryOf, platform, type Runtime, runtimes } from './binaries.ts';
import { installFrameworks, installPackage, installRuntimes, writeProgram, writeReadme } from './prepare.ts';

const { values: given } = parseArgs({ options: { all: { type: 'boolean', default: false } } });
// What the path leads to: Deno is permitted to read that, whatever it is called by.
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'signon-runtimes-')));
// Nothing of our surroundings: a proxy would be asked for the provider, and what is kept for the next time would stay behind.
const env = { NO_COLOR: '1', DENO_DIR: join(folder, '.deno'), DENO_NO_UPDATE_CHECK: '1' };

try {
  installRuntimes();
  buildIfStale();
  installPackage(folder);
  installFrameworks(folder);
  const [program, modules, services] = [await writeProgram(folder), writeReadme(folder), await readmeExamples()];
  const [{ provider, close }, world] = await Promise.all([startReadmeProvider(folder), startExampleWorld(folder, services)]);
  // One after the other, and all of them: one look shows all that is wrong.
  for (const runtime of runtimes) await tried(runtime, [program, JSON.stringify(provider), ...modules], services, world.environment);
  await Promise.all([close(), world.close()]);
} finally {
  rmSync(folder, { recursive: true });
}

async function tried(runtime: Runtime, program: readonly string[], services: readonly Example[], needs: Way['environment']): Promise<void> {
  const binary = binaryOf(runtime);
  if (binary === undefined) {
    told(given.all ? 'FAILED' : 'skipped', runtime.name, `there is no program of it for ${platform}`);
    return;
  }
  const began = performance.now();
  try {
    const name = await promised(binary, [...runtime.options, ...program]);
    const command = [binary, ...(runtime.serviceOptions ?? runtime.options)];
    for (const service of services) await served(service, { command, environment: { ...env, ...needs } });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    told('passed', name, `by import and by require(), and ${services.length} services, ${seconds} s`);
  } catch (error) {
    told('FAILED', runtime.name, reasonOf(error));
  }
}

/** Carries out what the README promises in its modules. @returns on what, as the program says */
async function promised(binary: string, command: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(binary, command, { cwd: folder, env, timeout: 60_000 });
  if (stderr !== '') throw new Error(`it warns: ${stderr}`);
  return stdout.trim();
}

/** Carries out a service of the README. */
async function served(service: Example, way: Way): Promise<void> {
  await carriedOut(service, folder, way).catch((cause: unknown) => {
    throw new Error(`${service.name}: ${reasonOf(cause)}`, { cause });
  });
}

function told(outcome: 'passed' | 'skipped' | 'FAILED', name: string, what: string): void {
  console.log(`${outcome.padEnd(7)}  ${name.padEnd(12)}  ${what}`);
  if (outcome === 'FAILED') process.exitCode = 1;
}

/** What a program said before it failed, else why it could not be started or had to be ended. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'stderr' in error && error.stderr !== '') return String(error.stderr).trim();
  return error instanceof Error ? error.message : String(error);
}
