import { describe, expect, it } from 'vitest';
import { productAddresses } from '../../../src/adapters/destination.ts';
import { addressNames } from '../../../src/adapters/jira/names.ts';
import { identityProviderFrom } from '../../../src/saml/identity-provider.ts';
import { memoryStores } from '../../../src/stores/index.ts';
import { browserSessions } from '../../../src/web/sessions.ts';
import type { SignOnOptions } from '../../../src/web/settings.ts';
import { signOn } from '../../../src/web/sign-on.ts';
import { selfSigned } from '../../support/certificate.ts';
import { keyPair } from '../../support/keys.ts';
import { clean, statusXml } from '../../support/messages.ts';
import { answerByQuery, answerTo, codeOf, oidcConnection, places, samlConnection, service } from '../../support/sign-on.ts';
import { Visitor } from '../../support/visitor.ts';

describe('a login by SAML', () => {
  it('leads back to where the person wanted to go', async () => {
    const { visitor } = service();
    const browser = visitor();
    const sent = await browser.open(`${places.samlLogin}?returnTo=/inbox%3Fa=1`);
    expect([sent.status, new URL(sent.headers.get('location') ?? '').origin]).toEqual([303, 'https://idp.example']);
    const back = await browser.post(places.acs, answerTo(sent));
    expect([back.status, back.headers.get('location')]).toEqual([303, 'https://sp.example/inbox?a=1']);
  });

  it('hands the login to the application, with the request and where to send the person', async () => {
    const seen: unknown[] = [];
    const { visitor } = service({
      onLogin: (login, request, { returnTo, correlationId }) => {
        seen.push([login.identity.subject?.value, new URL(request.url).pathname, returnTo, correlationId.length]);
        return new Response('welcome');
      },
    });
    const browser = visitor();
    const back = await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
    expect([await back.text(), seen]).toEqual(['welcome', [[clean.subject, '/saml/acs', places.home, 12]]]);
  });

  it('hands on what there is to do, of which a copy has all', async () => {
    const { visitor, events } = service({
      onLogin: async (_, __, after) => {
        const { next, ...rest } = { ...after };
        await rest.provisioned({ 'jira.user.key': rest.correlationId });
        return next === after.next ? next : Response.error();
      },
    });
    const browser = visitor();
    const back = await browser.post(places.acs, answerTo(await browser.open(`${places.samlLogin}?returnTo=/inbox`)));
    expect([back.headers.get('location'), events.map(({ name }) => name)]).toEqual([
      'https://sp.example/inbox',
      ['login.started', 'user.provisioned', 'login.finished'],
    ]);
  });

  it.for<[string, () => Response]>([
    ['a redirect that nobody can change', () => Response.redirect('https://sp.example/there', 302)],
    ['a body that comes bit by bit', () => new Response(new Blob(['welcome', ' back']).stream())],
    ['none but a status', () => new Response(null, { status: 204 })],
  ])('is answered as the application wants it, with our cookies: %s', async ([, onLogin]) => {
    const { visitor } = service({ onLogin, sessions: browserSessions({}, service().world) });
    const browser = visitor();
    const back = await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
    expect([back.status, await back.text()]).toEqual([onLogin().status, await onLogin().text()]);
    expect(back.headers.getSetCookie().map((line) => line.split('=')[0])).toContain('__Host-signon');
  });

  it.for<[string, () => Response]>([
    ['throws', () => Response.json(1n)],
    ['answers nothing', () => undefined as unknown as Response],
    ['answers with an error of the network', () => Response.error()],
    ['answers with what somebody reads', () => readBy((response) => response.body?.getReader())],
    ['answers with what was read', () => readBy((response) => response.text())],
    ['answers with what is like a response only in part', () => ({ status: 200, body: 'Hello', headers: 5 }) as unknown as Response],
  ])('signs nobody in where the application %s', async ([, onLogin]) => {
    const { visitor } = service({ onLogin, sessions: browserSessions({}, service().world) });
    const browser = visitor();
    const page = await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
    expect([page.status, await codeOf(page), browser.cookies.size]).toEqual([500, 'unexpected', 0]);
  });

  it('ends with what the application answers, be it of another library', async () => {
    const foreign = { status: 201, headers: { 'x-a': 'b' }, body: new Response('Hello').body } as unknown as Response;
    const { visitor } = service({ onLogin: () => foreign });
    const browser = visitor();
    const back = await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
    expect([back.status, back.headers.get('x-a'), await back.text()]).toEqual([201, 'b', 'Hello']);
  });

  it('goes by a form where the provider wants one, which a button sends as well as a script', async () => {
    const { visitor } = service({ connections: [samlConnection({ idp: byPost() })] });
    const page = await visitor().open(places.samlLogin);
    const html = await page.text();
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).not.toContain('form-action');
    expect(html).toMatch(/<form[^>]* action="https:\/\/idp\.example\/sso"/);
    expect(html).toMatch(/<button/);
  });

  it('is found by the request that is answered where the provider loses the RelayState, or sends its own', async () => {
    const { visitor } = service();
    for (const RelayState of [undefined, '', 'https://portal.example/home']) {
      const browser = visitor();
      const { SAMLResponse } = answerTo(await browser.open(places.samlLogin));
      const back = await browser.post(places.acs, RelayState === undefined ? { SAMLResponse } : { SAMLResponse, RelayState });
      expect(back.status).toBe(303);
    }
  });

  it('goes on in each of several windows', async () => {
    const browser = service().visitor();
    const sent = await Promise.all(['/a', '/b', '/c'].map((page) => browser.open(`${places.samlLogin}?returnTo=${page}`)));
    const back = await Promise.all(sent.toReversed().map((each) => browser.post(places.acs, answerTo(each))));
    expect(back.map(({ headers }) => headers.get('location'))).toEqual(['/c', '/b', '/a'].map((page) => `https://sp.example${page}`));
  });

  it('is refused with what the provider says no by', async () => {
    const { visitor, events } = service();
    const browser = visitor();
    const sent = await browser.open(places.samlLogin);
    const denied = { assertions: [], status: statusXml(['Responder', 'RequestDenied']) };
    const page = await browser.post(places.acs, answerTo(sent, { response: denied }));
    expect([page.status, await codeOf(page)]).toEqual([403, 'provider.status']);
    expect(events.map(({ name }) => name)).toEqual(['login.started', 'login.refused']);
  });

  it.each([
    ['a path of our own', places.home, '/inbox?a=1#b', 'https://sp.example/inbox?a=1#b'],
    ['another origin', { default: places.home, origins: ['https://wiki.example'] }, 'https://wiki.example/a', 'https://wiki.example/a'],
    [
      'a product that takes paths alone',
      { default: 'https://sp.example/jira/', destination: productAddresses('https://sp.example/jira', addressNames).destination },
      '/browse/A-1',
      'https://sp.example/jira/browse/A-1',
    ],
  ])('that was refused begins anew by a link to where it was to lead: %s', async (_, returnTo, wanted, address) => {
    const browser = service({ returnTo }).visitor();
    const sent = await browser.open(`${places.samlLogin}?${new URLSearchParams({ returnTo: wanted })}`);
    const page = await browser.post(places.acs, answerTo(sent, { response: { assertions: [], status: statusXml(['Responder']) } }));
    const [, link = ''] = /<a href="([^"]+login\?[^"]+)"/.exec(await page.text()) ?? [];
    const again = await browser.open(link);
    expect((await browser.post(places.acs, answerTo(again))).headers.get('location')).toBe(address);
  });
});

describe('a login by OpenID Connect', () => {
  it('leads back to where the person wanted to go', async () => {
    const web = service();
    const browser = web.visitor();
    const sent = await browser.open(`${places.oidcLogin}?returnTo=/inbox`);
    const back = await browser.open(answerByQuery(web, sent), 'elsewhere');
    expect([back.status, back.headers.get('location')]).toEqual([303, 'https://sp.example/inbox']);
  });

  it('is handed to the application with its tokens, which it may keep', async () => {
    const kept: unknown[] = [];
    const onLogin: SignOnOptions['onLogin'] = (login, _, { next }) => {
      kept.push(login.protocol === 'oidc' ? login.tokens.idToken : undefined);
      return next;
    };
    const web = service({ onLogin });
    const browser = web.visitor();
    await browser.open(answerByQuery(web, await browser.open(places.oidcLogin)), 'elsewhere');
    expect(kept).toEqual([expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/)]);
  });

  it.for(['form_post', 'query.jwt', 'form_post.jwt'] as const)('takes an answer that comes by %s', async (responseMode) => {
    const web = service((party, env) => ({ connections: [oidcConnection(party, env, { login: { responseMode } })] }));
    const browser = web.visitor();
    const sent = await browser.open(places.oidcLogin);
    const { parameters, mode } = web.party.authorize({ kind: 'redirect', url: sent.headers.get('location') ?? '' });
    const fields = new URLSearchParams(Object.entries(parameters));
    const back =
      mode === 'form_post' ? await browser.post(places.callback, fields) : await browser.open(`${places.callback}?${fields}`, 'elsewhere');
    expect(back.status).toBe(303);
  });

  it('begins for a provider that sends somebody, within our own pages', async () => {
    const web = service();
    const initiated = (target: string) =>
      `${places.oidcLogin}?${new URLSearchParams({ iss: web.party.issuer, login_hint: 'alice', target_link_uri: target })}`;
    const browser = web.visitor();
    const sent = await browser.open(initiated('https://sp.example/inbox'), 'elsewhere');
    expect(new URL(sent.headers.get('location') ?? '').searchParams.get('login_hint')).toBe('alice');
    expect((await browser.open(answerByQuery(web, sent), 'elsewhere')).headers.get('location')).toBe('https://sp.example/inbox');
    expect(await codeOf(await browser.open(initiated('https://evil.example/'), 'elsewhere'))).toBe('message.parameter');
    for (const hint of [{}, { login_hint: '' }, { login_hint: ' \u00a0' }])
      expect((await browser.post(places.oidcLogin, { iss: web.party.issuer, ...hint })).status).toBe(303);
    expect(await codeOf(await browser.post(places.oidcLogin, { iss: 'https://other.example' }))).toBe('message.parameter');
  });
});

describe('what is told of logins', () => {
  it('has one correlation id from beginning to end', async () => {
    const { visitor, events } = service({
      onLogin: async (_, __, after) => {
        await after.provisioned({ 'signon.changes': 2 });
        return after.next;
      },
    });
    const browser = visitor();
    await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
    expect(events.map(({ name }) => name)).toEqual(['login.started', 'user.provisioned', 'login.finished']);
    expect(new Set(events.map(({ attributes }) => attributes['signon.correlation_id'])).size).toBe(1);
    expect(events[1]?.attributes).toMatchObject({ 'signon.provider': 'idp', 'signon.protocol': 'saml', 'user.id': clean.subject });
  });

  it('is what the person is told, too', async () => {
    const { visitor, events } = service();
    const page = await visitor().open(`${places.samlLogin}?returnTo=//evil.example`);
    const [event] = events;
    expect(event?.name).toBe('login.refused');
    expect(event?.attributes['error.type']).toBe('message.parameter');
    expect(await page.text()).toContain(String(event?.attributes['signon.correlation_id']));
  });

  it('is told whatever was thrown, with all that no page shows', async () => {
    const broken = new TypeError('a column that is not there');
    const onLogin = () => {
      throw broken;
    };
    const { visitor, events } = service({ onLogin });
    const browser = visitor();
    const page = await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
    expect([events.at(-1)?.name, events.at(-1)?.error]).toEqual(['login.refused', broken]);
    expect(await page.text()).not.toContain(broken.message);
    await browser.open(`${places.samlLogin}?returnTo=//evil.example`);
    expect(events.at(-1)?.error).toMatchObject({ code: 'message.parameter', details: { parameter: 'returnTo', reason: 'unknown-value' } });
  });

  it('is said by our own page where that of the application fails', async () => {
    const refusal = () => {
      throw new Error('a template that fails');
    };
    const page = await service({ look: { templates: { refusal } } })
      .visitor()
      .post(places.acs, {});
    expect([page.status, await codeOf(page)]).toEqual([400, 'message.parameter']);
  });

  it('refuses a login that cannot be told', async () => {
    const audit: SignOnOptions['audit'] = ({ name }) => {
      if (name === 'login.finished') throw new Error('the log is full');
    };
    const browser = service({ audit }).visitor();
    const page = await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
    expect([page.status, await codeOf(page)]).toEqual([500, 'unexpected']);
  });
});

describe('a store of logins', () => {
  it.for(['null', '[]', '"text"', '7', '{'])('that gives back %s is taken for one that does not answer', async (kept) => {
    const { visitor } = service((_, env) => {
      const { pending, replay } = memoryStores({}, env);
      return { stores: { replay, pending: { ...pending, take: async () => kept } } };
    });
    const browser = visitor();
    const page = await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)));
    expect([page.status, await codeOf(page)]).toEqual([503, 'store.unavailable']);
  });
});

describe('an address', () => {
  it('that is not ours is left to the application, its body unread', async () => {
    const { answer } = service();
    const request = new Request('https://sp.example/other', { method: 'POST', body: 'a=b' });
    expect([await answer(request), await request.text()]).toEqual([undefined, 'a=b']);
  });

  it('takes the methods that belong there and says which', async () => {
    const browser = service().visitor();
    const cases = [
      ['PUT', places.acs, 'POST'],
      ['GET', places.acs, 'POST'],
      ['HEAD', places.samlLogin, 'GET'],
      ['DELETE', places.callback, 'GET, POST'],
      ['POST', places.metadata, 'GET, HEAD'],
    ] as const;
    for (const [method, url, allowed] of cases) {
      const page = await browser.send(new Request(url, { method }));
      expect([method, page.status, page.headers.get('allow')]).toEqual([method, 405, allowed]);
    }
  });

  it('is the configured one, whatever the request says of its host', async () => {
    const { visitor } = service();
    const browser = visitor();
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' };
    const sent = await browser.open(places.samlLogin.replace('sp.example', 'evil.example'), 'here', headers);
    expect(sent.headers.get('location')).not.toContain('evil');
    const back = await browser.post(places.acs.replace('https://sp.example', 'http://evil.example:81'), answerTo(sent));
    expect(back.headers.get('location')).toBe(places.home);
  });

  it('has our metadata for whoever asks', async () => {
    const browser = service().visitor();
    const answer = await browser.open(places.metadata);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/samlmetadata+xml']);
    expect(await answer.text()).toContain(`entityID="${clean.sp}"`);
    expect(await (await browser.send(new Request(places.metadata, { method: 'HEAD' }))).text()).toBe('');
  });
});

describe('options', () => {
  it('are read at each request where they are a function', async () => {
    let returnTo = 'https://sp.example/before';
    const web = service();
    const options = () => ({
      connections: [samlConnection()],
      returnTo,
      onLogin: (_: unknown, __: unknown, { next }: { next: Response }) => next,
    });
    const { answer } = signOn(options, web.world);
    const landed = async (browser: Visitor) =>
      (await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)))).headers.get('location');
    const first = await landed(new Visitor(answer, web.world.now));
    returnTo = 'https://sp.example/after';
    expect([first, await landed(new Visitor(answer, web.world.now))]).toEqual(['https://sp.example/before', returnTo]);
  });

  it.for<[string, Partial<SignOnOptions>]>([
    ['connections', { connections: [] }],
    ['connections', { connections: [samlConnection(), samlConnection()] }],
    ['connections[0].protocol', { connections: [{ ...samlConnection(), protocol: 'ldap' as 'saml' }] }],
    ['connections[0].loginURL', { connections: [{ ...samlConnection(), loginURL: '/' } as never] }],
    ['connections[0].loginUrl', { connections: [samlConnection({ loginUrl: 'http://sp.example/login' })] }],
    ['connections.id', { connections: [samlConnection({ id: 'other' })] }],
    [
      'connections',
      { connections: [samlConnection(), { ...samlConnection(), loginUrl: places.metadata, metadataUrl: places.metadata, id: 'idp' }] },
    ],
    ['returnTo.default', { returnTo: '/home' }],
    ['returnTo.origins[0]', { returnTo: { default: places.home, origins: ['https://wiki.example/'] } }],
    ['onLogin', { onLogin: undefined as never }],
    ['keptFormBytes', { keptFormBytes: -1 }],
    ['stores', { stores: {} as never }],
    ['onlogin', { onlogin: () => new Response() } as never],
  ])('refuses %s that cannot be', ([field, options]) => {
    expect(() => service(options)).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field }) }),
    );
  });
});

/** A provider that takes requests as forms. */
function byPost() {
  const certificates = [selfSigned(keyPair('rsa-2048').privateKey).base64];
  return identityProviderFrom({ entityId: clean.idp, ssoUrl: 'https://idp.example/sso', ssoBinding: 'post', certificates }, { id: 'idp' });
}

/** An answer whose body somebody else has begun with. */
function readBy(reader: (response: Response) => unknown): Response {
  const response = new Response('<p>Hello</p>');
  void reader(response);
  return response;
}
