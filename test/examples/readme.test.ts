import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../support/package.ts';
import { type ExampleWorld, readmeExamples, startExampleWorld } from '../support/readme-examples.ts';
import { carriedOut } from '../support/run-example.ts';
import { sourcePaths } from '../support/source-paths.ts';

const examples = await readmeExamples();

describe('the services of the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'signon-examples-'));
  let surroundings: ExampleWorld | undefined;

  beforeAll(async () => {
    symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { paths: sourcePaths, allowJs: true } }));
    surroundings = await startExampleWorld(folder, examples);
  });

  afterAll(async () => {
    await surroundings?.close();
    rmSync(folder, { recursive: true });
  });

  // Over the source; `npm run runtimes` does the same with the packed package.
  it.each(examples)('sign somebody in, keep out others, and sign out: $name', async (example) => {
    const command = [process.execPath, '--import', import.meta.resolve('tsx')];
    const environment = { ...surroundings?.environment, TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json') };
    await carriedOut(example, folder, { command, environment });
  });

  it.each(examples)('have fewer than 60 lines: $name', ({ files }) => {
    const lines = Object.values(files).flatMap((code) => code.trimEnd().split('\n'));
    expect(lines.length).toBeLessThan(60);
  });
});
