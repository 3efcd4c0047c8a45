import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { systemEnv } from '../../src/index.ts';
import type { AuditEvent } from '../../src/web/index.ts';
import { password } from '../examples/service/people.ts';
import { type Playground, startPlayground } from '../examples/service/playground.ts';
import { type Sitting, sitDown, startChromium } from './sitting.ts';

/** What all tests of a file have in common: the service to try, and a browser. */
export interface Stage {
  playground(): Playground;
  /** All that the audit was told in this test, as `name` or `name code`. */
  readonly told: string[];
  /** Lets so many seconds pass for the service, until the test is over; the providers and the browser notice nothing. */
  pass(seconds: number): void;
  /** A browser without cookies; that nobody had anything to complain of in it is looked at when the test is over. */
  sitting(options?: BrowserContextOptions): Promise<Sitting>;
  /** The address of a page of a product. */
  at(path: string): string;
}

/** Sets the stage for the tests of the file that calls it. */
export function stage(): Stage {
  const sittings: Sitting[] = [];
  const told: string[] = [];
  let [browser, playground]: [Browser?, Playground?] = [];
  let passed = 0;
  beforeAll(async () => {
    const tell = ({ name, attributes }: AuditEvent) => void told.push([name, attributes['error.type']].filter(Boolean).join(' '));
    // It is asked by real browsers and real providers, whose clocks nobody moves: only what passes is ours.
    const env = { ...systemEnv, now: () => new Date(systemEnv.now().getTime() + passed * 1000) };
    [browser, playground] = await Promise.all([startChromium(), startPlayground(tell, env)]);
  });
  afterEach(async () => {
    const ended = sittings.splice(0);
    told.length = 0;
    passed = 0;
    await Promise.all(ended.map(({ context }) => context.close()));
    expect(ended.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
  afterAll(async () => void (await Promise.all([browser?.close(), playground?.close()])));
  return {
    told,
    playground: () => there(playground),
    pass: (seconds) => {
      passed += seconds;
    },
    sitting: async (options) => {
      const one = await sitDown(there(browser), options);
      sittings.push(one);
      return one;
    },
    at: (path) => `${there(playground).url}${path}`,
  };
}

/** Signs in at the provider of the staff, wherever that leads. */
export async function signInAsStaff(page: Page, name = 'alice'): Promise<void> {
  await page.getByLabel('Person').selectOption(`${name}@example.org`);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in at the provider of the partners. */
export async function signInAsPartner(page: Page, name = 'dana'): Promise<void> {
  await page.getByLabel('User name').fill(name);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The rows of the table under a heading, cell by cell. */
export async function rowsUnder(page: Page, heading: string): Promise<readonly (readonly string[])[]> {
  const section = page.locator('section', { has: page.getByRole('heading', { name: heading, exact: true }) });
  const rows = await section.locator('tbody tr').all();
  return await Promise.all(rows.map((row) => row.locator('td').allTextContents()));
}

/** What the page calls itself. */
export async function headingOf(page: Page): Promise<string | null> {
  return await page.getByRole('heading', { level: 1 }).textContent();
}

/** Waits for the page that calls itself so. */
export async function headed(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
}

function there<T>(made: T | undefined): T {
  if (made === undefined) throw new Error('the stage is not set yet');
  return made;
}
