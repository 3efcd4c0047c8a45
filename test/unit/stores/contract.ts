import { expect, it } from 'vitest';
import type { DocumentStore } from '../../../src/core/document-store.ts';
import type { Link, LinkStore } from '../../../src/identity/link.ts';
import type { ReplayStore } from '../../../src/identity/login.ts';
import type { PendingStore } from '../../../src/identity/pending-store.ts';
import type { SessionIndex, SessionStore } from '../../../src/identity/session-store.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { type World, world } from '../../support/world.ts';

/** Makes a store with nothing in it, in a world whose clock stands still. */
export type Make<Store> = (env: World) => Store;

/** What a pending store promises, whatever it is made of. */
export function keepsPendingLogins(make: Make<PendingStore>): void {
  const begun = async () => {
    const env = world();
    const [store, until] = [make(env), inHour(env)];
    return { env, store, ticket: await store.put('handle', 'pending', until), until };
  };

  it('gives a login once, of a hundred calls at once', async () => {
    const { store, ticket } = await begun();
    const taken = await hundred(() => store.take('handle', ticket));
    expect(taken.filter((pending) => pending !== undefined)).toEqual(['pending']);
    expect(await store.take('handle', ticket)).toBeUndefined();
  });

  it('gives nothing for another ticket, and takes nothing away', async () => {
    const { store, ticket, until } = await begun();
    const another = await store.put('another', 'other', until);
    const wrong = [another, '', 'handle', ticket.slice(1), `${ticket}A`, ticket.toUpperCase(), '__proto__', ticket.repeat(1_000)];
    for (const brought of wrong) expect(await store.take('handle', brought)).toBeUndefined();
    expect(await hundred(() => store.take('handle', another))).toEqual(Array(100).fill(undefined));
    expect(await store.take('handle', ticket)).toBe('pending');
    expect(await store.take('another', another)).toBe('other');
  });

  it('gives nothing for another handle, and takes nothing away', async () => {
    const { store, ticket } = await begun();
    for (const handle of ['', 'handl', 'handle ', 'Handle', '__proto__']) expect(await store.take(handle, ticket)).toBeUndefined();
    expect(await store.take('handle', ticket)).toBe('pending');
  });

  it('keeps logins apart that begin at once', async () => {
    const env = world();
    const store = make(env);
    const names = Array.from({ length: 100 }, (_, at) => `${at}`);
    const tickets = await Promise.all(names.map((name) => store.put(name, `login ${name}`, inHour(env))));
    expect(new Set(tickets).size).toBe(100);
    const taken = await Promise.all(names.map((name, at) => store.take(name, tickets[at] ?? '')));
    expect(taken).toEqual(names.map((name) => `login ${name}`));
  });

  it('gives back to the letter what it was given', async () => {
    const env = world();
    const store = make(env);
    for (const [at, pending] of texts.entries()) {
      const ticket = await store.put(`handle ${at}`, pending, inHour(env));
      expect(await store.take(`handle ${at}`, ticket)).toBe(pending);
    }
  });

  it('gives a ticket that a cookie can hold', async () => {
    const { ticket } = await begun();
    expect(ticket).toMatch(/^[A-Za-z0-9._-]{16,3500}$/);
  });

  it('gives a login until the instant given, and not at it', async () => {
    const first = await begun();
    first.env.pass(3_599.999);
    expect(await first.store.take('handle', first.ticket)).toBe('pending');
    const second = await begun();
    second.env.pass(3_600);
    expect(await second.store.take('handle', second.ticket)).toBeUndefined();
  });

  it('gives no login that was over before it was kept', async () => {
    const env = world();
    const store = make(env);
    for (const until of [new Date(env.now().getTime() - 1), env.now(), new Date(0)])
      expect(await store.take('handle', await store.put('handle', 'pending', until))).toBeUndefined();
  });

  it('refuses an instant that is none', async () => {
    const store = make(world());
    expect(await laterRefusal(() => store.put('handle', 'pending', never))).toBe('config.invalid');
  });
}

/** What a replay store promises, whatever it is made of. */
export function remembersUses(make: Make<ReplayStore>): void {
  it('answers true once, of a hundred calls at once', async () => {
    const env = world();
    const store = make(env);
    const answers = await hundred(() => store.firstUse('key', inHour(env)));
    expect(answers.filter((answer) => answer)).toHaveLength(1);
    expect(answers.filter((answer) => answer === false)).toHaveLength(99);
  });

  it('keeps keys apart, whatever they are', async () => {
    const env = world();
    const store = make(env);
    const keys = [
      'a',
      'b',
      'A',
      '',
      ' a',
      '__proto__',
      'constructor',
      'é',
      'e\u0301',
      '\0',
      'a\nb',
      'x'.repeat(100_000),
      `${'x'.repeat(100_000)}y`,
    ];
    for (const answer of [true, false]) for (const key of keys) expect(await store.firstUse(key, inHour(env))).toBe(answer);
  });

  it('remembers until the instant given, whatever a second use wants', async () => {
    const env = world();
    const store = make(env);
    const until = inHour(env);
    expect(await store.firstUse('key', until)).toBe(true);
    expect(await store.firstUse('key', new Date(env.now().getTime() + 1))).toBe(false);
    env.pass(3_599.999);
    expect(await store.firstUse('key', inHour(env))).toBe(false);
  });

  it('is no harder to ask for what is over already', async () => {
    const env = world();
    const store = make(env);
    expect(await store.firstUse('key', new Date(0))).toBe(true);
    expect(await laterRefusal(() => store.firstUse('another', never))).toBe('config.invalid');
  });
}

/** What a link store promises, whatever it is made of. */
export function keepsLinks(make: () => LinkStore): void {
  it('makes one link, of a hundred equal ones at once', async () => {
    const store = make();
    const answers = await hundred(() => store.claim(alice));
    expect(answers.filter((answer) => answer)).toHaveLength(1);
    expect(await store.find('jira', 'alice')).toEqual(alice);
    expect(await store.owner('jira', '10100')).toEqual(alice);
  });

  it('gives an account to one of a hundred who want it at once', async () => {
    const store = make();
    const answers = await hundred((at) => store.claim({ ...alice, subject: `subject ${at}` }));
    const winner = answers.indexOf(true);
    expect(answers.filter((answer) => answer)).toHaveLength(1);
    expect((await store.owner('jira', '10100'))?.subject).toBe(`subject ${winner}`);
    const found = await hundred((at) => store.find('jira', `subject ${at}`));
    expect(found.filter((link) => link !== undefined)).toHaveLength(1);
  });

  it('gives somebody one of a hundred accounts that are wanted at once, and leaves the others free', async () => {
    const store = make();
    const answers = await hundred((at) => store.claim({ ...alice, userKey: `key ${at}` }));
    expect(answers.filter((answer) => answer)).toHaveLength(1);
    const owned = await hundred((at) => store.owner('jira', `key ${at}`));
    expect(owned.map((link) => link !== undefined)).toEqual(answers);
  });

  it('replaces a link once, of a hundred who have read the same', async () => {
    const store = make();
    await store.claim(alice);
    const answers = await hundred((at) => store.replace(alice, { ...alice, userName: `name ${at}` }));
    expect(answers.filter((answer) => answer)).toHaveLength(1);
    expect((await store.find('jira', 'alice'))?.userName).toBe(`name ${answers.indexOf(true)}`);
    expect(await store.owner('jira', '10100')).toEqual(await store.find('jira', 'alice'));
    expect(await store.replace(alice, undefined)).toBe(false);
  });

  it('gives an account to one of those who claim it and those whose link comes to it at once', async () => {
    const store = make();
    const { userKey: _, ...without } = alice;
    await hundred((at) => store.claim({ ...without, subject: `subject ${at}` }));
    const answers = await hundred((at) =>
      at % 2 === 0
        ? store.replace({ ...without, subject: `subject ${at}` }, { ...alice, subject: `subject ${at}` })
        : store.claim({ ...alice, subject: `new ${at}` }),
    );
    expect(answers.filter((answer) => answer)).toHaveLength(1);
  });

  it('frees the account that somebody no longer has, and the somebody whose link ends', async () => {
    const store = make();
    await store.claim(alice);
    const moved = { ...alice, userKey: '10200' };
    expect(await store.replace(alice, moved)).toBe(true);
    expect(await store.owner('jira', '10100')).toBeUndefined();
    expect(await store.owner('jira', '10200')).toEqual(moved);
    expect(await store.replace(moved, undefined)).toBe(true);
    expect(await store.find('jira', 'alice')).toBeUndefined();
    expect(await store.claim({ ...moved, subject: 'bob' })).toBe(true);
  });

  it('replaces nothing by a link to an account of somebody else, nor a link that is not there', async () => {
    const store = make();
    const bob = { ...alice, subject: 'bob', userKey: '10200' };
    expect(await store.replace(alice, bob)).toBe(false);
    expect([await store.claim(alice), await store.claim(bob)]).toEqual([true, true]);
    expect(await store.replace(bob, { ...bob, userKey: '10100' })).toBe(false);
    expect([await store.find('jira', 'alice'), await store.find('jira', 'bob')]).toEqual([alice, bob]);
  });

  it('keeps every field, and products and names apart', async () => {
    const store = make();
    const links: readonly Link[] = [
      { product: 'jira', subject: '["a","subject","é\\u0000"]', userName: '名前', state: 'creating', since: '2026-01-15T12:00:00.000Z' },
      { ...alice, product: 'wiki', setAside: ['a', 'b "c"', ''] },
      { ...alice, product: 'jira', setAside: [] },
      { product: 'jira', subject: '__proto__', userKey: 'constructor', userName: '', state: 'created' },
    ];
    for (const link of links) expect(await store.claim(link)).toBe(true);
    for (const link of links) expect(await store.find(link.product, link.subject)).toEqual(link);
    for (const link of links) if (link.userKey !== undefined) expect(await store.owner(link.product, link.userKey)).toEqual(link);
    for (const nobody of ['', 'Alice', '10100']) expect(await store.find('jira', nobody)).toBeUndefined();
    for (const nothing of ['', 'alice', 'JIRAUSER10100']) expect(await store.owner('jira', nothing)).toBeUndefined();
  });
}

/** What a document store promises, whatever it is made of. */
export function keepsDocuments(make: Make<DocumentStore>): void {
  it('has what was written last, to the letter', async () => {
    const store = make(world());
    expect(await store.read('a.xml')).toBeUndefined();
    for (const text of [...texts, 'x'.repeat(1_000_000)]) {
      await store.write('a.xml', text);
      expect(await store.read('a.xml')).toBe(text);
    }
  });

  it('keeps documents apart by their names, whatever these are', async () => {
    const store = make(world());
    const names = ['a.xml', 'A.xml', 'a.xml ', 'https://idp.example/metadata', '__proto__', '../a.xml', 'ä', 'x'.repeat(150)];
    await Promise.all(names.map((name) => store.write(name, `document ${name}`)));
    expect(await Promise.all(names.map((name) => store.read(name)))).toEqual(names.map((name) => `document ${name}`));
  });

  it('gives one of two whole documents to whoever reads while the second is written', async () => {
    const store = make(world());
    const [one, two] = ['1'.repeat(100_000), '2'.repeat(100_000)];
    await store.write('a.xml', one);
    const written = store.write('a.xml', two);
    for (const text of await hundred(() => store.read('a.xml'))) expect([one, two].some((each) => each === text)).toBe(true);
    await written;
    expect(await store.read('a.xml')).toBe(two);
  });
}

/** What a session store promises, whatever it is made of. */
export function keepsSessions(make: Make<SessionStore>): void {
  it('gives a session as often as it is asked for, until it is ended', async () => {
    const env = world();
    const store = make(env);
    await store.put('id', 'session', inHour(env));
    expect(new Set(await hundred(() => store.find('id')))).toEqual(new Set(['session']));
    await store.end('id');
    expect(await store.find('id')).toBeUndefined();
    await store.end('id');
  });

  it('gives it until the instant given, and not at it', async () => {
    const env = world();
    const store = make(env);
    await store.put('id', 'session', inHour(env));
    env.pass(3_599.999);
    expect(await store.find('id')).toBe('session');
    env.pass(0.001);
    expect(await store.find('id')).toBeUndefined();
  });

  it('puts a session in the place of the one before, with its own end', async () => {
    const env = world();
    const store = make(env);
    await store.put('id', 'longer', inHour(env));
    await store.put('id', 'shorter', new Date(env.now().getTime() + 60_000));
    expect(await store.find('id')).toBe('shorter');
    env.pass(60);
    expect(await store.find('id')).toBeUndefined();
    await store.put('id', 'over', env.now());
    expect(await store.find('id')).toBeUndefined();
  });

  it('keeps sessions apart, and each to the letter', async () => {
    const env = world();
    const store = make(env);
    for (const text of texts) await store.put(text, text, inHour(env));
    for (const text of texts) expect(await store.find(text)).toBe(text);
    for (const id of ['nobody', '__proto__', 'toString']) expect(await store.find(id)).toBeUndefined();
    expect(await laterRefusal(() => store.put('id', 'session', never))).toBe('config.invalid');
  });
}

/** What a session index promises, whatever it is made of. */
export function knowsSessionsByName(make: Make<SessionIndex>): void {
  it('finds a session by each of its names, and each once', async () => {
    const env = world();
    const index = make(env);
    await index.add('one', ['person', 'session 1', 'person'], inHour(env));
    await index.add('two', ['person', 'session 2'], inHour(env));
    await index.add('two', ['person'], inHour(env));
    expect([...(await index.find('person'))].toSorted()).toEqual(['one', 'two']);
    expect(await index.find('session 1')).toEqual(['one']);
    for (const name of ['', 'Person', '__proto__', 'one']) expect(await index.find(name)).toEqual([]);
  });

  it('forgets a session under all its names, and no other', async () => {
    const env = world();
    const index = make(env);
    await index.add('one', ['a', 'b'], inHour(env));
    await index.add('one', ['c'], inHour(env));
    await index.add('two', ['a'], inHour(env));
    await index.remove('one');
    await index.remove('nobody');
    expect(await Promise.all(['a', 'b', 'c'].map((name) => index.find(name)))).toEqual([['two'], [], []]);
    await index.add('one', ['a'], inHour(env));
    expect([...(await index.find('a'))].toSorted()).toEqual(['one', 'two']);
  });

  it('loses none of a hundred that are noted at once', async () => {
    const env = world();
    const index = make(env);
    await hundred((at) => index.add(`${at}`, ['person', `session ${at}`], inHour(env)));
    expect(await index.find('person')).toHaveLength(100);
    await hundred((at) => (at === 7 ? Promise.resolve() : index.remove(`${at}`)));
    expect(await index.find('person')).toEqual(['7']);
  });

  it('finds a session until the longest instant given for it, and not at it', async () => {
    const env = world();
    const index = make(env);
    const minutes = (count: number) => new Date(env.now().getTime() + count * 60_000);
    await index.add('one', ['person'], minutes(60));
    await index.add('one', ['person'], minutes(10));
    await index.add('two', ['person'], minutes(10));
    await index.add('three', ['person'], env.now());
    expect([...(await index.find('person'))].toSorted()).toEqual(['one', 'two']);
    env.pass(600);
    expect(await index.find('person')).toEqual(['one']);
    env.pass(2_999.999);
    expect(await index.find('person')).toEqual(['one']);
    env.pass(0.001);
    expect(await index.find('person')).toEqual([]);
  });

  it('knows until when what has a name has ended, whatever sessions there are', async () => {
    const env = world();
    const index = make(env);
    await index.close('person', env.now(), inHour(env));
    await index.add('one', ['person', 'session 1'], inHour(env));
    await index.remove('one');
    expect(await index.closed(['session 1', 'person'])).toEqual(env.now());
    expect(await index.closed(['session 1', 'Person', '__proto__'])).toBeUndefined();
    expect(await index.closed([])).toBeUndefined();
    expect(await index.find('person')).toEqual([]);
  });

  it('knows the last of a hundred ends that are noted at once', async () => {
    const env = world();
    const index = make(env);
    const last = new Date(8.64e15);
    await hundred((at) => index.close('person', at === 31 ? last : new Date(env.now().getTime() + at), inHour(env)));
    expect(await index.closed(['person'])).toEqual(last);
  });

  it('knows the last of the ends of several names, in whatever order', async () => {
    const env = world();
    const index = make(env);
    const [first, last] = [new Date(env.now().getTime() - 1_000), env.now()];
    await index.close('person', last, inHour(env));
    await index.close('session 1', first, inHour(env));
    expect(await index.closed(['person', 'session 1'])).toEqual(last);
    expect(await index.closed(['nobody', 'session 1', 'person'])).toEqual(last);
    expect(await index.closed(['session 1'])).toEqual(first);
  });

  it('knows an end until the instant given, and not at it', async () => {
    const env = world();
    const index = make(env);
    await index.close('person', env.now(), inHour(env));
    await index.close('over', env.now(), env.now());
    expect(await index.closed(['over'])).toBeUndefined();
    env.pass(3_599.999);
    expect(await index.closed(['person'])).toBeDefined();
    env.pass(0.001);
    expect(await index.closed(['person'])).toBeUndefined();
  });

  it('refuses an instant that is none', async () => {
    const [env, index] = [world(), make(world())];
    expect(await laterRefusal(() => index.add('one', ['person'], never))).toBe('config.invalid');
    expect(await laterRefusal(() => index.close('person', env.now(), never))).toBe('config.invalid');
    expect(await laterRefusal(() => index.close('person', never, inHour(env)))).toBe('config.invalid');
    expect([await index.find('person'), await index.closed(['person'])]).toEqual([[], undefined]);
  });
}

async function hundred<T>(act: (at: number) => Promise<T>): Promise<readonly T[]> {
  return await Promise.all(Array.from({ length: 100 }, (_, at) => act(at)));
}

function inHour(env: World): Date {
  return new Date(env.now().getTime() + 3_600_000);
}

const never = new Date(Number.NaN);
const texts = ['', ' ', '0', 'a b', '{"a":"b"}', '"', '\0', '\r\n', 'é', '名前', '😀', 'undefined', 'null', 'x'.repeat(1_000)];
const alice: Link = { product: 'jira', subject: 'alice', userKey: '10100', userName: 'alice', state: 'linked' };
