import { describe, expect, it } from 'vitest';
import { browserSessions } from '../../../src/web/sessions.ts';
import { clean, issuerXml } from '../../support/messages.ts';
import { them, us } from '../../support/saml-login.ts';
import { answerTo, askedBy, codeOf, places, samlConnection, service, tile } from '../../support/sign-on.ts';
import type { Visitor } from '../../support/visitor.ts';

describe('an answer that nobody asked for', () => {
  it('signs nobody in unless that is switched on: a login begins in its place', async () => {
    const { visitor, events } = service();
    const browser = visitor();
    const sent = await browser.post(places.acs, { ...tile(), RelayState: '/inbox' });
    expect([sent.status, askedBy(sent).requestId]).toEqual([303, expect.stringMatching(/^_[0-9a-f]{40}$/)]);
    expect(events.map(({ name, attributes }) => [name, attributes['signon.reason']])).toEqual([['login.started', 'unsolicited']]);
    expect((await browser.post(places.acs, answerTo(sent))).headers.get('location')).toBe('https://sp.example/inbox');
  });

  it.for<[string, Readonly<Record<string, string>>]>([
    ['a script', { 'sec-fetch-mode': 'no-cors' }],
    ['a frame of another site', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe', 'sec-fetch-site': 'cross-site' }],
  ])('begins no login where %s brings it', async ([, headers]) => {
    const browser = service({ sessions: browserSessions() }).visitor();
    const page = await browser.send(new Request(places.acs, { method: 'POST', body: new URLSearchParams(tile()), headers }), 'elsewhere');
    expect([page.status, await codeOf(page), browser.cookies.size]).toEqual([401, 'login.required', 0]);
  });

  it('leads to nowhere but where anybody may be sent', async () => {
    for (const RelayState of ['https://evil.example/', '//evil.example', 'javascript:alert(1)']) {
      const browser = service().visitor();
      const sent = await browser.post(places.acs, { ...tile(), RelayState });
      expect((await browser.post(places.acs, answerTo(sent))).headers.get('location')).toBe(places.home);
    }
  });

  it('does not go on for ever where the provider never says what it answers', async () => {
    const { visitor, world } = service();
    const browser = visitor();
    for (let round = 0; round < 5; round += 1) {
      expect((await browser.post(places.acs, tile())).status).toBe(303);
      world.pass(1);
    }
    expect(await codeOf(await browser.post(places.acs, tile()))).toBe('login.repeated');
  });

  it('does not go on for ever either where the address that it brings is so long that few logins fit into a browser', async () => {
    const browser = service().visitor();
    const RelayState = `/${'a'.repeat(1_500)}`;
    const statuses = [];
    for (let round = 0; round < 6; round += 1) statuses.push((await browser.post(places.acs, { ...tile(), RelayState })).status);
    expect(statuses.at(-1)).toBe(403);
  });

  it('begins no login where it brings what only an answer to one of ours has, as from a browser that takes no cookies', async () => {
    const { visitor } = service();
    const RelayState = askedBy(await visitor().open(places.samlLogin)).relayState;
    expect(await codeOf(await visitor().post(places.acs, { ...tile(), RelayState }))).toBe('login.cookie-missing');
  });

  it('is of the provider that it says, where several answer at one address', async () => {
    const others = samlConnection({
      id: 'other',
      idp: them({ id: 'other' }),
      loginUrl: 'https://sp.example/other/login',
      metadataUrl: undefined as never,
    });
    const { visitor } = service({ connections: [others, samlConnection()] }, them());
    const unknown = Buffer.from(tile().SAMLResponse, 'base64').toString().replaceAll(issuerXml(), issuerXml('https://nobody.example'));
    const page = await visitor().post(places.acs, { SAMLResponse: Buffer.from(unknown).toString('base64') });
    expect(await codeOf(page)).toBe('login.unknown-provider');
  });
});

describe('an answer that nobody asked for, of a provider that may begin logins', () => {
  it('signs in where nobody was signed in, and leads to where the list permits', async () => {
    const { browser } = portal();
    expect((await arrive(browser, { ...tile(), RelayState: '/inbox' })).headers.get('location')).toBe('https://sp.example/inbox');
    const other = portal().browser;
    expect((await arrive(other, { ...tile(), RelayState: 'https://evil.example' })).headers.get('location')).toBe(places.home);
  });

  it('never takes the place of somebody else who is signed in', async () => {
    const { browser, sessions, events } = portal();
    await arrive(browser, tile('bob@example.com', '_1'));
    const page = await arrive(browser, tile('eve@example.com', '_2'));
    expect([page.status, await page.text()]).toEqual([409, expect.stringContaining(places.samlLogin)]);
    expect(events.at(-1)?.attributes['error.type']).toBe('login.other-user');
    expect((await sessions.of(await requestOf(browser)))?.identity.subject?.value).toBe('bob@example.com');
  });

  it('signs the same person in once more', async () => {
    const { browser } = portal();
    await arrive(browser, tile(clean.subject, '_1'));
    expect((await arrive(browser, tile(clean.subject, '_2'))).status).toBe(303);
  });

  it('is used once', async () => {
    const { browser } = portal();
    await arrive(browser, tile());
    expect(await codeOf(await arrive(browser, tile()))).toBe('assertion.replayed');
  });

  it('is judged only once our own page has sent it, so that another site cannot keep the session out of sight', async () => {
    const { browser, events } = portal();
    await arrive(browser, tile('bob@example.com', '_1'));
    const pretended = await browser.post(places.acs, { ...tile('eve@example.com', '_2'), 'signon-again': '1' });
    expect(await codeOf(pretended)).toBe('login.cookie-missing');
    expect(events.filter(({ name }) => name === 'login.finished')).toHaveLength(1);
  });

  it('is sent once more without whatever else came along', async () => {
    const { browser } = portal();
    const page = await browser.post(places.acs, new URLSearchParams([...Object.entries(tile()), ...Array(1_000).fill(['zebra', 'zebra'])]));
    const html = await page.text();
    expect([page.status, html.includes('zebra'), html.match(/<input/g)?.length]).toEqual([200, false, 2]);
  });

  it('wants it to be known who is signed in', () => {
    expect(() => service({ connections: [samlConnection({ idp: them({ allowUnsolicited: true }) })] })).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field: 'signedIn' }) }),
    );
    expect(us().entityId).toBe(clean.sp);
  });
});

/** A service whose provider may begin logins, and a browser. */
function portal() {
  const idp = them({ allowUnsolicited: true });
  const { world } = service();
  const sessions = browserSessions({}, world);
  const web = service({ connections: [samlConnection({ idp })], sessions });
  return { ...web, sessions, browser: web.visitor() };
}

/** Brings what a tile of the portal sends, through the page of ours. */
async function arrive(browser: Visitor, fields: Readonly<Record<string, string>>): Promise<Response> {
  const page = await browser.post(places.acs, fields);
  return page.status === 200 ? await browser.submit(page, places.acs) : page;
}

async function requestOf(browser: Visitor): Promise<Request> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Request(places.home, { headers: { cookie } });
}
