import type { Frame, Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasChromium } from './sitting.ts';
import { headed, headingOf, signInAsPartner, signInAsStaff, stage } from './stage.ts';

describe.skipIf(!hasChromium)('signing out in a real browser that gives no cookies to other sites', () => {
  const { at, sitting, told, playground } = stage();

  it('at one product signs out at the provider and, by frames in its page, at all the others', async () => {
    const { page } = await sitting();
    await comeAsAlice(page);
    const asked = watchedFrames(page);
    await page.goto(at('/jira/sso/sign-out'));
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await headed(page, 'You are signed out');
    expect(new URL(page.url()).pathname).toBe('/jira/sso/logout');
    expect((await asked()).map(({ path }) => path).toSorted()).toEqual(['/git/sso/logout', '/wiki/sso/logout']);
    for (const [path, heading] of signedOut) {
      await page.goto(at(path));
      expect([path, await headingOf(page)]).toEqual([path, heading]);
    }
    const names = told.filter((name) => name.startsWith('logout.'));
    expect(names.toSorted()).toEqual(
      ['ended', 'begun', 'asked', 'ended', 'asked', 'ended', 'answered'].map((name) => `logout.${name}`).toSorted(),
    );
    expect([names[0], names.at(-1)]).toEqual(['logout.ended', 'logout.answered']);
  });

  it('at the provider signs out at all products, though no cookie of theirs comes with its frames', async () => {
    const { page, context } = await sitting();
    await comeAsAlice(page);
    // What other sites are given nowhere else.
    await context.addCookies([{ name: 'probe', value: '1', domain: 'localhost', path: '/', sameSite: 'None', secure: true }]);
    const asked = watchedFrames(page);
    await page.goto(playground().idp.url);
    await page.getByRole('link', { name: 'Sign out everywhere' }).click();
    await headed(page, 'You are signed out everywhere');
    const frames = await asked();
    expect([frames.length, new Set(frames.map(({ cookie }) => cookie))]).toEqual([3, new Set([''])]);
    for (const [path, heading] of signedOut) {
      await page.goto(at(path));
      expect([path, await headingOf(page)]).toEqual([path, heading]);
    }
  });

  it('may be done here alone', async () => {
    const { page } = await sitting();
    await comeAsAlice(page);
    await page.goto(at('/jira/sso/sign-out'));
    await page.getByRole('button', { name: 'Sign out only here' }).click();
    await headed(page, 'You are signed out here');
    await page.goto(at('/wiki/index.action'));
    expect(await headingOf(page)).toBe('Welcome, Alice Ångström');
    await page.goto(at('/jira/secure/Dashboard.jspa'));
    expect(await headingOf(page)).toBe('Sign in to Jira');
  });

  it('ends nothing in another browser of the same person', async () => {
    const [one, other] = [(await sitting()).page, (await sitting()).page];
    for (const page of [one, other]) await comeAsAlice(page);
    await one.goto(at('/jira/sso/sign-out'));
    await one.getByRole('button', { name: 'Sign out', exact: true }).click();
    await headed(one, 'You are signed out');
    for (const path of ['/jira/secure/Dashboard.jspa', '/wiki/index.action']) {
      await other.goto(at(path));
      expect(await headingOf(other)).toBe('Welcome, Alice Ångström');
    }
  });

  it('by OpenID Connect asks at the provider, comes back, and is told to the other products by the provider itself', async () => {
    const { page } = await sitting();
    await page.goto(at('/jira/secure/Dashboard.jspa'));
    await page.getByRole('link', { name: 'Partner account' }).click();
    await signInAsPartner(page);
    await page.waitForURL(at('/jira/secure/Dashboard.jspa'));
    await page.goto(at('/desk/servicedesk/customer/portal/7'));
    await page.waitForURL(at('/desk/servicedesk/customer/portal/7'));
    expect([sessionsAt('/jira', 'partner-dana'), sessionsAt('/desk', 'dana@partner.example')]).toEqual([1, 1]);
    await page.goto(at('/jira/sso/sign-out'));
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await headed(page, 'Sign out?');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await headed(page, 'You are signed out');
    expect(new URL(page.url()).pathname).toBe('/jira/sso/signed-out');
    await page.goto(at('/desk/servicedesk/customer/portal/7'));
    expect(await headingOf(page)).toBe('Partner account');
    expect([sessionsAt('/jira', 'partner-dana'), sessionsAt('/desk', 'dana@partner.example')]).toEqual([0, 0]);
  });

  /** How many sessions of its own a product has of an account. */
  function sessionsAt(path: string, name: string): number | undefined {
    return playground()
      .products.find((each) => each.path === path)
      ?.fake.people.byName(name)?.sessions;
  }

  /** Signs in at three products, at the provider only once. */
  async function comeAsAlice(page: Page): Promise<void> {
    await page.goto(at('/git/dashboard'));
    await signInAsStaff(page);
    await page.waitForURL(at('/git/dashboard'));
    await page.goto(at('/jira/secure/Dashboard.jspa'));
    await page.getByRole('link', { name: 'Example Corporation' }).click();
    await page.waitForURL(at('/jira/secure/Dashboard.jspa'));
    await page.goto(at('/wiki/index.action'));
    await page.getByLabel('User name or e-mail address').fill('alice@example.org');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(at('/wiki/index.action'));
  }
});

/** What pages ask of the service in frames from now on. */
function watchedFrames(page: Page): () => Promise<readonly { readonly path: string; readonly cookie: string }[]> {
  const requests: Request[] = [];
  const isFramed = (frame: Frame) => frame.parentFrame() !== null;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && isFramed(request.frame()) && request.url().startsWith('http://localhost:')) requests.push(request);
  });
  return async () =>
    await Promise.all(
      requests.map(async (request) => ({ path: new URL(request.url()).pathname, cookie: (await request.allHeaders())['cookie'] ?? '' })),
    );
}

/** What somebody meets who has signed out of all: Bitbucket leads on to the provider at once. */
const signedOut = [
  ['/jira/secure/Dashboard.jspa', 'Sign in to Jira'],
  ['/wiki/index.action', 'Sign in to Confluence'],
  ['/git/dashboard', 'Who are you?'],
] as const;
