import { describe, expect, it } from 'vitest';
import { SsoError } from '../../../src/core/errors.ts';
import { toNode } from '../../../src/node/to-node.ts';
import { bindings } from '../../../src/saml/names.ts';
import { memoryReplayStore } from '../../../src/stores/memory.ts';
import { memoryPendingStore } from '../../../src/stores/memory-pending.ts';
import { memorySessionIndex, memorySessionStore } from '../../../src/stores/memory-sessions.ts';
import { memoryStores } from '../../../src/stores/memory-stores.ts';
import { type BrowserSessions, browserSessions } from '../../../src/web/sessions.ts';
import type { SignedOut } from '../../../src/web/signed-in.ts';
import { keyPair } from '../../support/keys.ts';
import { logoutNames, logoutResponseXml } from '../../support/logout-messages.ts';
import { authnStatementXml, clean, issuerXml, later, statusXml } from '../../support/messages.ts';
import { bodyIn, answerTo as octetsTo, statusesIn } from '../../support/octets.ts';
import { queryOf, them, us, usualSigning } from '../../support/saml-logout.ts';
import { serveHttp } from '../../support/servers.ts';
import type { Service } from '../../support/sign-on.ts';
import { answerTo, codeOf, places, samlConnection } from '../../support/sign-on.ts';
import {
  type Bringing,
  brought,
  exits,
  isSignedIn,
  logoutEvents,
  logoutRequest,
  nameOf,
  samlExits,
  sentOn,
  serviceWithExits,
  signedInBySaml,
} from '../../support/sign-out.ts';
import type { Visitor } from '../../support/visitor.ts';

const ways = ['redirect', 'post', 'soap'] as const;

describe('an identity provider that asks for a logout', () => {
  it.for(ways)('by %s ends the session that it names, and no other, without any cookie, and is answered the same way', async (way) => {
    const own = serviceWithExits();
    const browsers = [
      await signedInBySaml(own, 'alice', 'one'),
      await signedInBySaml(own, 'alice', 'two'),
      await signedInBySaml(own, 'bob', 'one'),
    ];
    const response = await brought(own, logoutRequest('alice', ['two']), { way, relayState: 'as it came' });
    expect(response.status).toBe(way === 'redirect' ? 303 : 200);
    expect([response.headers.get('cache-control'), response.headers.getSetCookie()]).toEqual(['no-store', []]);
    const { xml, relayState, to } = way === 'soap' ? { xml: await response.text(), relayState: null, to: '' } : await sentOn(response);
    expect(xml).toMatch(/<samlp:LogoutResponse .*InResponseTo="_logout\d+"/);
    expect(xml).toContain('urn:oasis:names:tc:SAML:2.0:status:Success');
    if (way !== 'soap') expect([relayState, to]).toEqual(['as it came', logoutNames.idpSloUrl]);
    expect(await present(browsers)).toEqual([true, false, true]);
    expect(logoutEvents(own)).toEqual(['logout.asked', 'logout.ended']);
    expect(own.events.at(-1)?.attributes).toMatchObject({ 'signon.reason': 'provider', 'user.id': 'alice', 'signon.protocol': 'saml' });
  });

  it.for([
    ['all of a person', 'alice', [], [false, false, true]],
    ['several', 'alice', ['one', 'two', 'three'], [false, false, true]],
    ['a person who is not here', 'carol', [], [true, true, true]],
    ['a session that is not here', 'alice', ['three'], [true, true, true]],
  ] as const)('is told of success for %s', async ([, name, indexes, left]) => {
    const own = serviceWithExits();
    const browsers = [
      await signedInBySaml(own, 'alice', 'one'),
      await signedInBySaml(own, 'alice', 'two'),
      await signedInBySaml(own, 'bob', 'one'),
    ];
    expect((await sentOn(await brought(own, logoutRequest(name, indexes)))).xml).toContain('status:Success');
    expect(await present(browsers)).toEqual(left);
  });

  it('may have the answer sent from a frame in its page, and not from where no browser ever is', async () => {
    const [front, back] = ['https://idp.example/slo', 'https://back.idp.example/slo'];
    const singleLogoutServices = [
      { binding: bindings.soap, location: back },
      { binding: bindings.post, location: front },
    ];
    const own = serviceWithExits({ connections: [samlConnection({ sp: us(), idp: { ...them(), singleLogoutServices } })] });
    const response = await brought(own, logoutRequest('alice', []), { way: 'post' });
    expect(response.headers.get('content-security-policy')).toMatch(/frame-ancestors https:\/\/idp\.example(?:;|$)/);
    expect(response.headers.get('x-frame-options')).toBeNull();
  });

  it.for([
    ['every host', 'https://*/slo'],
    ['the end of the policy', 'https://other.example,a/slo'],
    ['one more directive', 'https://other.example;script-src-elem/slo'],
  ] as const)('names in our policy of frames no host that a browser would take for %s', async ([, location]) => {
    const singleLogoutServices = [{ binding: bindings.post, location }];
    const own = serviceWithExits({ connections: [samlConnection({ sp: us(), idp: { ...them(), singleLogoutServices } })] });
    const response = await brought(own, logoutRequest('alice', []), { way: 'post' });
    expect(response.headers.get('content-security-policy')).toMatch(/; frame-ancestors https:\/\/idp\.example$/);
  });

  it('has it carried out by the application, too, and is told where that could not be', async () => {
    const signedOut: SignedOut[] = [];
    const own = serviceWithExits({
      onLogout: (one) => {
        signedOut.push(one);
        if (one.indexes.length === 0) throw new Error('the product is away');
      },
    });
    const browser = await signedInBySaml(own, 'alice', 'one');
    expect((await sentOn(await brought(own, logoutRequest('alice', ['one', 'two'])))).xml).toContain('status:Success');
    expect((await sentOn(await brought(own, logoutRequest('alice', [])))).xml).toContain('status:Responder');
    expect(signedOut[0]).toMatchObject({ by: 'provider', provider: 'idp', subject: { value: 'alice' }, indexes: ['one', 'two'] });
    expect([signedOut.map(({ sessions }) => sessions.map(nameOf)), await isSignedIn(browser)]).toEqual([[['alice'], []], false]);
    expect(logoutEvents(own)).toEqual(['logout.asked', 'logout.ended', 'logout.asked', 'logout.refused']);
  });

  it('has what has ended of it carried out by the application, also where not all could be', async () => {
    const signedOut: SignedOut[] = [];
    const own = serviceWithExits((env) => {
      const index = { ...memorySessionIndex({}, env), close: () => Promise.reject(new SsoError('store.full', { store: 'session-index' })) };
      const sessions = browserSessions({ store: memorySessionStore({}, env), index }, env);
      return { sessions, onLogout: (one) => void signedOut.push(one) };
    });
    await signedInBySaml(own, 'alice', 'one');
    expect((await sentOn(await brought(own, logoutRequest('alice', ['one'])))).xml).toContain('status:Responder');
    expect(signedOut.map(({ sessions }) => sessions.map(nameOf))).toEqual([['alice']]);
    expect(logoutEvents(own)).toEqual(['logout.asked', 'logout.ended', 'logout.refused']);
  });

  it('is told where a session could not be ended', async () => {
    const own = serviceWithExits((env) => {
      const store = { ...memorySessionStore({}, env), end: () => Promise.reject(new Error('secret')) };
      return { sessions: browserSessions({ store, index: memorySessionIndex({}, env) }, env) };
    });
    await signedInBySaml(own, 'alice', 'one');
    for (const way of ways) {
      const response = await brought(own, logoutRequest('alice', ['one']), { way });
      const { xml } = way === 'soap' ? { xml: await response.text() } : await sentOn(response);
      expect(xml).toContain('status:Responder');
      expect(xml).not.toContain('secret');
    }
  });

  it.for<readonly [string, string, Bringing]>([
    ['is not signed', logoutRequest('alice', ['one']), { signing: null }],
    ['is not signed, as a form', logoutRequest('alice', ['one']), { signing: null, way: 'post' }],
    ['is not signed, by itself', logoutRequest('alice', ['one']), { signing: null, way: 'soap' }],
    ['is signed by somebody else', logoutRequest('alice', ['one']), { signing: { key: keyPair('rsa-2048', 'mallory').privateKey } }],
    ['is by somebody else', logoutRequest('alice', ['one'], { issuer: issuerXml('https://mallory.example/saml') }), {}],
    ['is meant for somebody else', logoutRequest('alice', ['one'], { destination: 'https://other.example/slo' }), {}],
    ['comes too late', logoutRequest('alice', ['one'], { notOnOrAfter: later(-400), issueInstant: later(-500) }), { way: 'post' }],
    ['names nobody', logoutRequest('alice', ['one'], { nameId: null }), {}],
    ['cannot be read', '<samlp:LogoutRequest', { signing: null, way: 'post' }],
    ['is an answer that nobody waits for', logoutResponseXml(), { way: 'soap' }],
  ])('ends nothing where what it says %s', async ([, xml, way]) => {
    const own = serviceWithExits();
    const browser = await signedInBySaml(own, 'alice', 'one');
    const response = await brought(own, xml, way);
    expect(response.status >= 400 && response.status < 500).toBe(true);
    expect(await response.text()).toContain('This sign-out was not accepted');
    expect([await isSignedIn(browser), logoutEvents(own)]).toEqual([true, ['logout.refused']]);
  });

  it('is listened to once', async () => {
    const own = serviceWithExits();
    const message = logoutRequest('alice', []);
    await brought(own, message);
    const browser = await signedInBySaml(own, 'alice', 'two');
    for (const way of ways) expect(await codeOf(await brought(own, message, { way }))).toBe('logout.replayed');
    expect(await isSignedIn(browser)).toBe(false);
    expect(logoutEvents(own).filter((name) => name === 'logout.asked')).toHaveLength(1);
  });

  it('says it of its own people only, where several providers ask at one address', async () => {
    const [mallory, key] = ['https://mallory.example/saml', keyPair('rsa-2048', 'mallory')];
    const theirs = { ...them({ id: 'mallory' }, [key]), entityId: mallory, issuers: [mallory] };
    const sp = us();
    const own = serviceWithExits({
      connections: [samlConnection({ sp }), samlConnection({ sp, idp: theirs, loginUrl: 'https://sp.example/mallory' })],
    });
    const browser = await signedInBySaml(own, 'alice', 'one');
    const signing = { key: key.privateKey };
    expect((await brought(own, logoutRequest('alice', ['one'], { issuer: issuerXml(mallory) }), { signing })).status).toBe(303);
    expect((await brought(own, logoutRequest('alice', ['one']), { signing })).status).toBe(403);
    expect((await brought(own, logoutRequest('alice', ['one'], { issuer: issuerXml('https://nobody.example') }), { signing })).status).toBe(
      403,
    );
    expect(await isSignedIn(browser)).toBe(true);
    for (const way of ways) await brought(own, logoutRequest('alice', ['one']), { way });
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('is listened to whatever the provider of another tenant calls itself', async () => {
    const [sp, key] = [us(), keyPair('rsa-2048', 'mallory')];
    const own = serviceWithExits({
      connections: [samlConnection({ sp, idp: them({ id: 'mallory' }, [key]), loginUrl: 'https://sp.example/mallory' }), samlExits({ sp })],
    });
    const nobody = keyPair('rsa-2048', 'nobody');
    for (const way of ways) {
      const browser = await signedInBySaml(own, 'alice', way);
      const forged = await brought(own, logoutRequest('alice', [way]), { way, signing: { key: nobody.privateKey } });
      await brought(own, logoutRequest('alice', [way]), { way, signing: { key: key.privateKey } });
      expect([await codeOf(forged), await isSignedIn(browser)]).toEqual(['signature.value', true]);
      expect((await brought(own, logoutRequest('alice', [way]), { way })).status).toBe(way === 'redirect' ? 303 : 200);
      expect(await isSignedIn(browser)).toBe(false);
    }
  });

  it('is listened to, and not answered, where another tenant has registered its very name and keys', async () => {
    const sp = us();
    const twin = samlExits({ sp, id: 'mallory', idp: them({ id: 'mallory' }), loginUrl: 'https://sp.example/mallory' });
    const own = serviceWithExits({ connections: [twin, samlExits({ sp })] });
    const browser = await signedInBySaml(own, 'alice', 'one');
    expect(await codeOf(await brought(own, logoutRequest('alice', ['one'])))).toBe('login.unknown-provider');
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('is faster than the login, which then signs nobody in', async () => {
    const own = serviceWithExits();
    await brought(own, logoutRequest('alice', ['one']));
    own.world.pass(60);
    expect(await isSignedIn(await signedInBySaml(own, 'alice', 'one'))).toBe(false);
    expect(own.events.at(-1)?.attributes['error.type']).toBe('login.ended');
    for (const [name, index] of [
      ['alice', 'two'],
      ['bob', 'one'],
    ] as const)
      expect(await isSignedIn(await signedInBySaml(own, name, index))).toBe(true);
  });

  it.for<[string, (sessions: BrowserSessions) => BrowserSessions]>([
    ['never hears', (sessions) => sessions],
    ['never hears, whose sessions are a copy of ours', (sessions) => ({ ...sessions })],
    ['never hears, whose sessions are a proxy of ours', (sessions) => new Proxy(sessions, {})],
  ])('is faster than the login, of which the application then %s', async ([, wrapped]) => {
    const heard: string[] = [];
    const own = serviceWithExits((env) => ({
      sessions: wrapped(browserSessions({}, env)),
      onLogin: ({ session: { index = '' } }, _, { next }) => {
        heard.push(index);
        return next;
      },
    }));
    await brought(own, logoutRequest('alice', ['one']));
    own.world.pass(60);
    for (const index of ['one', 'two']) await signedInBySaml(own, 'alice', index);
    expect(heard).toEqual(['two']);
  });

  it('may come while the application does its part, and the login still signs nobody in', async () => {
    const own: Service = serviceWithExits({
      onLogin: async (_, __, { next }) => {
        await brought(own, logoutRequest('alice', ['one']));
        return next;
      },
    });
    expect(await isSignedIn(await signedInBySaml(own, 'alice', 'one'))).toBe(false);
    expect(own.events.at(-1)?.attributes['error.type']).toBe('login.ended');
  });

  it('is heard of by a login that was under way and whose answer is held back for longer than the request counts', async () => {
    const own = serviceWithExits();
    const browser = own.visitor();
    const statements = [authnStatementXml({ SessionIndex: 'one' })];
    const answer = answerTo(await browser.open(places.samlLogin), { name: 'alice', assertion: { statements } });
    await brought(own, logoutRequest('alice', ['one'], { notOnOrAfter: later(60) }));
    own.world.pass(300);
    await browser.post(places.acs, answer);
    expect([await isSignedIn(browser), own.events.at(-1)?.attributes['error.type']]).toEqual([false, 'login.ended']);
  });

  it('cannot be played by whoever has no key of its: a flood of messages writes nothing into any store', async () => {
    const written: string[] = [];
    const own = serviceWithExits((env) => {
      const [replay, index] = [memoryReplayStore({}, env), memorySessionIndex({}, env)];
      const used = async (key: string) => {
        written.push(key);
        return true;
      };
      const close = async (name: string) => void written.push(name);
      return {
        stores: { pending: memoryPendingStore({}, env), replay: { ...replay, firstUse: used } },
        sessions: browserSessions({ index: { ...index, close } }, env),
      };
    });
    for (let at = 0; at < 50; at += 1) {
      const key = keyPair('rsa-2048', 'mallory').privateKey;
      for (const way of ways)
        for (const signing of [null, { key }])
          expect((await brought(own, logoutRequest(`${at}`, ['one']), { way, signing })).status).toBe(403);
    }
    expect(written).toEqual([]);
  });

  it('finds a session under a name that says what may be left out', async () => {
    const own = serviceWithExits();
    const browser = await signedInBySaml(own, 'alice', 'one');
    const attributes = `Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress" NameQualifier="${clean.idp}" SPNameQualifier="${clean.sp}"`;
    await brought(own, logoutRequest('alice', [], { nameId: `<saml:NameID ${attributes}>alice</saml:NameID>` }));
    expect(await isSignedIn(browser)).toBe(false);
  });
});

describe('whoever signs out of all by SAML', () => {
  it.for(ways.slice(0, 2))('is signed out here first, then sent to the provider, and told what it has answered by %s', async (way) => {
    const own = serviceWithExits();
    const { browser, sent } = await leaves(own);
    const { xml, relayState, to } = await sentOn(sent);
    expect([sent.status, to, await isSignedIn(browser)]).toEqual([303, logoutNames.idpSloUrl, false]);
    expect(xml).toMatch(/<samlp:LogoutRequest .*>alice<\/saml:NameID><samlp:SessionIndex>one<\/samlp:SessionIndex>/);
    const page = await answers(own, browser, xml, { way, relayState: relayState ?? '' });
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('You are signed out</h1>')]);
    expect(logoutEvents(own)).toEqual(['logout.ended', 'logout.begun', 'logout.answered']);
    expect(own.events.at(-1)?.attributes['signon.outcome']).toBe('success');
    expect(new Set(own.events.slice(-3).map(({ attributes }) => attributes['signon.correlation_id'])).size).toBe(1);
  });

  it.for<readonly [string, string, { readonly status?: string; readonly issuer?: string }, Bringing]>([
    ['partial', 'has not reached everybody', { status: statusXml(['Success', 'PartialLogout']) }, {}],
    ['failed', 'has not done it', { status: statusXml(['Responder']) }, {}],
    ['unconfirmed', 'does not say so under its signature', {}, { signing: null }],
    ['failed', 'is somebody else', { issuer: issuerXml('https://mallory.example') }, {}],
    ['failed', 'is somebody else by its key', {}, { signing: { key: keyPair('rsa-2048', 'mallory').privateKey } }],
  ])('is told that it is %s where the provider %s', async ([outcome, , parts, way]) => {
    const own = serviceWithExits();
    const { browser, sent } = await leaves(own);
    const { xml, relayState } = await sentOn(sent);
    const page = await answers(own, browser, xml, { relayState: relayState ?? '', ...way }, parts);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('You are signed out here</h1>')]);
    expect([own.events.at(-1)?.attributes['signon.outcome'], await isSignedIn(browser)]).toEqual([outcome, false]);
  });

  it('is known again where the provider has lost what was sent along', async () => {
    const own = serviceWithExits();
    const { browser, sent } = await leaves(own);
    const page = await answers(own, browser, (await sentOn(sent)).xml, { relayState: 'of its own' });
    expect(await page.text()).toContain('You are signed out</h1>');
  });

  it('is told nothing in another browser, a second time, or of what nobody began', async () => {
    const own = serviceWithExits();
    const { browser, sent } = await leaves(own);
    const { xml, relayState } = await sentOn(sent);
    const way = { relayState: relayState ?? '' };
    expect((await answers(own, own.visitor(), xml, way)).status).toBe(303);
    expect([(await answers(own, browser, xml, way)).status, (await answers(own, browser, xml, way)).status]).toEqual([200, 303]);
    const still = await signedInBySaml(own, 'alice', 'one');
    expect([(await answers(own, still, xml, way)).status, await isSignedIn(still)]).toEqual([303, true]);
  });

  it.for(['null', '[]', '7', '{'])('is told that a store does not answer where that gives %s for what was kept', async (kept) => {
    const own = serviceWithExits((env) => {
      const { pending, replay } = memoryStores({}, env);
      const take = async (handle: string, ticket: string) => (handle.startsWith('logout') ? kept : await pending.take(handle, ticket));
      return { stores: { replay, pending: { ...pending, take } } };
    });
    const { browser, sent } = await leaves(own);
    const { xml, relayState } = await sentOn(sent);
    const page = await answers(own, browser, xml, { relayState: relayState ?? '' });
    expect([page.status, await codeOf(page)]).toEqual([503, 'store.unavailable']);
  });

  it('is sent by a form where the provider wants one, by a page that says so', async () => {
    const own = serviceWithExits({
      connections: [samlExits({ logout: { binding: 'post', allSessions: true } })],
    });
    const { sent } = await leaves(own);
    expect([sent.status, await sent.clone().text()]).toEqual([200, expect.stringContaining('Continue to sign out</h1>')]);
    expect((await sentOn(sent)).xml).not.toContain('SessionIndex');
  });

  it.for([
    ['the provider offers no logout', samlConnection({ sp: us(), idp: { ...them(), singleLogoutServices: [] } })],
    [
      'the provider offers none that a browser could bring',
      samlConnection({ sp: us(), idp: { ...them(), singleLogoutServices: [{ binding: bindings.soap, location: logoutNames.idpSloUrl }] } }),
    ],
    [
      'we take no answers from a browser',
      samlConnection({ sp: us({ singleLogoutServices: [{ url: logoutNames.sloUrl, binding: 'soap' }] }), idp: them() }),
    ],
  ] as const)('is signed out here alone where %s', async ([, connection]) => {
    const own = serviceWithExits({ connections: [connection] });
    const { browser, sent } = await leaves(own);
    expect([sent.status, await isSignedIn(browser), logoutEvents(own)]).toEqual([200, false, ['logout.ended']]);
  });
});

describe('a message about logout by redirect whose signature covers what addresses are not written with', () => {
  const behindNode = [
    ['alone', ({ answer }: Service) => answer],
    ['beside what else the application does', (own: Service) => async (request: Request) => await own.answer(request)],
  ] as const;

  it.for(behindNode)('is read to the letter behind Node, our handlers %s', async ([, handler]) => {
    const own = serviceWithExits();
    const { browser, sent } = await leaves(own);
    const still = await signedInBySaml(own, 'alice', 'two');
    const [, inResponseTo = ''] = / ID="([^"]+)"/.exec((await sentOn(sent)).xml) ?? [];
    const { port } = await serveHttp(toNode(handler(own)));
    const brings = async (message: string) => {
      const query = queryOf(message, { relayState: "what's theirs" });
      const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
      return await octetsTo(port, `GET ${new URL(logoutNames.sloUrl).pathname}?${query} HTTP/1.1`, 'host: sp.example', `cookie: ${cookie}`);
    };
    expect(bodyIn(await brings(logoutResponseXml({ inResponseTo })))).toContain('You are signed out</h1>');
    expect(statusesIn(await brings(logoutRequest('alice', ['two'])))).toEqual([303]);
    expect(await isSignedIn(still)).toBe(false);
  });
});

describe('single logout services', () => {
  it('want a key to sign with, and what ends sessions by their names', () => {
    const field = (name: string) => expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field: name }) });
    const { signing: _, ...unsigned } = us();
    expect(() => serviceWithExits({ connections: [samlConnection({ sp: unsigned, idp: them() })] })).toThrow(field('connections.sp'));
    const sessions = browserSessions({ store: memorySessionStore() });
    expect(() => serviceWithExits({ connections: [samlConnection({ sp: us(), idp: them() })], sessions })).toThrow(field('sessions'));
  });

  it('take no message by a way that is not theirs', async () => {
    const own = serviceWithExits({
      connections: [samlConnection({ sp: us({ singleLogoutServices: [{ url: logoutNames.sloUrl, binding: 'redirect' }] }), idp: them() })],
    });
    expect((await brought(own, logoutRequest('alice', []), { way: 'post' })).status).toBe(405);
  });
});

async function leaves(own: Service): Promise<{ readonly browser: Visitor; readonly sent: Response }> {
  const browser = await signedInBySaml(own, 'alice', 'one');
  return { browser, sent: await browser.post(exits.signOut, {}, 'here') };
}

/** Brings the provider's answer to a request of ours, by a browser. */
async function answers(
  own: Service,
  browser: Visitor,
  request: string,
  way: Bringing,
  parts: Parameters<typeof logoutResponseXml>[0] = {},
): Promise<Response> {
  const [, inResponseTo = ''] = / ID="([^"]+)"/.exec(request) ?? [];
  const forwarded = { answer: async (sent: Request) => await browser.send(sent, 'elsewhere') };
  return await brought({ ...own, ...forwarded }, logoutResponseXml({ inResponseTo, ...parts }), { signing: usualSigning, ...way });
}

async function present(browsers: readonly Visitor[]): Promise<readonly boolean[]> {
  return await Promise.all(browsers.map(isSignedIn));
}
