import { describe, expect, it } from 'vitest';
import { browserSessions } from '../../../src/web/sessions.ts';
import { clean } from '../../support/messages.ts';
import { answerByQuery, answerTo, codeOf, oidcConnection, places, service } from '../../support/sign-on.ts';

describe('a login', () => {
  it('is finished by the browser that began it and by no other, which takes nothing away from it', async () => {
    const { visitor } = service();
    const [victim, attacker] = [visitor(), visitor()];
    const answer = answerTo(await attacker.open(places.samlLogin));
    const planted = await victim.post(places.acs, answer);
    expect([planted.status, await codeOf(planted)]).toEqual([403, 'login.cookie-missing']);
    expect((await attacker.post(places.acs, answer)).status).toBe(303);
  });

  it('is not opened by the cookie of another login', async () => {
    const { visitor } = service();
    const [victim, attacker] = [visitor(), visitor()];
    const answer = answerTo(await attacker.open(places.samlLogin));
    await victim.open(places.samlLogin);
    const [[name] = ['']] = attacker.cookies;
    const [[, ticket] = ['', '']] = victim.cookies;
    victim.plant(name, ticket);
    expect(await codeOf(await victim.post(places.acs, answer))).toBe('login.over');
    expect((await attacker.post(places.acs, answer)).status).toBe(303);
  });

  it('by OpenID Connect is bound in the same way, before the provider is asked for anything', async () => {
    const web = service();
    const [victim, attacker] = [web.visitor(), web.visitor()];
    const answer = answerByQuery(web, await attacker.open(places.oidcLogin));
    expect(await codeOf(await victim.open(answer, 'elsewhere'))).toBe('login.cookie-missing');
    expect(web.party.count('/token')).toBe(0);
    expect((await attacker.open(answer, 'elsewhere')).status).toBe(303);
  });

  it('is forgotten after ten minutes, by the browser and by us', async () => {
    const { visitor, world } = service();
    const browser = visitor();
    const answer = answerTo(await browser.open(places.samlLogin));
    const [[name, ticket] = ['', '']] = browser.cookies;
    world.pass(600);
    expect(await codeOf(await browser.post(places.acs, answer))).toBe('login.cookie-missing');
    browser.plant(name, ticket);
    expect(await codeOf(await browser.post(places.acs, answer))).toBe('login.over');
  });

  it('shows a friendly page to whoever goes back to it, and signs nobody in again', async () => {
    const { visitor, events } = service();
    const browser = visitor();
    const answer = answerTo(await browser.open(places.samlLogin));
    await browser.post(places.acs, answer);
    const page = await browser.post(places.acs, answer);
    expect([page.status, await page.text()]).toEqual([409, expect.stringContaining(places.home)]);
    expect(events.map(({ name, attributes }) => attributes['error.type'] ?? name)).toEqual([
      'login.started',
      'login.finished',
      'login.finished',
    ]);
  });

  it('wins once where the same answer is sent a hundred times at once', async () => {
    const { visitor, events } = service();
    const browser = visitor();
    const answer = answerTo(await browser.open(places.samlLogin));
    const answers = await Promise.all(Array.from({ length: 100 }, () => browser.post(places.acs, answer)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(events.filter(({ name, attributes }) => name === 'login.finished' && attributes['error.type'] === undefined)).toHaveLength(1);
  });

  it('has one of five places in a browser, and the oldest gives way', async () => {
    const { visitor, world } = service();
    const browser = visitor();
    const sent = [];
    for (const page of ['/1', '/2', '/3', '/4', '/5', '/6']) {
      sent.push(await browser.open(`${places.samlLogin}?returnTo=${page}`));
      world.pass(1);
    }
    expect(browser.cookies.size).toBe(5);
    const [oldest, ...others] = await Promise.all(sent.map((each) => browser.post(places.acs, answerTo(each))));
    expect([oldest?.status, ...others.map(({ status }) => status)]).toEqual([403, 303, 303, 303, 303, 303]);
  });

  it('has one of five places, too, where pages of other sites send forms that begin one', async () => {
    const { party, visitor } = service();
    const browser = visitor();
    for (let round = 0; round < 12; round += 1) {
      const before = browser.cookies.size;
      const answer = await browser.post(places.oidcLogin, { iss: party.issuer, login_hint: 'alice', target_link_uri: places.home });
      // Without cookies that tell how many there are, none is begun: those come with the address to which this leads.
      expect([answer.status, browser.cookies.size]).toEqual([303, before]);
      const sent = await browser.open(answer.headers.get('location') ?? '', 'elsewhere');
      expect(new URL(sent.headers.get('location') ?? '').searchParams.get('login_hint')).toBe('alice');
    }
    expect(browser.cookies.size).toBe(5);
  });

  it('leaves room for other cookies, however long the addresses are that people come from', async () => {
    const { visitor } = service();
    const browser = visitor();
    for (let round = 0; round < 5; round += 1) await browser.open(`${places.samlLogin}?returnTo=/${'a'.repeat(1_800)}`);
    const octets = [...browser.cookies].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    expect(octets).toBeLessThan(6_000);
    expect((await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)))).status).toBe(303);
  });

  it('comes with a cookie that is sent with posts from other sites only where the answer is one', async () => {
    const web = service((party, env) => ({
      connections: [
        oidcConnection(party, env),
        oidcConnection(party, env, {
          id: 'op',
          loginUrl: 'https://sp.example/form/login',
          login: { responseMode: 'form_post' },
        }),
      ].slice(1),
    }));
    const byForm = await web.visitor().open('https://sp.example/form/login');
    const byQuery = await service().visitor().open(places.oidcLogin);
    const bySaml = await service().visitor().open(places.samlLogin);
    const sameSite = (answer: Response) => /SameSite=(\w+)/.exec(answer.headers.getSetCookie()[0] ?? '')?.[1];
    expect([byForm, byQuery, bySaml].map(sameSite)).toEqual(['None', 'Lax', 'None']);
  });

  it('that was refused is taken away from the browser, so that another one may follow', async () => {
    const { visitor } = service();
    const browser = visitor();
    const sent = await browser.open(places.samlLogin);
    const wrong = answerTo(sent, { response: { destination: 'https://other.example/acs' } });
    expect(await codeOf(await browser.post(places.acs, wrong))).toBe('assertion.rejected');
    expect(browser.cookies.size).toBe(0);
  });
});

describe('what a browser shows', () => {
  it('after the application has refused somebody does not say that they are signed in', async () => {
    const { visitor } = service({ onLogin: () => new Response('not you', { status: 403 }) });
    const browser = visitor();
    const answer = answerTo(await browser.open(places.samlLogin));
    expect((await browser.post(places.acs, answer)).status).toBe(403);
    expect(await codeOf(await browser.post(places.acs, answer))).toBe('login.cookie-missing');
  });

  it('where the cookie is missing leads to a new login at the provider whose address it is', async () => {
    const { visitor } = service();
    const [victim, attacker] = [visitor(), visitor()];
    const page = await victim.post(places.acs, answerTo(await attacker.open(places.samlLogin)));
    expect(await page.text()).toContain(`href="${places.samlLogin}"`);
  });

  it('of two answers that are sent at once, as by a double click, is a way on, and there is one login', async () => {
    const { visitor, events } = service();
    const browser = visitor();
    const answer = answerTo(await browser.open(places.samlLogin));
    const [, last] = await Promise.all([browser.post(places.acs, answer), browser.post(places.acs, answer)]);
    expect([await codeOf(last), await last.text()]).toEqual(['login.over', expect.stringContaining(`href="${places.samlLogin}"`)]);
    expect(events.filter(({ attributes }) => attributes['user.id'] !== undefined)).toHaveLength(1);
  });
});

describe('a cookie', () => {
  it('that is there twice counts for nothing', async () => {
    const { visitor, answer } = service();
    const browser = visitor();
    const message = answerTo(await browser.open(places.samlLogin));
    const [[name, ticket] = ['', '']] = browser.cookies;
    const headers = { cookie: `${name}=0.planted; ${name}=${ticket}` };
    const page = await answer(new Request(places.acs, { method: 'POST', body: new URLSearchParams(message), headers }));
    expect(page === undefined ? undefined : await codeOf(page)).toBe('login.cookie-missing');
  });

  it.for([
    '',
    '=',
    ';;;',
    '__Host-signon-login-',
    `__Host-signon-login-${'0'.repeat(16)}=`,
    `a=${'b'.repeat(100_000)}`,
    '__Host-signon-login-x=é',
  ])('that no browser was given does no harm: %s', async (cookie) => {
    const { answer } = service();
    const page = await answer(new Request(places.samlLogin, { headers: { cookie } }));
    expect(page?.status).toBe(303);
  });

  it.for(['\u00a0', '\u0085', '\u000b', '\u000c'])(
    'is none of ours behind a blank that some browsers let another host of the domain put before its name: %j',
    async (blank) => {
      const sessions = browserSessions({}, service().world);
      const attacker = service({ sessions }).visitor();
      await attacker.post(places.acs, answerTo(await attacker.open(places.samlLogin)));
      const own = `__Host-signon=${attacker.cookies.get('__Host-signon')}`;
      const asking = (cookie: string) => new Request(places.home, { headers: { cookie: `a=b; ${cookie}` } });
      expect(await sessions.of(asking(own))).toBeDefined();
      expect(await sessions.of(asking(`${blank}${own}`))).toBeUndefined();
    },
  );

  it('holds nothing that tells who somebody is or where they go', async () => {
    const browser = service().visitor();
    await browser.open(`${places.samlLogin}?returnTo=/secret-project`);
    const [[, ticket] = ['', '']] = browser.cookies;
    const readable = ticket.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(readable.join(' ')).not.toMatch(/secret-project|sp\.example|idp/);
    expect(clean.subject).not.toBe('');
  });
});
