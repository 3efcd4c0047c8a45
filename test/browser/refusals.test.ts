import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasChromium } from './sitting.ts';
import { headed, signInAsPartner, signInAsStaff, stage } from './stage.ts';

describe.skipIf(!hasChromium)('a login that does not go as it should, in a real browser', () => {
  const { at, sitting, told, pass, playground } = stage();
  const dashboard = '/jira/secure/Dashboard.jspa';

  it.each([
    ['SAML', 'Example Corporation'],
    ['OpenID Connect', 'Partner account'],
  ])('leads whoever gives up at the provider by %s to a page from which they may begin again', async (_, provider) => {
    const { page } = await sitting();
    await chosen(page, provider);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await headed(page, 'Your sign-in service did not sign you in');
    expect(told).toEqual(['login.started', 'login.refused provider.status']);
    await page.getByRole('link', { name: 'Begin again' }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor();
  });

  it('is over after ten minutes, and begins again where it was to lead', async () => {
    const { page } = await sitting();
    await chosen(page, 'Example Corporation');
    pass(601);
    await signInAsStaff(page);
    await headed(page, 'This sign\u2011in has expired');
    pass(-601);
    await page.getByRole('link', { name: 'Begin again' }).click();
    await page.waitForURL(at(dashboard));
  });

  it('is asked for again once the session is over', async () => {
    const { page } = await sitting();
    await chosen(page, 'Example Corporation');
    await signInAsStaff(page);
    await page.waitForURL(at(dashboard));
    pass(28_801);
    await page.reload();
    await headed(page, 'Sign in to Jira');
  });

  it('tells whoever goes back to the provider after it, and signs in once more, that they are signed in', async () => {
    const { page } = await sitting();
    await chosen(page, 'Example Corporation');
    await signInAsStaff(page);
    await page.waitForURL(at(dashboard));
    await page.goBack();
    await signInAsStaff(page);
    await headed(page, 'You are already signed in');
    await page.getByRole('link', { name: 'Continue' }).click();
    await page.waitForURL(at(dashboard));
  });

  it('keeps nobody out who presses each button twice', async () => {
    const { page } = await sitting({ javaScriptEnabled: false });
    await page.goto(at('/wiki/index.action'));
    await page.getByLabel('User name or e-mail address').fill('alice@example.org');
    await page.getByRole('button', { name: 'Continue' }).dblclick();
    await headed(page, 'Continue to sign in');
    await page.getByRole('button', { name: 'Continue' }).dblclick();
    await signInAsStaff(page);
    await headed(page, 'One moment');
    await page.getByRole('button', { name: 'Continue' }).dblclick();
    await page.waitForURL(({ origin }) => origin === playground().url);
    // Of two forms at once the browser shows the answer to the second, and drops that to the first, which has signed them in.
    await page.goto(at('/wiki/sso?provider=staff'));
    for (const heading of ['Continue to sign in', 'One moment']) {
      await headed(page, heading);
      await page.getByRole('button', { name: 'Continue' }).click();
    }
    await page.waitForURL(at('/wiki/index.action'));
  });

  it('is not taken from a browser that has lost its cookies', async () => {
    const { page, context } = await sitting();
    await chosen(page, 'Partner account');
    await context.clearCookies({ domain: 'localhost' });
    await signInAsPartner(page);
    await headed(page, 'Your browser did not bring its cookie');
  });

  it('tells somebody whose account is switched off that it is', async () => {
    const { page } = await sitting();
    const bob = playground().products[0]?.fake.people.byName('bob');
    if (bob === undefined) throw new Error('he is there from the beginning');
    bob.active = false;
    await chosen(page, 'Example Corporation');
    await signInAsStaff(page, 'bob');
    await headed(page, 'Your account is switched off');
    bob.active = true;
    expect(told.at(-1)).toBe('login.refused product.user-inactive');
  });

  async function chosen(page: Page, provider: string): Promise<void> {
    await page.goto(at(dashboard));
    await page.getByRole('link', { name: provider }).click();
  }
});
