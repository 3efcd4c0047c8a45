import { describe, expect, it } from 'vitest';
import type { LoginHints } from '../../../src/identity/login.ts';
import { entraId } from '../../../src/providers/entra-id.ts';
import { samlLogin } from '../../../src/providers/login.ts';
import { type RoutingOptions, routing } from '../../../src/routing/routing.ts';
import type { ChoiceOptions } from '../../../src/web/choice.ts';
import { formsIn } from '../../support/html.ts';
import { them } from '../../support/saml-login.ts';
import { answerByQuery, codeOf, oidcConnection, places, samlConnection, service } from '../../support/sign-on.ts';

describe('the page where people come to sign in', () => {
  it('offers the providers by name, and each leads to its login and back to where the person wanted to go', async () => {
    const web = choosing({ start: 'chooser' });
    const browser = web.visitor();
    const page = await (await browser.open(`${place}?returnTo=/inbox`)).text();
    const links = linksIn(page);
    expect(links.map(([, words]) => words)).toEqual(['Sign in with Acme', 'Partners']);
    const sent = await browser.open(links[1]?.[0] ?? '');
    expect((await browser.open(answerByQuery(web, sent), 'elsewhere')).headers.get('location')).toBe('https://sp.example/inbox');
  });

  it('asks for an address whose domain decides, and tells the provider who is coming', async () => {
    const web = choosing({ start: 'email-first' });
    const browser = web.visitor();
    const page = await browser.open(`${place}?returnTo=/inbox`);
    const [form] = formsIn(await page.text(), place);
    const typed = async (user: string) =>
      await browser.post(
        form?.action ?? '',
        new URLSearchParams([...(form?.fields ?? []), ['user', user]].map(pair).filter(([name, value]) => name !== 'user' || value !== '')),
        'here',
      );
    const sent = await typed('Bob@Partner.Example');
    const asked = new URL(sent.headers.get('location') ?? '');
    expect([asked.origin, asked.searchParams.get('login_hint')]).toEqual(['https://op.example', 'Bob@Partner.Example']);
    expect((await browser.open(answerByQuery(web, sent), 'elsewhere')).headers.get('location')).toBe('https://sp.example/inbox');
    expect(new URL((await typed('alice@acme.example')).headers.get('location') ?? '').origin).toBe('https://idp.example');
    expect(linksIn(await (await typed('eve@nowhere.example')).text())).toHaveLength(2);
  });

  it.for(['whr', 'domain_hint', 'login_hint'])('sends straight to the provider that %s leads to', async (hint) => {
    const browser = choosing({ start: 'chooser' }).visitor();
    const sent = await browser.open(`${place}?${hint}=${hint === 'login_hint' ? 'bob@' : ''}partner.example`);
    expect(new URL(sent.headers.get('location') ?? '').origin).toBe('https://op.example');
  });

  it('tells a provider by SAML who is coming in the words that its product has for it', async () => {
    const { saml: entra } = entraId({ tenant: '11111111-2222-3333-4444-555555555555' });
    if (entra === undefined) throw new Error('it speaks SAML');
    const login = (_: Request, hints: LoginHints) => samlLogin(entra, {}, hints);
    const browser = choosing({ start: 'email-first' }, { saml: { login } }).visitor();
    const sent = await browser.post(place, { user: 'alice@acme.example' }, 'here');
    expect(new URL(sent.headers.get('location') ?? '').searchParams.get('login_hint')).toBe('alice@acme.example');
  });

  it('begins no login for a form of another site, which comes without cookies: it leads to the same by its address', async () => {
    const browser = choosing({ start: 'email-first' }).visitor();
    const answer = await browser.post(place, { user: 'bob@partner.example', returnTo: '/inbox' });
    expect([answer.status, browser.cookies.size]).toEqual([303, 0]);
    const sent = await browser.open(answer.headers.get('location') ?? '', 'elsewhere');
    expect([new URL(sent.headers.get('location') ?? '').origin, browser.cookies.size]).toEqual(['https://op.example', 1]);
  });

  it('begins no login for a script or an image', async () => {
    const browser = choosing({ start: 'forced', default: 'idp' }).visitor();
    const page = await browser.open(place, 'elsewhere', { 'sec-fetch-mode': 'no-cors' });
    expect([page.status, await codeOf(page), browser.cookies.size]).toEqual([401, 'login.required', 0]);
  });

  it('sends straight to the provider where no choice is left, with no page between', async () => {
    const browser = choosing({ start: 'forced', default: 'idp' }).visitor();
    for (const wish of ['', '?wants=password', '?wants=bypass'])
      expect(new URL((await browser.open(`${place}${wish}`)).headers.get('location') ?? '').origin).toBe('https://idp.example');
  });

  it('offers first whom the person had the last time', async () => {
    const web = choosing({ start: 'chooser' });
    const browser = web.visitor();
    const sent = await browser.open(`${place}?provider=op`);
    await browser.open(answerByQuery(web, sent), 'elsewhere');
    expect(linksIn(await (await browser.open(place)).text()).map(([, words]) => words)).toEqual(['Partners', 'Sign in with Acme']);
  });

  it.for(['nobody', '%E0%A4%A', '<script>', 'a'.repeat(5_000)])('is not led by a memory that nobody gave it (%$)', async (planted) => {
    const browser = choosing({ start: 'chooser', remembered: 'follow' }).visitor();
    browser.plant('__Host-signon-provider', planted);
    expect((await browser.open(place)).status).toBe(200);
  });

  it('leads to the product’s own login where the entrance lets people have it', async () => {
    const browser = choosing({ start: 'default', default: 'idp' }).visitor();
    const own = await browser.open(`${place}?wants=password&returnTo=/inbox`);
    expect(own.headers.get('location')).toBe('https://sp.example/own-login?to=https%3A%2F%2Fsp.example%2Finbox');
  });

  it('lets nobody past it but from the networks that are named, and tells of whoever wants it', async () => {
    const web = choosing({ start: 'forced', default: 'idp' }, {}, ['192.0.2.0/24']);
    const wanted = new Request(`${place}?wants=bypass`, { headers: { 'x-forwarded-for': '192.0.2.7' } });
    const [refused, granted] = [await web.answer(wanted, { address: '198.51.100.1' }), await web.answer(wanted, { address: '192.0.2.7' })];
    expect([refused, granted].map((answer) => new URL(answer?.headers.get('location') ?? '').origin)).toEqual([
      'https://idp.example',
      'https://sp.example',
    ]);
    const told = web.events
      .filter(({ name }) => name === 'login.bypass')
      .map(({ attributes }) => [attributes['signon.granted'], attributes['client.address'], attributes['signon.network']]);
    expect(told).toEqual([
      [false, '198.51.100.1', undefined],
      [true, '192.0.2.7', '192.0.2.0/24'],
    ]);
  });

  it('is where a page that wants somebody to be signed in sends them, unless it is clear whom to ask', async () => {
    const web = choosing({ start: 'chooser' });
    const page = await web.challenge(new Request('https://sp.example/reports?a=b'));
    expect(page.headers.get('location')).toBe(`${place}?${new URLSearchParams({ returnTo: '/reports?a=b' })}`);
    const forced = choosing({ start: 'forced', default: 'op' });
    expect(new URL((await forced.challenge(new Request('https://sp.example/reports'))).headers.get('location') ?? '').origin).toBe(
      'https://op.example',
    );
    const form = new Request('https://sp.example/comment', { method: 'POST', body: 'a=b' });
    expect(await codeOf(await web.challenge(form))).toBe('request.not-kept');
  });

  it('leads to nowhere else', async () => {
    const browser = choosing({ start: 'chooser' }).visitor();
    for (const query of ['returnTo=//evil.example', 'returnTo=/a&returnTo=/b', 'wants=nothing'])
      expect(await codeOf(await browser.open(`${place}?${query}`))).toBe('message.parameter');
    expect((await browser.open(`${place}?provider=nobody`)).status).toBe(200);
  });
});

describe('the logo of a provider', () => {
  it('is fetched and served by us, so that no browser tells others who is about to sign in', async () => {
    const web = choosing({ start: 'chooser' }, { idp: pictured('https://idp.example/logo.png') });
    web.party.answers.set('/logo.png', () => new Response(new Uint8Array([1, 2, 3]), { headers: { 'content-type': 'image/png' } }));
    const browser = web.visitor();
    const page = await (await browser.open(place)).text();
    const [, src = ''] = /<img src="([^"]+)"/.exec(page) ?? [];
    expect(src).toBe(`${place}?logo=idp`);
    const picture = await browser.open(src);
    expect([picture.headers.get('content-type'), new Uint8Array(await picture.arrayBuffer())]).toEqual([
      'image/png',
      new Uint8Array([1, 2, 3]),
    ]);
    await browser.open(src);
    expect(web.party.count('/logo.png')).toBe(1);
  });

  it('is taken as it is where its metadata holds it', async () => {
    const page = await choosing({ start: 'chooser' }, { idp: pictured('data:image/png;base64,AAAA') })
      .visitor()
      .open(place);
    expect(await page.text()).toContain('<img src="data:image/png;base64,AAAA"');
  });

  it('is no page, whatever is at its address', async () => {
    const web = choosing({ start: 'chooser' }, { idp: pictured('https://idp.example/logo.png') });
    web.party.answers.set('/logo.png', () => new Response('<script>', { headers: { 'content-type': 'text/html' } }));
    const browser = web.visitor();
    for (const id of ['idp', 'op', 'nobody']) expect((await browser.open(`${place}?logo=${id}`)).status).toBe(404);
  });
});

describe('the options of a choice', () => {
  it.for<[string, Partial<ChoiceOptions>]>([
    ['choice.url', { url: '/login' }],
    ['choice.routing', { routing: routing({ providers: [{ id: 'other', name: 'Other' }], entrance: { start: 'forced' } }) }],
    ['choice.password', { routing: routing({ providers: [{ id: 'idp', name: 'Acme' }], entrance: { start: 'default' } }) }],
    ['choice.routes', { routes: [] } as never],
    ['connections', { url: places.samlLogin }],
  ])('must be possible: %s', ([field, options]) => {
    const chosen = {
      url: place,
      routing: routing({ providers: [{ id: 'idp', name: 'Acme' }], entrance: { start: 'forced' } }),
      ...options,
    };
    expect(() => service({ choice: chosen })).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field }) }),
    );
  });
});

/** A service with a page of choice. */
function choosing(
  entrance: RoutingOptions['entrance'],
  { saml = {}, idp = them() }: { saml?: Parameters<typeof samlConnection>[0]; idp?: ReturnType<typeof them> } = {},
  networks: readonly string[] = [],
) {
  const providers = [
    { id: 'idp', name: 'Acme', domains: ['acme.example'], tellUser: true },
    { id: 'op', name: 'Partner', button: 'Partners', domains: ['partner.example'] },
  ];
  return service((party, env) => ({
    connections: [samlConnection({ idp, ...saml }), oidcConnection(party, env)],
    choice: {
      url: place,
      routing: routing({ providers, entrance, ...(networks.length === 0 ? {} : { bypass: { networks } }) }),
      password: (returnTo) => `https://sp.example/own-login?${new URLSearchParams({ to: returnTo })}`,
      product: 'Jira',
    },
  }));
}

function pictured(url: string) {
  return { ...them(), logos: [{ url, width: 80, height: 60 }] };
}

function linksIn(page: string): readonly (readonly [string, string])[] {
  return [...page.matchAll(/<li><a href="([^"]+)">(.*?)<\/a>/g)].map(([, href = '', words = '']) => [
    href.replaceAll(/&(?:amp|#38);/g, '&'),
    words.replace(/<[^>]*>/g, ''),
  ]);
}

function pair([name = '', value = '']: readonly string[]): [string, string] {
  return [name, value];
}

const place = 'https://sp.example/sign-in';
