import { type Browser, chromium, type Page } from 'playwright-core';
import { ask, isInstalled } from './outside.ts';

/** True where there is a Chromium; says so in one line where not, since what would be seen in it is then skipped. */
export const hasChromium = isInstalled('chromium');

/** Starts it, as it is; only its sandbox is left out, which it cannot have in a container. */
export async function startChromium(): Promise<Browser> {
  return await chromium.launch({ executablePath: ask('which', 'chromium').out.trim(), args: ['--no-sandbox'] });
}

/** Does something in a window of its own. @returns what that window complained of: errors of pages, and what a policy has held back */
export async function inWindow(
  browser: Browser,
  javaScriptEnabled: boolean,
  work: (page: Page) => Promise<void>,
): Promise<readonly string[]> {
  const context = await browser.newContext({ javaScriptEnabled });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  await work(page).finally(() => context.close());
  return complaints;
}
