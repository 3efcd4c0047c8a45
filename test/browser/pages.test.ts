import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { faultsOf, picture } from './eyes.ts';
import { hasChromium } from './sitting.ts';
import { headed, type Stage, signInAsPartner, signInAsStaff, stage } from './stage.ts';

/** How somebody comes to a page, and what it says first. */
interface Way {
  readonly name: string;
  readonly heading: string;
  readonly come: (page: Page, stage: Stage) => Promise<void>;
  readonly window?: BrowserContextOptions;
}

const dashboard = '/jira/secure/Dashboard.jspa';

const ways: readonly Way[] = [
  { name: 'chooser', heading: 'Sign in to Jira', come: async (page, { at }) => void (await page.goto(at(dashboard))) },
  {
    name: 'chooser-last-time',
    heading: 'Sign in to Jira',
    come: async (page, { at }) => {
      await chosen(page, at(dashboard), 'Partner account');
      await signInAsPartner(page);
      await page.waitForURL(at(dashboard));
      await page.goto(at('/jira/sso'));
    },
  },
  { name: 'ask', heading: 'Sign in to Confluence', come: async (page, { at }) => void (await page.goto(at('/wiki/index.action'))) },
  {
    name: 'ask-in-german',
    heading: 'Bei Confluence anmelden',
    window: { locale: 'de-AT' },
    come: async (page, { at }) => void (await page.goto(at('/wiki/index.action'))),
  },
  { name: 'request', heading: 'Continue to sign in', come: async (page, { at }) => void (await still(page, at('/wiki/sso/staff'))) },
  {
    name: 'again',
    heading: 'One moment',
    come: async (page, { playground, at }) => {
      await page.goto(playground().idp.url);
      await page.getByRole('link', { name: 'Bitbucket' }).click();
      await page.route(at('/git/sso/acs'), async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace(/<script>.*<\/script>/, '') });
      });
      await signInAsStaff(page);
    },
  },
  {
    name: 'provider-refused',
    heading: 'Your sign-in service did not sign you in',
    come: async (page, { at }) => {
      await chosen(page, at(dashboard), 'Example Corporation');
      await page.getByRole('button', { name: 'Cancel' }).click();
    },
  },
  {
    name: 'over',
    heading: 'This sign\u2011in has expired',
    come: async (page, { at, pass }) => {
      await chosen(page, at(dashboard), 'Example Corporation');
      pass(601);
      await signInAsStaff(page);
    },
  },
  {
    name: 'cookie-missing',
    heading: 'Your browser did not bring its cookie',
    come: async (page, { at }) => {
      await chosen(page, at(dashboard), 'Partner account');
      await page.context().clearCookies({ domain: 'localhost' });
      await signInAsPartner(page);
    },
  },
  {
    name: 'finished',
    heading: 'You are already signed in',
    come: async (page, { at }) => {
      await chosen(page, at(dashboard), 'Example Corporation');
      await signInAsStaff(page);
      await page.waitForURL(at(dashboard));
      await page.goBack();
      await signInAsStaff(page);
    },
  },
  {
    name: 'other-user',
    heading: 'Another account is signed in here',
    come: async (page, { at, playground }) => {
      await page.goto(at('/git/dashboard'));
      await signInAsStaff(page);
      await page.waitForURL(at('/git/dashboard'));
      await page.goto(`${playground().idp.url}/sign-out`);
      await page.goto(playground().idp.url);
      await page.getByRole('link', { name: 'Bitbucket' }).click();
      await signInAsStaff(page, 'bob');
    },
  },
  {
    name: 'unreadable',
    heading: 'This could not be read',
    come: async (page, { at }) => void (await page.goto(at('/jira/sso?wants=tea'))),
  },
  { name: 'not-meant-so', heading: 'Nothing to see here', come: async (page, { at }) => void (await page.goto(at('/jira/sso/acs'))) },
  {
    name: 'product',
    heading: 'Welcome, Alice Ångström',
    come: async (page, { at }) => {
      await chosen(page, at(dashboard), 'Example Corporation');
      await signInAsStaff(page);
    },
  },
  { name: 'trial', heading: 'Try how signing in goes', come: toTrial },
  {
    name: 'tried',
    heading: 'Example Corporation can sign this person in',
    come: async (page, set) => {
      await toTrial(page, set);
      await page.getByRole('button', { name: 'Example Corporation' }).click();
    },
  },
  {
    name: 'sign-out',
    heading: 'Sign out?',
    come: async (page, { at }) => {
      await chosen(page, at(dashboard), 'Example Corporation');
      await signInAsStaff(page);
      await page.getByRole('link', { name: 'Sign out' }).click();
    },
  },
  {
    name: 'signed-out',
    heading: 'You are signed out',
    come: async (page, { at }) => {
      await chosen(page, at(dashboard), 'Example Corporation');
      await signInAsStaff(page);
      await page.getByRole('link', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    },
  },
  {
    name: 'signed-out-here',
    heading: 'You are signed out here',
    come: async (page, { at }) => {
      await chosen(page, at(dashboard), 'Example Corporation');
      await signInAsStaff(page);
      await page.getByRole('link', { name: 'Sign out' }).click();
      await page.getByRole('button', { name: 'Sign out only here' }).click();
    },
  },
];

describe.skipIf(!hasChromium)('a page', () => {
  const set = stage();

  it.each(ways)('keeps nobody from using it, light or dark: $name', async ({ name, heading, come, window }) => {
    const { page } = await set.sitting(window);
    await come(page, set);
    await headed(page, heading);
    expect(await faultsOf(page)).toEqual([]);
    await picture(page, name);
  });
});

describe.skipIf(!hasChromium)('whoever looks over the shoulder of these tests', () => {
  const set = stage();

  it('sees what a page does against its policy, and what fails', async () => {
    const { page, complaints } = await set.sitting();
    await page.route(set.at('/'), (route) => route.fulfill({ body: lawless, contentType: 'text/html' }));
    await page.goto(set.at('/'));
    const heard = complaints.splice(0).join('\n');
    for (const said of ['violation of style-src', 'violation of img-src', 'there is no such thing']) expect(heard).toContain(said);
  });

  it('sees what cannot be read or used, and what is wider than a telephone', async () => {
    const { page } = await set.sitting();
    await page.route(set.at('/'), (route) => route.fulfill({ body: unusable, contentType: 'text/html' }));
    await page.goto(set.at('/'));
    const seen = (await faultsOf(page)).join('\n');
    for (const fault of ['light: color-contrast', 'dark: color-contrast', 'light: label', 'wider than 320']) expect(seen).toContain(fault);
  });
});

async function chosen(page: Page, address: string, provider: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('link', { name: provider }).click();
}

/** As only an administrator can. */
async function toTrial(page: Page, { at }: Stage): Promise<void> {
  await chosen(page, at(dashboard), 'Example Corporation');
  await signInAsStaff(page, 'carol');
  await page.getByRole('link', { name: 'Try how signing in goes' }).click();
}

/** Stays at a page that would send its form at once. */
async function still(page: Page, address: string): Promise<void> {
  await page.addInitScript('HTMLFormElement.prototype.submit = () => {}');
  await page.goto(address);
}

const lawless = `<!doctype html><html lang="en"><meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'unsafe-inline'">
<title>Lawless</title><p style="color:red">Red</p><img src="/a.png" alt=""><script>throw new Error('there is no such thing')</script></html>`;
const unusable = `<!doctype html><html lang="en"><title>Unusable</title><meta name="viewport" content="width=device-width">
<p style="color:#999;background:#aaa;width:50rem">Grey</p><input></html>`;
