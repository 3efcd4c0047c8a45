/** All that must hold before a change lands, one line a step. A step that fails shows what it said; the tests always do. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

interface Step {
  readonly name: string;
  readonly command: string;
  readonly shown?: boolean;
}

const steps: readonly Step[] = [
  { name: 'lint', command: 'npm run --silent lint' },
  { name: 'types', command: 'npm run --silent types' },
  { name: 'build', command: 'npm run --silent build' },
  { name: 'test', command: 'npm test', shown: true },
  { name: 'vectors', command: 'npm run --silent vectors -- --check' },
  { name: 'unused', command: 'npm run --silent unused' },
  { name: 'package', command: 'npm run --silent package' },
  { name: 'docs', command: 'npm run --silent docs' },
];

// Every step runs, so that one look shows all that is wrong.
const failed = steps.filter((step) => !passes(step)).map(({ name }) => name);
console.log(failed.length === 0 ? `check: all ${steps.length} steps passed` : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

function passes({ name, command, shown = false }: Step): boolean {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(command, {
    shell: true,
    stdio: shown ? 'inherit' : 'pipe',
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (status !== 0 && !shown) console.log(`${stdout}${stderr}`.trimEnd());
  console.log(`${status === 0 ? 'passed' : 'FAILED'}  ${name.padEnd(8)} ${seconds.padStart(6)} s`);
  return status === 0;
}
