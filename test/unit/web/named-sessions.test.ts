import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Login } from '../../../src/identity/login.ts';
import { sessionNames } from '../../../src/identity/session-names.ts';
import type { SessionIndex, SessionStore } from '../../../src/identity/session-store.ts';
import { memorySessionIndex, memorySessionStore } from '../../../src/stores/memory-sessions.ts';
import type { EndedThere } from '../../../src/web/named-sessions.ts';
import { browserSessions } from '../../../src/web/sessions.ts';
import type { SignedIn } from '../../../src/web/signed-in.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { type World, world } from '../../support/world.ts';

describe('what a provider has ended', () => {
  it('ends in every browser that it is in, and says who it was', async () => {
    const { sessions, cookieOf, present } = held();
    const cookies = [await cookieOf(login('alice', 'one')), await cookieOf(login('alice', 'two')), await cookieOf(login('bob', 'three'))];
    const ended = await sessions.endNamed(all('alice'));
    expect(ended.map(({ session }) => session.index).toSorted()).toEqual(['one', 'two']);
    expect(await present(cookies)).toEqual([false, false, true]);
    expect(await sessions.endNamed({ ...all('alice'), until: inHour })).toEqual([]);
  });

  it('is that one session where the provider says which, and several where it names several', async () => {
    const { sessions, cookieOf, present } = held();
    const cookies = await Promise.all(['one', 'two', 'three'].map((index) => cookieOf(login('alice', index))));
    expect(await sessions.endNamed(one('two'))).toHaveLength(1);
    expect(await present(cookies)).toEqual([true, false, true]);
    const [first, third] = [one('one'), one('three')];
    await sessions.endNamed({ ...first, names: [...first.names, ...third.names, ...first.names] });
    expect(await present(cookies)).toEqual([false, false, false]);
  });

  it('is nothing of another provider, whatever that calls its people and sessions', async () => {
    const { sessions, cookieOf, present } = held();
    const cookies = [await cookieOf(login('alice', 'one'))];
    for (const ended of [all('alice', 'mallory'), one('one', 'mallory'), all(''), one('')])
      expect(await sessions.endNamed(ended)).toEqual([]);
    expect(await present(cookies)).toEqual([true]);
  });

  it('begins no session any more, however often its login comes, until that need not be remembered', async () => {
    const { sessions, cookieOf, env } = held();
    await sessions.endNamed(one('one'));
    for (const again of [login('alice', 'one'), login('alice', 'one')])
      expect(await laterRefusal(() => cookieOf(again))).toBe('login.ended');
    for (const other of [login('alice', 'two'), login('bob', 'one', 'mallory')]) await cookieOf(other);
    env.pass(3_600);
    await cookieOf(login('alice', 'one'));
  });

  it('is not what was proven after it', async () => {
    const { sessions, cookieOf } = held();
    await sessions.endNamed(all('alice'));
    const proven = (seconds: number): Login => {
      const instant = new Date(now.getTime() + seconds * 1_000);
      return { ...login('alice', 'one'), authentication: { instant, authorities: [] } };
    };
    for (const seconds of [-3_600, -1, 0, Number.NaN]) expect(await laterRefusal(() => cookieOf(proven(seconds)))).toBe('login.ended');
    await cookieOf(proven(0.001));
  });

  it.for([null, false, 0, '', 'x', {}, '2026-01-15T00:00:00Z'])(
    'is not known of an index that says %j: no session begins then',
    async (answered) => {
      // @ts-expect-error what no index may say
      const index: SessionIndex = { ...memorySessionIndex({}, world()), closed: async () => answered };
      const { cookieOf } = held({ index });
      expect(await laterRefusal(() => cookieOf(login('alice', 'one')))).toBe('store.unavailable');
    },
  );

  it('is remembered only of what there is, where nobody has signed it', async () => {
    const { sessions, cookieOf, index } = held();
    const unsigned = { ...one('one'), unsigned: true as const };
    expect(await sessions.endNamed(unsigned)).toEqual([]);
    expect(await index.closed(unsigned.names)).toBeUndefined();
    await cookieOf(login('alice', 'one'));
    expect(await sessions.endNamed(unsigned)).toHaveLength(1);
    expect(await laterRefusal(() => cookieOf(login('alice', 'one')))).toBe('login.ended');
  });

  it('ends though it cannot be remembered, and is told not to have worked', async () => {
    const env = world();
    const index: SessionIndex = { ...memorySessionIndex({}, env), close: () => Promise.reject(new Error('full')) };
    const { sessions, cookieOf, present } = held({ index, store: memorySessionStore({}, env) });
    const cookies = [await cookieOf(login('alice', 'one'))];
    expect(await laterRefusal(() => sessions.endNamed(one('one')))).toBe('store.unavailable');
    expect(await present(cookies)).toEqual([false]);
  });

  it('ends wherever it can where one of several cannot be ended', async () => {
    const kept = memorySessionStore({}, world());
    let failing = '';
    const store: SessionStore = { ...kept, end: async (id) => (id === failing ? Promise.reject(new Error('gone')) : await kept.end(id)) };
    const { sessions, cookieOf, present, index } = held({ store, index: memorySessionIndex({}, world()) });
    const cookies = await Promise.all(['one', 'two', 'three'].map((name) => cookieOf(login('alice', name))));
    [failing = ''] = await index.find(one('two').names[0] ?? '');
    expect(await laterRefusal(() => sessions.endNamed(all('alice')))).toBe('store.unavailable');
    expect(await present(cookies)).toEqual([false, true, false]);
  });

  it.for<[string, (index: SessionIndex) => Partial<SessionIndex>]>([
    ['it cannot be remembered', () => ({ close: gone })],
    ['there is a name that cannot be looked for', ({ find }) => ({ find: (name) => (name === 'another' ? gone() : find(name)) })],
  ])('is told one by one, even where %s', async ([, failing]) => {
    const kept = memorySessionIndex({}, world());
    const { sessions, cookieOf, present } = held({ index: { ...kept, ...failing(kept) } });
    const cookies = [await cookieOf(login('alice', 'one')), await cookieOf(login('alice', 'two'))];
    const told: SignedIn[] = [];
    const { names, ...rest } = all('alice');
    const ending = () => sessions.endNamed({ ...rest, names: ['another', ...names] }, (one) => told.push(one));
    expect(await laterRefusal(ending)).toBe('store.unavailable');
    expect([told.map(({ session }) => session.index).toSorted(), await present(cookies)]).toEqual([
      ['one', 'two'],
      [false, false],
    ]);
  });

  it('has ended where nothing but its name is left of it, and so has what a person ends', async () => {
    const { sessions, cookieOf, present } = held({ index: { ...memorySessionIndex({}, world()), remove: gone } });
    const cookies = [await cookieOf(login('alice', 'one')), await cookieOf(login('alice', 'two'))];
    await sessions.end(request(cookies[1] ?? ''));
    expect(await sessions.endNamed(all('alice'))).toHaveLength(1);
    expect(await present(cookies)).toEqual([false, false]);
  });

  it('cannot be found where sessions are shared and their names are not', async () => {
    const { hasIndex, endNamed } = browserSessions({ store: memorySessionStore() });
    expect([hasIndex, browserSessions().hasIndex, await endNamed(all('alice'))]).toEqual([false, true, []]);
  });

  test.prop([fc.scheduler(), fc.boolean(), fc.boolean()], { numRuns: 500 })(
    'has ended, whichever step of the login comes before or after whichever of the logout, in whatever processes',
    async (scheduler, byName, unsigned) => {
      const env = world();
      const [store, index] = [memorySessionStore({}, env), memorySessionIndex({}, env)];
      const process = () => browserSessions({ store: inTurn(store, scheduler), index: inTurn(index, scheduler) }, env);
      const [here, there] = [process(), process()];
      const cookie = here.begin(login('alice', 'one'), request('')).then(pairOf, () => undefined);
      const ended = there.endNamed({ ...(byName ? all('alice') : one('one')), ...(unsigned ? { unsigned: true } : {}) });
      const other = here.begin(login('bob', 'two'), request('')).then(pairOf);
      await scheduler.waitFor(Promise.all([cookie, ended, other]));
      const reader = browserSessions({ store, index }, env);
      const isAlive = (await reader.of(request((await cookie) ?? ''))) !== undefined;
      // What nobody signed is no more than a look at what is there by then.
      if (!unsigned) expect(isAlive).toBe(false);
      else if ((await ended).length > 0) expect(isAlive).toBe(false);
      expect(await reader.of(request(await other))).toBeDefined();
    },
  );
});

/** Each call waits for its turn, before and after it is carried out. */
function inTurn<Store extends SessionIndex | SessionStore>(store: Store, scheduler: fc.Scheduler): Store {
  const calls = Object.entries(store).map(([name, call]) => {
    const waiting = async (...given: unknown[]) => {
      await scheduler.schedule(Promise.resolve(), name);
      const answer: unknown = await call(...given);
      await scheduler.schedule(Promise.resolve(), `${name} answered`);
      return answer;
    };
    return [name, waiting];
  });
  // Sound: the same functions under the same names.
  return Object.fromEntries(calls) as Store;
}

function held(given: { readonly store?: SessionStore; readonly index?: SessionIndex } = {}, env: World = world()) {
  const { store = memorySessionStore({}, env), index = memorySessionIndex({}, env) } = given;
  const sessions = browserSessions({ store, index }, env);
  const cookieOf = async (who: Login) => pairOf(await sessions.begin(who, request('')));
  const present = async (cookies: readonly string[]) =>
    (await Promise.all(cookies.map((cookie) => sessions.of(request(cookie))))).map((one) => one !== undefined);
  return { sessions, cookieOf, present, env, index };
}

function all(person: string, provider = 'idp'): EndedThere {
  return { names: sessionNames({ protocol: 'saml', provider, subject: { value: person } }), provenUntil: now, until: inHour };
}

function one(index: string, provider = 'idp'): EndedThere {
  return { names: sessionNames({ protocol: 'saml', provider, index }), provenUntil: now, until: inHour };
}

function login(person: string, index: string, provider = 'idp'): Login {
  const subject = { value: person };
  return {
    protocol: 'saml',
    identity: { provider, issuer: 'https://idp.example', subject, attributes: [] },
    session: { protocol: 'saml', provider, subject, index },
    authentication: { instant: now, authorities: [] },
    findings: [],
  };
}

function gone(): Promise<never> {
  return Promise.reject(new Error('gone'));
}

function request(cookie: string): Request {
  return new Request('https://sp.example/', { headers: cookie === '' ? {} : { cookie } });
}

function pairOf(cookie: string): string {
  return cookie.split(';')[0] ?? '';
}

const now = world().now();
const inHour = new Date(now.getTime() + 3_600_000);
