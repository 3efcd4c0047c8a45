import { describe, expect, it } from 'vitest';
import type { SessionIndex, SessionStore } from '../../../src/identity/session-store.ts';
import { memorySessionIndex, memorySessionStore } from '../../../src/stores/memory-sessions.ts';
import { browserSessions } from '../../../src/web/sessions.ts';
import type { SignedOut } from '../../../src/web/signed-in.ts';
import { jwsSigner } from '../../support/jws.ts';
import { answerByQuery, codeOf, oidcConnection, places, service } from '../../support/sign-on.ts';
import {
  exits,
  framed,
  isSignedIn,
  logoutEvents,
  logoutToken,
  nameOf,
  posted,
  sentOn,
  serviceWithExits,
  signedInByOidc,
  signedInBySaml,
} from '../../support/sign-out.ts';

describe('whoever signs out of all', () => {
  it('is signed out here first, then sent to the provider, and comes back to be told so', async () => {
    const own = serviceWithExits();
    const browser = await signedInByOidc(own, 'alice', 'one');
    const other = await signedInByOidc(own, 'alice', 'two');
    const sent = await browser.submit(await browser.open(exits.signOut), exits.signOut);
    const address = new URL(sent.headers.get('location') ?? '');
    expect([sent.status, `${address.origin}${address.pathname}`]).toEqual([303, 'https://op.example/logout']);
    const { state = '', ...asked } = Object.fromEntries(address.searchParams);
    expect(asked).toEqual({ client_id: 'client', post_logout_redirect_uri: exits.cameBack });
    expect([await isSignedIn(browser), await isSignedIn(other)]).toEqual([false, true]);
    const back = await browser.open(`${exits.cameBack}?state=${state}`, 'elsewhere');
    expect([back.status, await back.text()]).toEqual([200, expect.stringContaining('You are signed out</h1>')]);
    expect(logoutEvents(own)).toEqual(['logout.ended', 'logout.begun', 'logout.answered']);
    expect(new Set(own.events.slice(-3).map(({ attributes }) => attributes['signon.correlation_id'])).size).toBe(1);
    expect(own.events.at(-3)?.attributes).toMatchObject({ 'signon.reason': 'person', 'user.id': 'alice', 'signon.provider': 'op' });
  });

  it('has no session any more at the moment when the provider is asked, whatever comes of that', async () => {
    const ended: string[] = [];
    const noting = (kept: SessionStore): SessionStore => ({
      ...kept,
      end: async (id) => {
        ended.push('session');
        await kept.end(id);
      },
    });
    const own = serviceWithExits(
      (env) => ({ sessions: browserSessions({ store: noting(memorySessionStore({}, env)), index: memorySessionIndex({}, env) }, env) }),
      {
        logout: () => {
          ended.push('asked');
          throw new Error('no token');
        },
      },
    );
    const browser = await signedInByOidc(own, 'alice');
    const page = await browser.post(exits.signOut, {}, 'here');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('You are signed out here</h1>')]);
    expect([ended, await isSignedIn(browser)]).toEqual([['session', 'asked'], false]);
    expect(logoutEvents(own)).toEqual(['logout.ended', 'logout.refused']);
  });

  it('takes the ID token along, and whatever else the application says', async () => {
    const own = serviceWithExits(
      {},
      {
        logout: ({ session }, { headers }) => ({
          idToken: `token of ${session.subject?.value}`,
          uiLocales: [headers.get('accept-language') ?? ''],
        }),
      },
    );
    const browser = await signedInByOidc(own, 'alice');
    const form = { method: 'POST', headers: { origin: 'https://sp.example', 'accept-language': 'de' } };
    const sent = await browser.send(new Request(exits.signOut, form));
    const { searchParams } = new URL(sent.headers.get('location') ?? '');
    expect([searchParams.get('id_token_hint'), searchParams.get('ui_locales')]).toEqual(['token of alice', 'de']);
  });

  it('may stay signed in at the provider', async () => {
    const own = serviceWithExits();
    const browser = await signedInByOidc(own, 'alice');
    expect(await (await browser.open(exits.signOut)).text()).toContain('Sign out only here');
    const page = await browser.post(exits.signOut, { 'only-here': '1' }, 'here');
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('You are signed out here</h1>')]);
    expect([await isSignedIn(browser), logoutEvents(own)]).toEqual([false, ['logout.ended']]);
  });

  it.for([
    ['the application wants it so', { signOut: { url: exits.signOut, onlyHere: true } }, {}],
    ['the connection does not say where people come back', {}, { logoutUrl: undefined as never }],
  ] as const)('is signed out here alone where %s', async ([, given, connection]) => {
    const own = serviceWithExits(given, connection);
    const browser = await signedInByOidc(own, 'alice');
    expect(await (await browser.open(exits.signOut)).text()).not.toContain('only here');
    expect((await browser.post(exits.signOut, {}, 'here')).status).toBe(200);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('is not sent to the provider by another site', async () => {
    const own = serviceWithExits();
    const browser = await signedInByOidc(own, 'alice');
    for (const from of ['here', 'elsewhere'] as const) {
      const request = new Request(exits.signOut, { method: 'POST', body: '', headers: { origin: 'https://evil.example' } });
      expect((await browser.send(request, from)).status).toBe(200);
    }
    expect([await isSignedIn(browser), logoutEvents(own)]).toEqual([true, []]);
  });

  it('has all of the application ended, too, and is told where that could not be', async () => {
    const told: SignedOut[] = [];
    let fails = false;
    const onLogout = (signedOut: SignedOut): void => {
      told.push(signedOut);
      if (fails) throw new Error('the product is away');
    };
    const own = serviceWithExits({ onLogout });
    for (const title of ['You are signed out</h1>', 'You are signed out here</h1>']) {
      const browser = await signedInByOidc(own, 'alice', 'one');
      const sent = await browser.post(exits.signOut, {}, 'here');
      const state = new URL(sent.headers.get('location') ?? '').searchParams.get('state');
      expect(await (await browser.open(`${exits.cameBack}?state=${state}`)).text()).toContain(title);
      fails = true;
    }
    expect(told[0]).toMatchObject({ by: 'person', provider: 'op', subject: { value: 'alice' }, indexes: ['one'] });
    expect(told.map(({ sessions }) => sessions.map(nameOf))).toEqual([['alice'], ['alice']]);
  });
});

describe('whoever comes back from signing out', () => {
  it.for(['?state=other', '', '?state=', '?state=a&state=b', `?state=${'x'.repeat(5_000)}`])(
    'without what was sent along is led to where people sign out, and stays as they are: %s',
    async (query) => {
      const own = serviceWithExits();
      const browser = await signedInByOidc(own, 'alice');
      const back = await browser.open(`${exits.cameBack}${query}`, 'elsewhere');
      expect([back.status, back.headers.get('location'), await isSignedIn(browser)]).toEqual([303, exits.signOut, true]);
      expect(logoutEvents(own)).toEqual([]);
    },
  );

  it('in another browser, a second time, or too late, is told nothing', async () => {
    const own = serviceWithExits();
    const begin = async () => {
      const browser = await signedInByOidc(own, 'alice');
      const sent = await browser.post(exits.signOut, {}, 'here');
      return { browser, back: `${exits.cameBack}?state=${new URL(sent.headers.get('location') ?? '').searchParams.get('state')}` };
    };
    const first = await begin();
    expect((await own.visitor().open(first.back)).status).toBe(303);
    expect([(await first.browser.open(first.back)).status, (await first.browser.open(first.back)).status]).toEqual([200, 303]);
    const late = await begin();
    own.world.pass(600);
    expect((await late.browser.open(late.back)).status).toBe(303);
  });

  it('cannot finish a login with it, nor sign out with the answer to a login', async () => {
    const own = serviceWithExits();
    const browser = await signedInByOidc(own, 'alice');
    const sent = await browser.post(exits.signOut, {}, 'here');
    const state = new URL(sent.headers.get('location') ?? '').searchParams.get('state') ?? '';
    expect(await codeOf(await browser.open(`${places.callback}?code=a&state=${state}`))).toBe('login.cookie-missing');
    const login = new URL((await browser.open(places.oidcLogin)).headers.get('location') ?? '').searchParams.get('state');
    expect((await browser.open(`${exits.cameBack}?state=${login}`)).status).toBe(303);
  });

  it('cannot answer a logout by SAML with it, of which the provider says under its signature how it ended', async () => {
    const own = serviceWithExits();
    const browser = await signedInBySaml(own, 'alice', 'one');
    const { relayState } = await sentOn(await browser.post(exits.signOut, {}, 'here'));
    const back = await browser.open(`${exits.cameBack}?state=${relayState}`, 'elsewhere');
    expect([back.status, back.headers.get('location')]).toEqual([303, exits.signOut]);
    expect(logoutEvents(own)).toEqual(['logout.ended', 'logout.begun']);
  });
});

describe('a provider that posts a logout token', () => {
  it('ends the session that it names, and no other, without any cookie', async () => {
    const own = serviceWithExits();
    const browsers = [
      await signedInByOidc(own, 'alice', 'one'),
      await signedInByOidc(own, 'alice', 'two'),
      await signedInByOidc(own, 'bob', 'three'),
    ];
    const answer = await posted(own, { logout_token: logoutToken(own, { sub: 'alice', sid: 'two' }) });
    expect([answer.status, await answer.json(), answer.headers.get('cache-control')]).toEqual([200, {}, 'no-store']);
    expect(await Promise.all(browsers.map(isSignedIn))).toEqual([true, false, true]);
    expect(logoutEvents(own)).toEqual(['logout.asked', 'logout.ended']);
    expect(own.events.at(-1)?.attributes).toMatchObject({ 'signon.reason': 'provider', 'user.id': 'alice', 'signon.protocol': 'oidc' });
  });

  it.for([
    ['all of a person', { sub: 'alice' }, [false, false, true]],
    ['a session without a person', { sid: 'one' }, [false, true, true]],
    ['nobody who is here', { sub: 'carol' }, [true, true, true]],
    ['a session that is not here', { sub: 'alice', sid: 'four' }, [true, true, true]],
  ] as const)('is answered 200 for %s', async ([, claims, present]) => {
    const own = serviceWithExits();
    const browsers = [
      await signedInByOidc(own, 'alice', 'one'),
      await signedInByOidc(own, 'alice', 'two'),
      await signedInByOidc(own, 'bob', 'three'),
    ];
    expect((await posted(own, { logout_token: logoutToken(own, claims) })).status).toBe(200);
    expect(await Promise.all(browsers.map(isSignedIn))).toEqual(present);
  });

  it('may send what we do not know beside it', async () => {
    const own = serviceWithExits();
    expect((await posted(own, { logout_token: logoutToken(own, { sub: 'alice' }), other: 'a' })).status).toBe(200);
  });

  it('is refused with 400 and ends nothing, whatever is wrong with it', async () => {
    const own = serviceWithExits();
    const browser = await signedInByOidc(own, 'alice', 'one');
    const good = { sub: 'alice', sid: 'one' };
    const used = logoutToken(own, { sub: 'carol', sid: 'two' });
    await posted(own, { logout_token: used });
    const [token, stranger] = [logoutToken(own, good), jwsSigner('RS256', 'RS256', 'mallory')];
    const idToken = own.party.idToken('client', undefined, { ...good, jti: 'id' });
    own.party.keys = [stranger];
    const forged = logoutToken(own, good);
    own.party.keys = [jwsSigner('RS256')];
    const wrong: readonly (Readonly<Record<string, string>> | URLSearchParams)[] = [
      {},
      { logout_token: '' },
      { logout_token: 'a.b.c' },
      { logout_token: idToken },
      { logout_token: forged },
      { logout_token: used },
      { logout_token: token.replace(/\.[^.]*$/, '.') },
      { logout_token: logoutToken(own, { ...good, iss: 'https://evil.example' }) },
      { logout_token: logoutToken(own, { ...good, aud: 'other' }) },
      { logout_token: logoutToken(own, { ...good, iat: own.party.seconds - 400 }) },
      { logout_token: logoutToken(own, { ...good, nonce: 'n' }) },
      { logout_token: logoutToken(own, { ...good, events: {} }) },
      { logout_token: logoutToken(own) },
      new URLSearchParams([
        ['logout_token', token],
        ['logout_token', token],
      ]),
    ];
    for (const fields of wrong) {
      const answer = await posted(own, fields);
      expect([answer.status, answer.headers.get('cache-control'), await answer.json()]).toEqual([
        400,
        'no-store',
        expect.objectContaining({ error: 'invalid_request' }),
      ]);
    }
    expect([await isSignedIn(browser), logoutEvents(own).filter((name) => name === 'logout.refused')]).toEqual([
      true,
      Array(wrong.length).fill('logout.refused'),
    ]);
    expect((await posted(own, { logout_token: token })).status).toBe(200);
  });

  it('is told 400 where a session could not be ended, and nothing of why', async () => {
    const own = serviceWithExits((env) => {
      const store = { ...memorySessionStore({}, env), end: () => Promise.reject(new Error('secret')) };
      return { sessions: browserSessions({ store, index: memorySessionIndex({}, env) }, env) };
    });
    await signedInByOidc(own, 'alice', 'one');
    const answer = await posted(own, { logout_token: logoutToken(own, { sid: 'one' }) });
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'server_error', error_description: 'store.unavailable' }]);
  });

  it('is told 400 where the application could not end its part, though ours has ended', async () => {
    const own = serviceWithExits({ onLogout: () => Promise.reject(new Error('the product is away')) });
    const browser = await signedInByOidc(own, 'alice', 'one');
    expect((await posted(own, { logout_token: logoutToken(own, { sid: 'one' }) })).status).toBe(400);
    expect([await isSignedIn(browser), logoutEvents(own)]).toEqual([false, ['logout.asked', 'logout.ended', 'logout.refused']]);
  });

  it('ends sessions of the application by what it is told, where there are none of ours', async () => {
    const told: SignedOut[] = [];
    const own = service((party, env) => ({
      connections: [oidcConnection(party, env, { backChannelLogoutUrl: exits.backChannel })],
      onLogout: (signedOut) => void told.push(signedOut),
    }));
    await posted(own, { logout_token: logoutToken(own, { sub: 'alice', sid: 'one' }) });
    const { correlationId, ...rest } = told[0] ?? {};
    expect(rest).toEqual({ by: 'provider', provider: 'op', subject: { value: 'alice' }, indexes: ['one'], sessions: [] });
  });

  it('is faster than the login, which then signs nobody in', async () => {
    const own = serviceWithExits();
    await posted(own, { logout_token: logoutToken(own, { sub: 'alice', sid: 'one' }) });
    own.world.pass(60);
    own.party.world.pass(60);
    const late = await signedInByOidc(own, 'alice', 'one');
    expect([await isSignedIn(late), own.events.at(-1)?.attributes['error.type']]).toEqual([false, 'login.ended']);
    expect(await isSignedIn(await signedInByOidc(own, 'alice', 'two'))).toBe(true);
    expect(await isSignedIn(await signedInByOidc(own, 'bob', 'three'))).toBe(true);
  });

  it('is heard of by each login that was under way, however long that takes', async () => {
    const own = serviceWithExits();
    const browser = own.visitor();
    own.party.claims = { sub: 'alice', sid: 'one' };
    const answer = answerByQuery(own, await browser.open(places.oidcLogin));
    await posted(own, { logout_token: logoutToken(own, { sub: 'alice', sid: 'one' }) });
    for (const { pass } of [own.world, own.party.world]) pass(590);
    await browser.open(answer, 'elsewhere');
    expect([await isSignedIn(browser), own.events.at(-1)?.attributes['error.type']]).toEqual([false, 'login.ended']);
  });

  it('refuses of a person no login that was proven later', async () => {
    const own = serviceWithExits();
    await posted(own, { logout_token: logoutToken(own, { sub: 'alice' }) });
    expect(await isSignedIn(await signedInByOidc(own, 'alice', 'one'))).toBe(false);
    for (const { pass } of [own.world, own.party.world]) pass(1);
    expect(await isSignedIn(await signedInByOidc(own, 'alice', 'two'))).toBe(true);
  });

  it('costs those who flood it a bounded work, and us no memory', async () => {
    const closing: string[] = [];
    const noting = (index: SessionIndex): SessionIndex => ({
      ...index,
      close: async (name, ...when) => {
        closing.push(name);
        await index.close(name, ...when);
      },
    });
    const own = serviceWithExits((env) => ({ sessions: browserSessions({ index: noting(memorySessionIndex({}, env)) }, env) }));
    const asked = () => own.party.requests.length;
    own.party.keys = [jwsSigner('RS256', 'unknown', 'mallory')];
    own.party.published = [jwsSigner('RS256')];
    for (let at = 0; at < 100; at += 1) await posted(own, { logout_token: logoutToken(own, { sub: `${at}` }) });
    for (let at = 0; at < 100; at += 1) await framed(own, { iss: own.party.issuer, sid: `${at}` });
    expect([asked() < 10, closing]).toEqual([true, []]);
  });

  it('is asked by no other method', async () => {
    const own = serviceWithExits();
    const answer = await own.answer(new Request(`${exits.backChannel}?logout_token=${logoutToken(own, { sub: 'alice' })}`));
    expect([answer?.status, answer?.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('a provider with a frame of ours in its page', () => {
  it('ends the session that it names, without any cookie, and may show what is answered', async () => {
    const own = serviceWithExits();
    const browsers = [await signedInByOidc(own, 'alice', 'one'), await signedInByOidc(own, 'alice', 'two')];
    const page = await framed(own, { iss: own.party.issuer, sid: 'one' });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain('frame-ancestors https://op.example');
    expect([page.headers.get('x-frame-options'), page.headers.get('cache-control'), page.headers.getSetCookie()]).toEqual([
      null,
      'no-store',
      [],
    ]);
    expect(await Promise.all(browsers.map(isSignedIn))).toEqual([false, true]);
    expect(logoutEvents(own)).toEqual(['logout.asked', 'logout.ended']);
  });

  it('learns nothing of who is signed in, and fills no log', async () => {
    const own = serviceWithExits();
    await signedInByOidc(own, 'alice', 'one');
    const [some, none] = [
      await framed(own, { iss: own.party.issuer, sid: 'one' }),
      await framed(own, { iss: own.party.issuer, sid: 'none' }),
    ];
    expect(await none.text()).toBe(await some.text());
    expect(logoutEvents(own)).toEqual(['logout.asked', 'logout.ended']);
  });

  it.for([
    ['sid=one', 'message.parameter'],
    ['iss=https://op.example', 'message.parameter'],
    ['iss=https://op.example&sid=', 'message.parameter'],
    ['iss=https://evil.example&sid=one', 'message.parameter'],
    ['iss=https://op.example/&sid=one', 'message.parameter'],
    ['iss=https://op.example&sid=one&sid=two', 'message.parameter'],
    ['iss=https://op.example&iss=https://op.example&sid=one', 'message.parameter'],
  ])('ends nothing by %s', async ([query = '', code]) => {
    const own = serviceWithExits();
    const browser = await signedInByOidc(own, 'alice', 'one');
    const page = await framed(own, new URLSearchParams(query));
    expect([page.status, await codeOf(page), await isSignedIn(browser)]).toEqual([400, code, true]);
    expect(await page.text()).toContain('This sign-out was not accepted');
  });
});

describe('the options of signing out', () => {
  it.for([
    [{ sessions: browserSessions({ store: memorySessionStore() }) }, {}, 'sessions'],
    [{}, { logoutUrl: '/signed-out' }, 'connections[0].logoutUrl'],
    [{}, { backChannelLogoutUrl: 'http://sp.example/' }, 'connections[0].backChannelLogoutUrl'],
    [{}, { frontChannelLogoutUrl: exits.backChannel.replace('back-channel-logout', 'callback') }, 'connections'],
    [{ signOut: { url: exits.signOut, onlyHere: 'yes' as never } }, {}, 'signOut.onlyHere'],
  ] as const)('are refused where they cannot be: %#', ([given, connection, field]) => {
    expect(() => serviceWithExits(given, connection)).toThrow(
      expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field }) }),
    );
  });

  it('want what ends the sessions of the application, where there are none of ours', () => {
    expect(() =>
      service((party, env) => ({ connections: [oidcConnection(party, env, { backChannelLogoutUrl: exits.backChannel })] })),
    ).toThrow(expect.objectContaining({ code: 'config.invalid', details: expect.objectContaining({ field: 'onLogout' }) }));
  });
});
