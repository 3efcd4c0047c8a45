import { describe, expect, it } from 'vitest';
import type { Attribute } from '../../../src/identity/identity.ts';
import type { Login } from '../../../src/identity/login.ts';
import { memorySessionIndex, memorySessionStore } from '../../../src/stores/memory-sessions.ts';
import { type BrowserSessionsOptions, browserSessions } from '../../../src/web/sessions.ts';
import { authnStatementXml, clean } from '../../support/messages.ts';
import { answerTo, places, samlConnection, service } from '../../support/sign-on.ts';
import { world } from '../../support/world.ts';

describe('a session of ours', () => {
  it('begins with the login and knows who it is, how that was proven, and until when it holds', async () => {
    const { sessions, cookieOf } = held();
    const request = asking(await cookieOf(login()));
    expect(await sessions.of(request)).toEqual({
      identity: login().identity,
      authentication: login().authentication,
      session: login().session,
      beganAt: new Date(clean.now),
      endsAt: new Date('2026-01-15T20:00:00Z'),
    });
    expect(await sessions.of(asking(''))).toBeUndefined();
  });

  it('knows the attributes as they were, whatever values they had', async () => {
    const text = (text: string) => ({ kind: 'text', text }) as const;
    const attributes: readonly Attribute[] = [
      { name: 'groups', values: ['a', ''], content: [text('a'), text('')] },
      { name: 'manager', format: 'uri', values: ['bob'], content: [{ kind: 'name-id', subject: { value: 'bob' } }] },
      { name: 'mail', values: ['a@b.example'], content: [text('a@b.example'), { kind: 'nil' }], truncated: true },
      { name: 'none', values: [], content: [] },
      { name: 'own', values: ['a'], content: [text('b')] },
    ];
    const { sessions, cookieOf } = held();
    const { identity, ...rest } = login();
    const cookie = await cookieOf({ ...rest, identity: { ...identity, attributes } });
    expect((await sessions.of(asking(cookie)))?.identity).toStrictEqual({ ...identity, attributes });
  });

  it('has a new id at each login, and the one before is worth nothing from then on', async () => {
    const { sessions, cookieOf } = held();
    const before = await cookieOf(login());
    const after = await cookieOf(login(), asking(before));
    expect(after).not.toBe(before);
    expect([await sessions.of(asking(before)), (await sessions.of(asking(after)))?.identity.provider]).toEqual([undefined, 'idp']);
  });

  it.for(['__Host-signon=planted', `__Host-signon=${'A'.repeat(43)}`, '__Host-signon=', '__Host-signon=a; __Host-signon=b'])(
    'is never one that somebody else has planted: %s',
    async (cookie) => {
      const { sessions, cookieOf } = held();
      const begun = await cookieOf(login(), asking(cookie));
      expect(begun.split(';')[0]).not.toBe(cookie);
      expect(await sessions.of(asking(cookie))).toBeUndefined();
    },
  );

  it('ends when the provider says, or earlier where ours ends earlier', async () => {
    const { sessions, cookieOf, env } = held({ maxAgeSeconds: 3_600 });
    const short = await cookieOf(login({ notOnOrAfter: new Date('2026-01-15T12:10:00Z') }));
    const long = await cookieOf(login({ notOnOrAfter: new Date('2026-01-16T12:00:00Z') }));
    const there = async () => [await sessions.of(asking(short)), await sessions.of(asking(long))].map((one) => one !== undefined);
    env.pass(599);
    const states = [await there()];
    env.pass(1);
    states.push(await there());
    env.pass(3_000);
    states.push(await there());
    expect(states).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
  });

  it.for([undefined, null, 'for ever', 'Infinity', {}, true])(
    'is refused where nobody can say any more until when it holds: %j',
    async (endsAt) => {
      const text = JSON.stringify({ ...login(), beganAt: clean.now, endsAt });
      const { sessions, cookieOf } = held({ store: { put: async () => {}, find: async () => text, end: async () => {} } });
      await expect(sessions.of(asking(await cookieOf(login())))).rejects.toMatchObject({ code: 'store.unavailable' });
    },
  );

  it('has its instants as they were, also where an older version has kept it', async () => {
    const [{ sessions, cookieOf }, { authentication }] = [held(), login()];
    const kept = await sessions.of(asking(await cookieOf(login({ notOnOrAfter: inHour }))));
    expect([kept?.authentication, kept?.session.notOnOrAfter, kept?.beganAt]).toEqual([authentication, inHour, new Date(clean.now)]);
    const older = JSON.stringify({ ...login(), beganAt: clean.now, endsAt: inHour });
    const elsewhere = held({ store: { put: async () => {}, find: async () => older, end: async () => {} } });
    expect(await elsewhere.sessions.of(asking(await cookieOf(login())))).toMatchObject({ authentication, endsAt: inHour });
  });

  it('ends with the person’s word', async () => {
    const { sessions, cookieOf } = held();
    const cookie = await cookieOf(login());
    expect(await sessions.end(asking(cookie))).toBe('__Host-signon=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0');
    expect(await sessions.of(asking(cookie))).toBeUndefined();
  });

  it('is found by what the provider calls the person and its own session, but nobody gets in by what is found', async () => {
    const env = world(undefined, clean.now);
    const index = memorySessionIndex({}, env);
    const { sessions, cookieOf } = held({ index }, env);
    const cookie = await cookieOf(login({ index: 'there-1' }));
    const [id = '', ...others] = await index.find(JSON.stringify(['idp', 'index', 'there-1']));
    expect([others, cookie.includes(id), await sessions.of(asking(`__Host-signon=${id}`))]).toEqual([[], false, undefined]);
    expect(await index.find(JSON.stringify(['idp', 'subject', 'alice', '', '', '']))).toEqual([id]);
    await sessions.end(asking(cookie));
    expect(await index.find(JSON.stringify(['idp', 'index', 'there-1']))).toEqual([]);
  });

  it('is not begun where the store does not take it', async () => {
    const failing = { ...memorySessionStore(), put: () => Promise.reject(new Error('gone')) };
    const { cookieOf } = held({ store: failing });
    await expect(cookieOf(login())).rejects.toMatchObject({ code: 'store.unavailable', details: { store: 'sessions' } });
  });

  it('follows a login through the handlers, until the instant that the assertion names', async () => {
    const env = world(undefined, clean.now);
    const sessions = browserSessions({}, env);
    const { visitor } = service({ connections: [samlConnection()], sessions });
    const browser = visitor();
    const statements = [authnStatementXml({ SessionNotOnOrAfter: '2026-01-15T12:30:00Z', SessionIndex: 'there-1' })];
    await browser.post(places.acs, answerTo(await browser.open(places.samlLogin), { assertion: { statements } }));
    const cookie = `__Host-signon=${browser.cookies.get('__Host-signon')}`;
    expect((await sessions.of(asking(cookie)))?.endsAt).toEqual(new Date('2026-01-15T12:30:00Z'));
  });

  it('are not hidden by a cookie that only begins like theirs, but by one that may be taken for it', async () => {
    const { sessions, cookieOf } = held();
    const cookie = await cookieOf(login());
    const found = async (beside: string) => (await sessions.of(asking(`${cookie}; ${beside}`))) !== undefined;
    for (const beside of ['__Host-signonX', '__Host-signon-x', '__Host-signonX=1']) expect(await found(beside)).toBe(true);
    for (const beside of ['__Host-signon', '__Host-signon=', cookie]) expect(await found(beside)).toBe(false);
  });

  it.for<BrowserSessionsOptions>([{ cookie: 'session' }, { cookie: '__Host-a;b' }, { maxAgeSeconds: 0 }, { maxage: 5 } as never])(
    'refuses options that cannot be: %j',
    (options) => {
      expect(() => browserSessions(options)).toThrow(expect.objectContaining({ code: 'config.invalid' }));
    },
  );
});

const inHour = new Date('2026-01-15T13:00:00Z');

function held(options: BrowserSessionsOptions = {}, env = world(undefined, clean.now)) {
  const sessions = browserSessions({ store: memorySessionStore({}, env), ...options }, env);
  const cookieOf = async (who: Login, request = asking('')) => (await sessions.begin(who, request)).split(';')[0] ?? '';
  return { sessions, cookieOf, env };
}

function asking(cookie: string): Request {
  return new Request(places.home, { headers: cookie === '' ? {} : { cookie } });
}

function login(session: Partial<Login['session']> = {}): Login {
  const subject = { value: 'alice' };
  return {
    protocol: 'saml',
    identity: { provider: 'idp', issuer: clean.idp, subject, attributes: [{ name: 'mail', values: ['a@b.example'], content: [] }] },
    session: { protocol: 'saml', provider: 'idp', subject, ...session },
    authentication: { instant: new Date('2026-01-15T11:00:00Z'), authorities: [] },
    findings: [],
  };
}
