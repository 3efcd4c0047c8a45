import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memoryStores } from '../../src/stores/memory-stores.ts';
import { browserSessions } from '../../src/web/sessions.ts';
import { signOn } from '../../src/web/sign-on.ts';
import { clean } from '../support/messages.ts';
import { them } from '../support/saml-login.ts';
import { answerByQuery, answerTo, places, samlConnection, service, tile } from '../support/sign-on.ts';
import { Visitor } from '../support/visitor.ts';

describe('somebody who signs in', () => {
  it('row 1: by SAML has a session of ours with who they are', async () => {
    const { sessions, ...web } = withSessions();
    const browser = web.visitor();
    await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
    expect((await sessions.of(requestOf(browser)))?.identity).toMatchObject({ provider: 'idp', subject: { value: clean.subject } });
  });

  it('row 2: is asked by OpenID Connect where the provider is one of those', async () => {
    const { sessions, ...web } = withSessions();
    const browser = web.visitor();
    await browser.open(answerByQuery(web, await browser.open(places.oidcLogin)), 'elsewhere');
    expect((await sessions.of(requestOf(browser)))?.identity.provider).toBe('op');
  });

  it('row 3: begins at the sign-on URL, and comes to where they wanted to go', async () => {
    const browser = service().visitor();
    const sent = await browser.open(`${places.samlLogin}?returnTo=/browse/A-1`);
    expect(sent.headers.get('location')).toMatch(/^https:\/\/idp\.example\/sso\?SAMLRequest=/);
    expect((await browser.post(places.acs, answerTo(sent))).headers.get('location')).toBe('https://sp.example/browse/A-1');
  });

  it('row 7: is never made to sign in at the provider once more, where nobody wishes for it', async () => {
    const sent = await service().visitor().open(places.samlLogin);
    const { searchParams } = new URL(sent.headers.get('location') ?? '');
    const request = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64')).toString();
    expect(request).toContain('<samlp:AuthnRequest');
    expect(request).not.toMatch(/ForceAuthn|IsPassive/);
  });
});

describe('a tile in the portal of a provider', () => {
  it('row 4: lands whoever clicks on it signed in', async () => {
    const { sessions, ...web } = withSessions(true);
    const browser = web.visitor();
    await clicked(browser);
    expect((await sessions.of(requestOf(browser)))?.identity.subject?.value).toBe(clean.subject);
  });

  it('row 5: signs in by itself where the provider may begin, and else leads to a login of ours first', async () => {
    const locations = [true, false].map(async (allowUnsolicited) =>
      (await clicked(withSessions(allowUnsolicited).visitor())).headers.get('location'),
    );
    expect(await Promise.all(locations)).toEqual([places.home, expect.stringMatching(/^https:\/\/idp\.example\/sso\?SAMLRequest=/)]);
  });

  it('row 6: asks nobody for anything but to come along', async () => {
    const browser = withSessions().visitor();
    const sent = await clicked(browser);
    const back = await browser.post(places.acs, answerTo(sent));
    expect([sent.status, back.status, back.headers.get('location')]).toEqual([303, 303, places.home]);
  });

  it('row 11: leads to where its default relay state says, as far as anybody may go there', async () => {
    const landed = async (RelayState: string) => (await clicked(withSessions(true).visitor(), { RelayState })).headers.get('location');
    expect([await landed('/servicedesk/customer/portals'), await landed('https://evil.example/')]).toEqual([
      'https://sp.example/servicedesk/customer/portals',
      places.home,
    ]);
  });
});

describe('a service', () => {
  it('row 67: is not started anew for what is configured while it runs', async () => {
    const web = service();
    let connections = [samlConnection({ loginUrl: 'https://sp.example/before' })];
    const { answer } = signOn(() => ({ connections, returnTo: places.home, sessions: browserSessions({}, web.world) }), web.world);
    const statuses = async () =>
      await Promise.all(['before', 'after'].map(async (at) => (await answer(new Request(`${places.home}${at}`)))?.status));
    const before = await statuses();
    connections = [samlConnection({ loginUrl: 'https://sp.example/after' })];
    expect([before, await statuses()]).toEqual([
      [303, undefined],
      [undefined, 303],
    ]);
  });

  it('row 80: has no address without TLS', () => {
    expect(() => service({ connections: [samlConnection({ loginUrl: 'http://sp.example/login' })] })).toThrow(
      expect.objectContaining({ code: 'config.invalid' }),
    );
  });

  it('row 82: may have several processes, one of which ends what another has begun', async () => {
    const stores = memoryStores({}, service().world);
    const [one, other] = [service({ stores }), service({ stores })];
    let asked = 0;
    const browser = new Visitor((request) => [one, other][asked++ % 2]?.answer(request) ?? Promise.resolve(undefined), one.world.now);
    const answer = answerTo(await browser.open(places.samlLogin));
    expect((await browser.post(places.acs, answer)).headers.get('location')).toBe(places.home);
    expect((await browser.post(places.acs, answer)).status).toBe(409);
  });
});

/** A service with sessions; its provider may begin logins only where that is said. */
function withSessions(allowUnsolicited = false) {
  const sessions = browserSessions({}, service().world);
  return { ...service({ sessions }, them({ allowUnsolicited })), sessions };
}

/** Brings what a tile sends, through the page of ours where there is one. */
async function clicked(browser: Visitor, more: Readonly<Record<string, string>> = {}): Promise<Response> {
  const page = await browser.post(places.acs, { ...tile(), ...more });
  return page.status === 200 ? await browser.submit(page, places.acs) : page;
}

function requestOf({ cookies }: Visitor): Request {
  return new Request(places.home, { headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') } });
}
