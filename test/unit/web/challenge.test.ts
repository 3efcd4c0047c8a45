import { describe, expect, it } from 'vitest';
import { memoryReplayStore } from '../../../src/stores/memory.ts';
import { memoryPendingStore } from '../../../src/stores/memory-pending.ts';
import type { SignOnOptions } from '../../../src/web/settings.ts';
import { answerTo, codeOf, oidcConnection, places, samlConnection, service } from '../../support/sign-on.ts';
import { Visitor } from '../../support/visitor.ts';

describe('somebody who is not signed in', () => {
  it('is sent to the provider and back to the very page', async () => {
    const { browser } = guarded();
    const sent = await browser.open('https://sp.example/reports?year=2026&a=%20b');
    expect(sent.status).toBe(303);
    expect((await browser.post(places.acs, answerTo(sent))).headers.get('location')).toBe('https://sp.example/reports?year=2026&a=%20b');
  });

  it('is not sent anywhere where a script asks, which could not show a page to anybody', async () => {
    const { browser } = guarded();
    const page = await browser.open('https://sp.example/api', 'here', { 'sec-fetch-mode': 'cors' });
    expect([page.status, await codeOf(page)]).toEqual([401, 'login.required']);
  });

  it('is asked by whom the application names, where there are several', async () => {
    const web = service((party, env) => ({ connections: [samlConnection(), oidcConnection(party, env)] }));
    const request = () => new Request('https://sp.example/reports');
    expect((await web.challenge(request(), 'op')).headers.get('location')).toMatch(/^https:\/\/op\.example\/authorize/);
    expect(await codeOf(await web.challenge(request()))).toBe('config.invalid');
    expect(await codeOf(await web.challenge(request(), 'other'))).toBe('config.invalid');
  });
});

describe('somebody whose login is refused', () => {
  it('begins again where they wanted to go, where no address of ours begins one', async () => {
    const { loginUrl: _, ...connection } = samlConnection();
    const { browser } = guarded({ connections: [connection] });
    const sent = await browser.open('https://sp.example/reports');
    const page = await browser.post(places.acs, answerTo(sent, { response: { destination: 'https://other.example/acs' } }));
    expect(await page.text()).toContain('href="https://sp.example/reports"');
  });
});

describe('somebody who is signed in and sent away nevertheless', () => {
  it('does not go round in circles for ever', async () => {
    const { browser, world } = guarded();
    const round = async () => {
      world.pass(2);
      return await browser.post(places.acs, answerTo(await browser.open('https://sp.example/reports')));
    };
    for (let times = 0; times < 5; times += 1) expect((await round()).status).toBe(303);
    expect(await codeOf(await browser.open('https://sp.example/reports'))).toBe('login.repeated');
    world.pass(60);
    expect((await round()).status).toBe(303);
  });
});

describe('a form of somebody who is not signed in', () => {
  it('is sent once more after the login, with every field as it was', async () => {
    const { browser } = guarded({ keptFormBytes: 20_000 });
    const fields = new URLSearchParams([
      ...['a', 'b'].map((value): [string, string] => ['same', value]),
      ['text', `<b>"'&${'x'.repeat(10_000)}`],
    ]);
    const sent = await browser.post('https://sp.example/comment?of={a}^b', fields, 'here');
    const page = await browser.post(places.acs, answerTo(sent));
    expect(page.status).toBe(200);
    const seen: string[] = [];
    const target = new Visitor(
      async (request) => new Response(`${request.url} ${seen.push(await request.text())}`),
      () => new Date(),
    );
    await target.submit(page, places.acs);
    expect(seen).toEqual([fields.toString()]);
  });

  it.for<[string, Partial<SignOnOptions>, RequestInit]>([
    ['not-configured', {}, { method: 'POST' }],
    ['method', kept, { method: 'PUT' }],
    ['method', kept, { method: 'DELETE' }],
    ['too-large', kept, { method: 'POST', body: new URLSearchParams({ a: 'x'.repeat(30_000) }) }],
    ['content-type', kept, { method: 'POST', body: '{}', headers: { ...own, 'content-type': 'application/json' } }],
    ['origin', kept, { method: 'POST', headers: { origin: 'https://evil.example' } }],
    ['origin', kept, { method: 'POST', headers: { origin: 'null' } }],
    ['origin', kept, { method: 'POST', headers: {} }],
    ['origin', kept, { method: 'POST', headers: { origin: 'https://wiki.example', 'sec-fetch-site': 'same-origin' } }],
  ])('is refused in so many words where it cannot be kept: %s', async ([, options, init]) => {
    const { browser } = guarded(options);
    const body = init.method === 'POST' ? new URLSearchParams({ a: 'b' }) : null;
    const page = await browser.send(new Request('https://sp.example/comment', { body, headers: own, ...init }));
    expect([page.status, await codeOf(page)]).toEqual([403, 'request.not-kept']);
    expect(page.headers.getSetCookie()).toEqual([]);
  });

  it('is never sent to another address than it was sent to', async () => {
    const { browser } = guarded({ keptFormBytes: 20_000 });
    for (const path of ['//comment', '/wiki;x/comment', '/%2e%2e%2fcomment'])
      expect(await codeOf(await browser.post(`https://sp.example${path}`, { a: 'b' }, 'here'))).toBe('request.not-kept');
  });

  it.for(['https://sp.example/wiki', 'https://wiki.example'])(
    'is not sent on to %s either, where the application leads people',
    async (base) => {
      const returnTo = { default: places.home, destination: (wanted: string) => `${base}${wanted}` };
      const { browser } = guarded({ keptFormBytes: 20_000, returnTo });
      expect((await browser.open('https://sp.example/comment')).status).toBe(303);
      expect(await codeOf(await browser.post('https://sp.example/comment', { a: 'b' }, 'here'))).toBe('request.not-kept');
    },
  );

  it('is refused where it does not fit into what keeps logins', async () => {
    const { browser } = guarded({ keptFormBytes: 20_000, stores: undefined as never });
    const page = await browser.post('https://sp.example/comment', { text: 'x'.repeat(10_000) }, 'here');
    expect(await codeOf(page)).toBe('request.not-kept');
  });
});

/** A service whose every other page wants somebody to be signed in. */
function guarded(options: Partial<SignOnOptions> = {}) {
  const web = service((_, env) => {
    const replay = memoryReplayStore({}, env);
    return { connections: [samlConnection()], stores: { replay, pending: memoryPendingStore({}, env) }, ...options };
  });
  const answer = async (request: Request) => (await web.answer(request)) ?? (await web.challenge(request));
  return { ...web, browser: new Visitor(answer, web.world.now) };
}

const kept: Partial<SignOnOptions> = { keptFormBytes: 20_000 };
const own = { origin: 'https://sp.example' };
