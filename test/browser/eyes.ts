import { mkdirSync } from 'node:fs';
import process from 'node:process';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What keeps people from using a page, in light and in dark surroundings: serious and critical faults, each as its rule and where it is; and
 * that it has to be moved sideways on a small telephone. Evaluated from outside, so that the policy of the page needs no exception.
 *
 * @see WCAG 2.2, as axe-core holds it against a page
 */
export async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(`${axe.source};0`);
  const found: string[] = [];
  for (const [colorScheme, options] of surroundings) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await page.evaluate<AxeResults>(`axe.run(${options})`);
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    found.push(...grave.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${colorScheme}: ${id} at ${target}`)));
  }
  return [...found, ...(await tooWide(page))];
}

/** WCAG 2.2 1.4.10. */
async function tooWide(page: Page): Promise<readonly string[]> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  if (size !== null) await page.setViewportSize(size);
  return width > 320 ? [`wider than 320: ${width}`] : [];
}

/** Takes pictures of a page, light, dark and on a telephone, where `SCREENSHOTS` names a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const size = page.viewportSize();
  for (const [kind, colorScheme, viewport] of kinds) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${folder}/${name}-${kind}.png`, fullPage: true });
  }
  if (size !== null) await page.setViewportSize(size);
}

/** In the dark nothing but the colours is another. */
const surroundings = [
  ['light', `{ resultTypes: ['violations'] }`],
  ['dark', `{ runOnly: ['color-contrast'], resultTypes: ['violations'] }`],
] as const;
const [desk, telephone] = [
  { width: 1024, height: 720 },
  { width: 360, height: 640 },
];
const kinds = [
  ['light', 'light', desk],
  ['dark', 'dark', desk],
  ['telephone', 'light', telephone],
] as const;
