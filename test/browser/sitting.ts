/** A person in front of a real browser, and whoever looks over their shoulder. */
import { spawnSync } from 'node:child_process';
import { type Browser, type BrowserContext, type BrowserContextOptions, type ConsoleMessage, chromium, type Page } from 'playwright-core';
import { isInstalled } from '../support/outside.ts';

/** True where there is a Chromium; says so in one line where there is none, since the tests that need it are then skipped. */
export const hasChromium = isInstalled('chromium');

/** A window of a browser of its own, with what went wrong in it. */
export interface Sitting {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the browser complained of: violations of a policy, errors of scripts, what could not be loaded. The status of a refusal is none. */
  readonly complaints: string[];
}

/** Starts the browser, which gives no cookies to other sites. As root it has no sandbox, and there are no strangers' pages here. */
export async function startChromium(): Promise<Browser> {
  const executablePath = spawnSync('which', ['chromium'], { encoding: 'utf8' }).stdout.trim();
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--test-third-party-cookie-phaseout'] });
}

/** Opens a window without any cookies. */
export async function sitDown(browser: Browser, options: BrowserContextOptions = {}): Promise<Sitting> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  context.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' && !isStatus(message)) complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  await context.addInitScript(tellViolations);
  return { page: await context.newPage(), context, complaints };
}

/** Chromium says in a line of its own that the page itself has a status of 400 or more. */
function isStatus(message: ConsoleMessage): boolean {
  const { url } = message.location();
  return /^Failed to load resource: the server responded with a status of 4\d\d /.test(message.text()) && url === message.page()?.url();
}

/** Runs in the page: there is no other way to hear of a violation where the policy only names it. */
const tellViolations = `document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  console.error('violation of ' + violatedDirective + ' by ' + blockedURI))`;
