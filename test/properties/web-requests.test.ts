import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { browserSessions } from '../../src/web/sessions.ts';
import { them } from '../support/saml-login.ts';
import { answerByQuery, answerTo, places, samlConnection, service, tile } from '../support/sign-on.ts';
import { Visitor } from '../support/visitor.ts';

const returnTo = { default: places.home, origins: ['https://wiki.example'] };
const allowed = ['https://sp.example', 'https://wiki.example'];

describe('wherever somebody is to be led', () => {
  const ways: readonly ((browser: Visitor, target: string) => Promise<Response>)[] = [
    (browser, target) => browser.open(`${places.samlLogin}?${new URLSearchParams({ returnTo: target })}`),
    (browser, target) => browser.post(places.acs, { ...tile(), RelayState: target }),
    (browser, target) => browser.open(`https://evil.example/${target}`),
    (browser, target) => browser.open(`https://evil.example${new URL(`http://a/${target}`).pathname}`),
  ];

  test.prop([target(), fc.constantFrom(...ways)], { numRuns: 200 })('a login leads to an origin that is allowed', async (wanted, begin) => {
    const web = service({ returnTo });
    const answer = async (request: Request) => (await web.answer(request)) ?? (await web.challenge(request, 'idp'));
    const browser = new Visitor(answer, web.world.now);
    const sent = await begin(browser, wanted);
    if (sent.status !== 303) return;
    expect(originOf(sent)).toBe('https://idp.example');
    expect(allowed).toContain(originOf(await browser.post(places.acs, answerTo(sent))));
  });

  test.prop([target()], { numRuns: 100 })('a login that a provider began leads there, too', async (wanted) => {
    const sessions = browserSessions({}, service().world);
    const web = service({ returnTo, sessions, connections: [samlConnection({ idp: them({ allowUnsolicited: true }) })] });
    const browser = web.visitor();
    const page = await browser.post(places.acs, { ...tile(), RelayState: wanted });
    if (page.status === 200) expect(allowed).toContain(originOf(await browser.submit(page, places.acs)));
    else expect(page.status).toBe(400);
  });

  test.prop([target()], { numRuns: 100 })('a login that somebody else wants to have begun leads there, too', async (wanted) => {
    const web = service({ returnTo });
    const browser = web.visitor();
    const asked = await browser.post(places.oidcLogin, { iss: web.party.issuer, target_link_uri: wanted });
    expect([asked.status, originOf(asked)]).toEqual(asked.status === 303 ? [303, 'https://sp.example'] : [400, 'null']);
    if (asked.status !== 303) return;
    const sent = await browser.open(asked.headers.get('location') ?? '', 'elsewhere');
    expect(allowed).toContain(originOf(await browser.open(answerByQuery(web, sent), 'elsewhere')));
  });
});

describe('whatever is sent', () => {
  test.prop([request()], { numRuns: 500 })(
    'begins a login, or is answered by a page that is none of a fault of ours and shows nothing of what came',
    async (asked) => {
      const page = await service().answer(asked);
      if (page === undefined) throw new Error('all of these addresses are ours');
      if (page.status === 303) expect(['https://idp.example', 'https://op.example']).toContain(originOf(page));
      else expect([page.status < 500, (await page.text()).includes('zebra')]).toEqual([true, false]);
      for (const [name, value] of page.headers) if (name !== 'location') expect(value).not.toContain('zebra');
    },
  );
});

function originOf(answer: Response): string {
  return new URL(answer.headers.get('location') ?? 'none:').origin;
}

/** An address or a path, of what leads browsers, proxies and their readers astray. */
function target(): fc.Arbitrary<string> {
  const hosts = ['evil.example', 'sp.example', 'wiki.example', '.evil.example', '@evil.example', ':81', '[::1]', '127.0.0.1'];
  const signs = [
    '/',
    '//',
    '\\',
    '..',
    '.',
    '%2e',
    '%2f',
    '%252f',
    '%5c',
    '?',
    '#',
    ';',
    '&',
    '%',
    '%0d%0a',
    ' ',
    '\t',
    '\r\n',
    '\u00a0',
    '\u2028',
  ];
  const schemes = ['https:', 'http:', 'javascript:', 'data:', 'https://sp.example', 'https://wiki.example'];
  const piece = fc.oneof(fc.constantFrom(...hosts, ...signs, ...schemes, 'a', 'b=c'), fc.string({ maxLength: 3 }));
  const joined = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  return fc.oneof(
    joined,
    joined.map((rest) => `/${rest}`),
    joined.map((rest) => `https://sp.example${rest}`),
    fc.webUrl(),
  );
}

/** A request to one of our addresses, half of what is known and half of anything. */
function request(): fc.Arbitrary<Request> {
  const word = fc.oneof(
    fc.constantFrom('zebra', '<b>zebra</b>', '_zebra', `${'0'.repeat(40)}`, 'A'.repeat(43), '/zebra', 'e30.e30.'),
    fc.string(),
  );
  const names = [
    'SAMLResponse',
    'SAMLRequest',
    'RelayState',
    'signon-again',
    'code',
    'state',
    'iss',
    'error',
    'response',
    'returnTo',
    'login_hint',
  ];
  const fields = fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...names), word), word), { maxLength: 4 })
    .map((all) => new URLSearchParams(all));
  const cookies = fc.array(
    fc.tuple(fc.constantFrom('', ' ', '\u00a0'), fc.constantFrom(...cookieNames), fc.constantFrom('=', '', '=='), word),
    { maxLength: 8 },
  );
  const header = (text: string) => text.replace(/[^\x20-\x7e\xa0]/g, '');
  return fc
    .record({
      url: fc.constantFrom(places.samlLogin, places.acs, places.metadata, places.oidcLogin, places.callback),
      method: fc.constantFrom('GET', 'POST', 'POST', 'HEAD', 'PUT', 'OPTIONS'),
      query: fields,
      body: fc.oneof(fields.map(String), fc.string({ unit: 'binary' })),
      cookie: cookies.map((all) => header(all.map((parts) => parts.join('')).join(';'))),
      language: word.map(header),
      type: fc.constantFrom('application/x-www-form-urlencoded', 'application/x-www-form-urlencoded', 'text/plain', ''),
      mode: fc.constantFrom('navigate', 'navigate', 'cors', 'zebra'),
    })
    .map(({ url, method, query, body, cookie, language, type, mode }) => {
      const headers = { cookie, 'accept-language': language, 'content-type': type, 'sec-fetch-mode': mode, origin: 'null', host: 'zebra' };
      const hasBody = method !== 'GET' && method !== 'HEAD';
      return new Request(`${url}?${query}`, { method, headers, body: hasBody ? body : null });
    });
}

const cookieNames = [
  '__Host-signon-login-',
  `__Host-signon-login-${'0'.repeat(16)}`,
  `__Host-signon-login-${'A'.repeat(16)}`,
  '__Host-signon',
  'zebra',
];
