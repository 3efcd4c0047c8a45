import { describe, expect, it } from 'vitest';
import { browserSessions } from '../../../src/web/sessions.ts';
import type { SignOnOptions } from '../../../src/web/settings.ts';
import { answerTo, codeOf, places, samlConnection, service } from '../../support/sign-on.ts';

describe('a request', () => {
  it('may be of another implementation than that of the system, and reaches the application as it is', async () => {
    const { url, method, headers, body } = new Request(places.samlLogin);
    // Sound: nothing of it is asked but these; frameworks bring their own.
    const request = { url, method, headers, body } as Request;
    const seen: Request[] = [];
    const login = (asked: Request) => {
      seen.push(asked);
      return {};
    };
    expect((await service({ connections: [samlConnection({ login })] }).answer(request))?.status).toBe(303);
    expect(seen).toEqual([request]);
  });
});

describe('where to go afterwards', () => {
  it.for([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:/evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '/a\r\nset-cookie: x=y',
    '/%0d%0aset-cookie:%20x=y',
    '/../admin',
    '/%2e%2e/admin',
    '/a//evil.example',
    'https://sp.example.evil.example/',
    'https://sp.example@evil.example/',
    'https://sp.example:444/',
    'http://sp.example/',
    'relative',
    '',
  ])('is never %j', async (wanted) => {
    const page = await service()
      .visitor()
      .open(`${places.samlLogin}?${new URLSearchParams({ returnTo: wanted })}`);
    expect([page.status, await codeOf(page)]).toEqual([400, 'message.parameter']);
    expect(page.headers.getSetCookie()).toEqual([]);
  });

  it('is said once', async () => {
    const page = await service().visitor().open(`${places.samlLogin}?returnTo=/a&returnTo=/b`);
    expect(await codeOf(page)).toBe('message.parameter');
  });

  it.for([
    ['/inbox?a=b#c', 'https://sp.example/inbox?a=b#c'],
    ['https://sp.example/inbox', 'https://sp.example/inbox'],
    ['https://wiki.example/page', 'https://wiki.example/page'],
    ['https://wiki.example', 'https://wiki.example/'],
  ])('may be %s', async ([wanted, address]) => {
    const browser = service({ returnTo: { default: places.home, origins: ['https://wiki.example'] } }).visitor();
    const sent = await browser.open(`${places.samlLogin}?${new URLSearchParams({ returnTo: wanted ?? '' })}`);
    expect((await browser.post(places.acs, answerTo(sent))).headers.get('location')).toBe(address);
  });

  it('is where the rule of the application leads, such as that of a product', async () => {
    const destination = (wanted: string) => (wanted.startsWith('/browse/') ? `https://jira.example${wanted}` : undefined);
    const browser = service({ returnTo: { default: 'https://jira.example/', destination } }).visitor();
    const sent = await browser.open(`${places.samlLogin}?returnTo=/browse/A-1`);
    expect((await browser.post(places.acs, answerTo(sent))).headers.get('location')).toBe('https://jira.example/browse/A-1');
    expect(await codeOf(await browser.open(`${places.samlLogin}?returnTo=/inbox`))).toBe('message.parameter');
  });
});

describe('a login', () => {
  it.for(['cors', 'no-cors', 'same-origin', 'websocket'])('is begun by nobody who shows no page: %s', async (mode) => {
    const browser = service().visitor();
    for (const url of [places.samlLogin, places.oidcLogin]) {
      const page = await browser.open(url, 'elsewhere', { 'sec-fetch-mode': mode });
      expect([page.status, await codeOf(page), browser.cookies.size]).toEqual([401, 'login.required', 0]);
    }
  });

  it.for(['iframe', 'frame', 'object', 'embed'])(
    'is begun in no frame of another site, where no session of ours ever is, and any page could begin a hundred at once: %s',
    async (dest) => {
      const begun = async (site: string, given: Partial<SignOnOptions>) => {
        const browser = service(given).visitor();
        const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': dest, 'sec-fetch-site': site };
        return [(await browser.open(places.samlLogin, 'elsewhere', headers)).status, browser.cookies.size];
      };
      const sessions = browserSessions();
      expect(await begun('cross-site', { sessions })).toEqual([401, 0]);
      expect([await begun('same-site', { sessions }), await begun('cross-site', {})]).toEqual([
        [303, 1],
        [303, 1],
      ]);
    },
  );

  it.for(['prefetch', 'prefetch;prerender', 'prefetch;anonymous-client-ip'])(
    'is begun by no browser that only thinks somebody will come: %s',
    async (purpose) => {
      const browser = service().visitor();
      const headers = { 'sec-fetch-mode': 'navigate', 'sec-purpose': purpose };
      for (const url of [places.samlLogin, places.oidcLogin]) {
        const page = await browser.open(url, 'here', headers);
        expect([page.status, await codeOf(page), browser.cookies.size]).toEqual([401, 'login.required', 0]);
      }
    },
  );
});

describe('a body', () => {
  const post = (body: NonNullable<RequestInit['body']>, headers: Readonly<Record<string, string>> = form, url: string = places.acs) =>
    new Request(url, { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

  it('of 10 MB is refused before it is read, or soon after its beginning where it does not say how long it is', async () => {
    const { answer } = service();
    const declared = await answer(post('x', { ...form, 'content-length': '10485760' }));
    let pulled = 0;
    const endless = new ReadableStream({
      pull: (controller) => {
        pulled += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(97));
      },
    });
    const chunked = await answer(post(endless));
    expect([declared?.status, chunked?.status]).toEqual([413, 413]);
    expect(pulled).toBeLessThan(2_500_000);
  });

  it('that does not come is waited for ten seconds and no longer', async () => {
    const { answer, world } = service();
    let cancelled = false;
    const silent = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('SAMLResponse=')),
      cancel: () => {
        cancelled = true;
      },
    });
    const answered = answer(post(silent));
    await Promise.resolve();
    while (world.waits.length === 0) await new Promise((resolve) => setImmediate(resolve));
    world.pass(10);
    const page = await answered;
    expect([page?.status, cancelled, world.waits]).toEqual([408, true, [10_000]]);
  });

  it('that breaks off is refused', async () => {
    const { answer } = service();
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
    const page = await answer(post(broken));
    expect(page === undefined ? undefined : [page.status, await codeOf(page)]).toEqual([408, 'request.incomplete']);
  });

  it.for([
    '',
    'text/plain',
    'application/json',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded; charset=utf-7',
    'application/x-www-form-urlencoded; charset=utf-16',
    'x/y',
  ])('of the kind %j is refused', async (type) => {
    const { answer } = service();
    for (const url of [places.acs, places.callback, places.oidcLogin]) {
      const page = await answer(post(new TextEncoder().encode('a=b'), type === '' ? {} : { 'content-type': type }, url));
      expect(page?.status).toBe(415);
    }
  });

  // As the HTTP client of Apache has it for every form by itself: ISO-8859-1.
  it.for([' charset=UTF-8', 'charset="utf-8"', ' charset=ISO-8859-1', ' charset=us-ascii'])(
    'may say its character set: %s',
    async (set) => {
      const browser = service().visitor();
      const message = new URLSearchParams(answerTo(await browser.open(places.samlLogin)));
      const answer = await browser.send(
        post(message.toString(), { 'content-type': `application/x-www-form-urlencoded;${set}` }),
        'elsewhere',
      );
      expect(answer.status).toBe(303);
    },
  );
});

describe('every answer of ours', () => {
  it('is kept by nobody, tells nobody where it came from, and is shown in no frame', async () => {
    const { visitor } = service();
    const browser = visitor();
    const sent = await browser.open(places.samlLogin);
    const answers = [
      sent,
      await browser.post(places.acs, answerTo(sent)),
      await browser.post(places.acs, {}),
      await browser.open(places.metadata),
    ];
    for (const answer of answers)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        pragma: 'no-cache',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      });
    const refusal = answers[2]?.headers.get('content-security-policy') ?? '';
    expect(refusal).toMatch(/default-src 'none'/);
    expect(refusal).toMatch(/frame-ancestors 'none'/);
    expect(refusal).not.toMatch(/unsafe/);
  });

  it('shows nothing of what was sent', async () => {
    const { visitor } = service();
    const marks = ['<b>zebra</b>', 'zebra"onload=x', "zebra'", 'zebra&amp;'];
    for (const mark of marks) {
      const browser = visitor();
      const pages = [
        await browser.open(`${places.samlLogin}?${new URLSearchParams({ returnTo: mark, [mark]: mark })}`),
        await browser.post(places.acs, { SAMLResponse: mark, RelayState: mark }),
        await browser.open(`${places.callback}?${new URLSearchParams({ state: mark, error: mark, error_description: mark })}`),
        await browser.post(places.oidcLogin, { iss: mark, login_hint: mark }),
      ];
      for (const page of pages) expect([page.status, (await page.text()).includes('zebra')]).toEqual([400, false]);
    }
  });
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
