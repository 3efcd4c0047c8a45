import { describe, expect, it } from 'vitest';
import { browserSessions } from '../../../src/web/sessions.ts';
import { answerTo, places, samlConnection, service } from '../../support/sign-on.ts';

describe('whoever signs out', () => {
  it('is asked first where a link has led them there, and signed out by the button', async () => {
    const { browser, signedIn } = await present();
    const page = await browser.open(place);
    expect([page.status, await signedIn()]).toEqual([200, true]);
    expect((await browser.submit(page, place)).status).toBe(200);
    expect([browser.cookies.has('__Host-signon'), await signedIn()]).toEqual([false, false]);
  });

  it('is not signed out by another site', async () => {
    const { browser, signedIn } = await present();
    for (const from of ['here', 'elsewhere'] as const) {
      const request = new Request(place, { method: 'POST', body: '', headers: { origin: 'https://evil.example' } });
      expect((await browser.send(request, from)).status).toBe(200);
      expect(await signedIn()).toBe(true);
    }
  });

  it('may come a second time, and is led to a new login', async () => {
    const { browser } = await present();
    await browser.post(place, {}, 'here');
    for (const page of [await browser.post(place, {}, 'here'), await browser.open(place)])
      expect(await page.text()).toContain(`href="${places.samlLogin}"`);
  });

  it('is led on where the application says', async () => {
    const { browser } = await present({ returnTo: 'https://sp.example/goodbye' });
    expect(await (await browser.post(place, {}, 'here')).text()).toContain('href="https://sp.example/goodbye"');
  });

  it.each([
    [{ signOut: { url: '/sign-out' } }, 'signOut.url'],
    [{ signOut: { url: place, returnTo: '/' } }, 'signOut.returnTo'],
    [{ signOut: { url: place, returnto: '/' } as never }, 'signOut.returnto'],
    [{ signOut: { url: places.samlLogin } }, 'connections'],
  ])('has an address that can be: %j', (options, field) => {
    expect(() => service({ sessions: browserSessions(), ...options })).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field }) }),
    );
  });

  it('has a session that we began', () => {
    expect(() => service({ signOut: { url: place } })).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field: 'signOut' }) }),
    );
  });
});

/** Somebody who is signed in. */
async function present(more: { readonly returnTo?: string } = {}) {
  const own = service((_, env) => ({
    connections: [samlConnection()],
    sessions: browserSessions({}, env),
    signOut: { url: place, ...more },
    signedIn: () => undefined,
  }));
  const browser = own.visitor();
  await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
  const cookie = `__Host-signon=${browser.cookies.get('__Host-signon')}`;
  const signedIn = async () => {
    const page = await own.answer(new Request(place, { headers: { cookie } }));
    return (await page?.text())?.includes('<form') ?? false;
  };
  return { browser, signedIn };
}

const place = 'https://sp.example/sign-out';
