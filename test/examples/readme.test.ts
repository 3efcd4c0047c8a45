import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, sitDown, startChromium } from '../browser/sitting.ts';
import { packageRoot } from '../support/package.ts';
import { type Example, type ExampleWorld, examplePerson, readmeExamples, startExampleWorld } from '../support/readme-examples.ts';
import { carriedOut, type Way, whileRunning } from '../support/run-example.ts';
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
    await carriedOut(example, folder, way());
  });

  it.skipIf(!hasChromium).each(examples.filter(({ name }) => name.startsWith('node:http')))(
    'do so in a real browser, without https: $name',
    async (example) => await whileRunning(example, folder, way(), async () => await seenAt(example)),
  );

  it.each(examples)('have fewer than 60 lines: $name', ({ files }) => {
    const lines = Object.values(files).flatMap((code) => code.trimEnd().split('\n'));
    expect(lines.length).toBeLessThan(60);
  });

  function way(): Way {
    const command = [process.execPath, '--import', import.meta.resolve('tsx')];
    return { command, environment: { ...surroundings?.environment, TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json') } };
  }
});

/** The provider is at 127.0.0.1, and so another site to a browser. */
async function seenAt({ url }: Example): Promise<void> {
  const chromium = await startChromium();
  await signInAndOut((await sitDown(chromium)).page, url).finally(() => chromium.close());
}

async function signInAndOut(page: Page, url: string): Promise<void> {
  const wanted = `${url}/?from=a-link`;
  await page.goto(wanted);
  for (const [label, typed] of [
    ['User name', examplePerson.name],
    ['Password', examplePerson.password],
  ] as const)
    if ((await page.getByLabel(label).count()) > 0) await page.getByLabel(label).fill(typed);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(wanted);
  expect(await page.textContent('p')).toBe('Welcome, alice. ');
  await page.getByRole('button', { name: 'Sign out' }).click();
  // A provider by OpenID Connect asks whether that is meant; both are on another site.
  if (!page.url().startsWith(url)) await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL((address) => /^\/(?:saml\/logout|oidc\/signed-out)$/.test(address.pathname));
  expect(await page.textContent('h1')).toBe('You are signed out');
}
