import { describe, expect, it } from 'vitest';
import { hasChromium } from './sitting.ts';
import { headingOf, rowsUnder, signInAsPartner, signInAsStaff, stage } from './stage.ts';

describe.skipIf(!hasChromium)('a login in a real browser', () => {
  const { at, sitting, told } = stage();

  it('by SAML, chosen on a page and asked by a redirect, ends at the product with an account and with groups whose origin is told', async () => {
    const { page } = await sitting();
    await page.goto(at('/jira/browse/ABC-1?page=2'));
    expect(await headingOf(page)).toBe('Sign in to Jira');
    await page.getByRole('link', { name: 'Example Corporation' }).click();
    await signInAsStaff(page);
    await page.waitForURL(at('/jira/browse/ABC-1?page=2'));
    expect(await rowsUnder(page, 'Groups')).toEqual([
      ['jira-software-users', 'the policy’s default for new accounts'],
      ['developers', 'mapped from the provider’s engineering'],
      ['on-call', 'the provider’s group of that name'],
    ]);
    expect(told).toEqual(['login.started', 'user.provisioned', 'login.finished']);
  });

  it('by SAML, led by the domain of an address and asked by a form, ends at the product', async () => {
    const { page } = await sitting();
    await page.goto(at('/wiki/index.action'));
    await page.getByLabel('User name or e-mail address').fill('bob@Example.ORG');
    await page.getByRole('button', { name: 'Continue' }).click();
    await signInAsStaff(page, 'bob');
    await page.waitForURL(at('/wiki/index.action'));
    expect(await headingOf(page)).toBe('Welcome, Bob Baker');
  });

  it('by OpenID Connect, answered in the query, ends at the product', async () => {
    const { page } = await sitting();
    await page.goto(at('/jira/secure/Dashboard.jspa'));
    await page.getByRole('link', { name: 'Partner account' }).click();
    await signInAsPartner(page, 'erik');
    await page.waitForURL(at('/jira/secure/Dashboard.jspa'));
    expect(await rowsUnder(page, 'Groups')).toEqual([
      ['jira-software-users', 'the policy’s default for new accounts'],
      ['helpers', 'mapped from the provider’s support'],
      ['contractors', 'mapped from the provider’s suppliers'],
    ]);
  });

  it('by OpenID Connect, answered by a form, where people are led on at once, ends at the product', async () => {
    const { page } = await sitting();
    await page.goto(at('/desk/servicedesk/customer/portal/7'));
    await signInAsPartner(page);
    await page.waitForURL(at('/desk/servicedesk/customer/portal/7'));
    expect(await rowsUnder(page, 'Account')).toContainEqual(['User name', 'dana@partner.example']);
  });

  it('leads people on at once where one provider is forced, whatever they wish for', async () => {
    const { page } = await sitting();
    await page.goto(at('/git/sso?wants=password&returnTo=%2Fgit%2Fprojects'));
    await signInAsStaff(page, 'carol');
    await page.waitForURL(at('/git/projects'));
    expect(await page.getByText('also named administrators').count()).toBe(1);
  });

  it('leads whoever types a domain that nobody knows to where they choose', async () => {
    const { page } = await sitting();
    await page.goto(at('/wiki/index.action'));
    await page.getByLabel('User name or e-mail address').fill('zoe@elsewhere.example');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Partner account' }).click();
    await signInAsPartner(page, 'zoe');
    await page.waitForURL(at('/wiki/index.action'));
  });

  it('asks nobody again whom the provider knows, and offers first whom they had the last time', async () => {
    const { page } = await sitting();
    await page.goto(at('/git/dashboard'));
    await signInAsStaff(page);
    await page.waitForURL(at('/git/dashboard'));
    await page.getByRole('link', { name: 'Jira', exact: true }).click();
    const [first] = await page.getByRole('main').getByRole('link').all();
    await first?.click();
    await page.waitForURL(at('/jira/secure/Dashboard.jspa'));
  });

  it('needs no script', async () => {
    const { page } = await sitting({ javaScriptEnabled: false });
    await page.goto(at('/wiki/index.action'));
    await page.getByLabel('User name or e-mail address').fill('alice@example.org');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await headingOf(page)).toBe('Continue to sign in');
    await page.getByRole('button', { name: 'Continue' }).click();
    await signInAsStaff(page);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL(at('/wiki/index.action'));
  });

  it('fits a telephone', async () => {
    const { page } = await sitting({ viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });
    const fits = async () => expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
    await page.goto(at('/jira/secure/Dashboard.jspa'));
    await fits();
    await page.getByRole('link', { name: 'Example Corporation' }).tap();
    await signInAsStaff(page);
    await page.waitForURL(at('/jira/secure/Dashboard.jspa'));
    await fits();
  });

  it('can take place in two tabs at once', async () => {
    const { page, context } = await sitting();
    const other = await context.newPage();
    for (const each of [page, other]) await each.goto(at('/jira/secure/Dashboard.jspa'));
    await page.getByRole('link', { name: 'Example Corporation' }).click();
    await other.getByRole('link', { name: 'Partner account' }).click();
    await signInAsPartner(other);
    await other.waitForURL(at('/jira/secure/Dashboard.jspa'));
    await signInAsStaff(page);
    await page.waitForURL(at('/jira/secure/Dashboard.jspa'));
    expect(await headingOf(page)).toBe('Welcome, Alice Ångström');
  });
});
