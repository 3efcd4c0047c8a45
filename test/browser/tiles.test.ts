import { describe, expect, it } from 'vitest';
import { hasChromium } from './sitting.ts';
import { headingOf, signInAsStaff, stage } from './stage.ts';

describe.skipIf(!hasChromium)('a tile of a provider’s portal, in a real browser', () => {
  const { at, sitting, told, playground } = stage();

  it('leads to a login that is bound to the browser, where the provider may begin none', async () => {
    const { page } = await sitting();
    await page.goto(playground().idp.url);
    await page.getByRole('link', { name: 'Jira', exact: true }).click();
    await signInAsStaff(page);
    await page.waitForURL(at('/jira/secure/Dashboard.jspa'));
    expect(told).toEqual(['login.started', 'user.provisioned', 'login.finished']);
  });

  it('signs somebody in at once, where the provider may begin logins and nobody is signed in', async () => {
    const { page } = await sitting();
    await page.goto(playground().idp.url);
    await page.getByRole('link', { name: 'Bitbucket' }).click();
    await signInAsStaff(page);
    await page.waitForURL(at('/git/dashboard'));
    expect(told).toEqual(['user.provisioned', 'login.finished']);
  });

  it('never takes the place of somebody else’s session without a click of theirs', async () => {
    const { page } = await sitting();
    await page.goto(at('/git/dashboard'));
    await signInAsStaff(page, 'alice');
    await page.waitForURL(at('/git/dashboard'));

    await page.goto(`${playground().idp.url}/sign-out`);
    await page.goto(playground().idp.url);
    await page.getByRole('link', { name: 'Bitbucket' }).click();
    await signInAsStaff(page, 'bob');
    await page.getByRole('heading', { name: 'Another account is signed in here' }).waitFor();
    await page.getByRole('link', { name: 'Stay as you are' }).click();
    expect(await headingOf(page)).toBe('Welcome, Alice Ångström');

    await page.goto(playground().idp.url);
    await page.getByRole('link', { name: 'Bitbucket' }).click();
    await page.getByRole('link', { name: 'Switch account' }).click();
    await page.waitForURL(at('/git/dashboard'));
    expect(await headingOf(page)).toBe('Welcome, Bob Baker');
  });

  it('is sent once more by a page of ours, which brings the cookies that the page of the provider does not', async () => {
    const { page } = await sitting();
    await page.goto(at('/git/dashboard'));
    await signInAsStaff(page);
    await page.waitForURL(at('/git/dashboard'));
    const brought: (readonly string[])[] = [];
    page.on('request', (request) => {
      if (request.url() === at('/git/sso/acs')) request.allHeaders().then(({ cookie = '' }) => brought.push(namesIn(cookie)));
    });
    await page.goto(playground().idp.url);
    await page.getByRole('link', { name: 'Bitbucket' }).click();
    await page.waitForURL(at('/git/dashboard'));
    expect(brought).toEqual([[], ['__Host-git', '__Host-signon-here', '__Host-signon-provider']]);
  });
});

/** Those of the session, of the page of ours, and of what is remembered; that of the login before is none of them. */
function namesIn(cookie: string): readonly string[] {
  const names = cookie.split('; ').map((pair) => pair.split('=')[0] ?? '');
  return names.filter((name) => name !== '' && !name.startsWith('__Host-signon-login-')).toSorted();
}
