import { inspect } from 'node:util';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Link } from '../../../src/identity/link.ts';
import type { Stores } from '../../../src/stores/index.ts';
import { type RedisClient, type RedisOptions, redisStores } from '../../../src/stores/redis/index.ts';
import { hasRedis, type RedisServer, startRedis } from '../../support/redis.ts';
import { awake, type Connected, usualClients } from '../../support/redis-clients.ts';
import { laterRefusal, refusal, refusalOf } from '../../support/refusal.ts';
import { type World, world } from '../../support/world.ts';

const kinds = Object.entries(usualClients);

describe.skipIf(!hasRedis).for(kinds)('where a Redis asked by %s does not do what it is asked', ([, connect]) => {
  let server: RedisServer;
  let admin: Redis;
  let connected: Connected;
  beforeAll(async () => {
    server = await startRedis();
    [admin, connected] = [new Redis(server.port), await connect(server.port)];
  });
  beforeEach(() => admin.flushall());
  afterAll(async () => {
    await connected.close();
    await admin.quit();
    await server.stop();
  });

  it('whatever would need room is refused, what is there is given, and nothing is lost', async () => {
    const { stores, env } = scene(connected.client);
    const ticket = await filled(stores, env);
    const count = await admin.dbsize();
    await admin.config('SET', 'maxmemory', '1');
    for (const [name, write] of Object.entries(writing(stores, env)))
      expect([name, await laterRefusal(write)]).toEqual([name, 'store.full']);
    expect(await refusalOf(() => stores.replay.firstUse('new', hour(env)))).toMatchObject({ details: { store: 'replay' } });
    expect(await admin.dbsize()).toBe(count);
    expect(await stores.sessions.find('id')).toBe('session');
    expect(await stores.links.owner('jira', '10100')).toEqual(alice);
    expect(await stores.pending.take('handle', ticket)).toBe('pending');
    await stores.sessions.end('id');
    await stores.sessionIndex.remove('public id');
    expect(await stores.links.replace(alice, undefined)).toBe(true);
    await admin.config('SET', 'maxmemory', '0');
    expect(await stores.replay.firstUse('new', hour(env))).toBe(true);
  });

  it('nothing is accepted of one that may only be read', async () => {
    const { stores, env } = scene(connected.client);
    await filled(stores, env);
    await admin.replicaof('127.0.0.1', '1');
    for (const [name, write] of Object.entries(writing(stores, env)))
      expect([name, await laterRefusal(write)]).toEqual([name, 'store.unavailable']);
    await admin.replicaof('NO', 'ONE');
    expect(await stores.replay.firstUse('new', hour(env))).toBe(true);
  });

  it('nothing is accepted where something else lies under our keys', async () => {
    const { stores, env } = scene(connected.client);
    const ticket = await filled(stores, env);
    for (const key of await admin.keys('*')) {
      await admin.del(key);
      await admin.lpush(key, 'something else');
    }
    const asked = {
      ...reading(stores, ticket),
      ...Object.fromEntries(Object.entries(writing(stores, env)).filter(([name]) => overwrites(name))),
    };
    for (const [name, ask] of Object.entries(asked)) expect([name, await laterRefusal(ask)]).toEqual([name, 'store.unavailable']);
  });

  it('nothing is accepted where the text that lies there was written by somebody else', async () => {
    const { stores, env } = scene(connected.client);
    await filled(stores, env);
    for (const text of ['', 'pending', 'x pending', '1e99 pending', '{}', '[]', '{"product":1}', '{"product":"jira","subject":"alice"}']) {
      const ticket = await stores.pending.put('handle', 'pending', hour(env));
      for (const key of await admin.keys('signon:[ps]e*')) if ((await admin.type(key)) === 'string') await admin.set(key, text);
      await admin.hset('signon:links:jira', 'person alice', text);
      for (const ask of [
        () => stores.pending.take('handle', ticket),
        () => stores.sessions.find('id'),
        () => stores.links.find('jira', 'alice'),
      ])
        expect([text, await laterRefusal(ask)]).toEqual([text, 'store.unavailable']);
    }
  });

  it('no link is believed of which something is not what it must be', async () => {
    const { stores } = scene(connected.client);
    const wrong: Readonly<Record<keyof Link, readonly unknown[]>> = {
      product: [1, undefined],
      subject: [null, undefined],
      userKey: [10100, null, ['10100']],
      userName: [{}, undefined],
      state: ['Linked', '', null, undefined],
      since: [0, null],
      setAside: ['staff', ['staff', 1], null],
    };
    for (const [name, values] of Object.entries(wrong))
      for (const value of values) {
        const text = JSON.stringify({ ...alice, [name]: value });
        await admin.hset('signon:links:jira', { 'person alice': text, 'account 10100': text });
        for (const ask of [() => stores.links.find('jira', 'alice'), () => stores.links.owner('jira', '10100')])
          expect([text, await laterRefusal(ask)]).toEqual([text, 'store.unavailable']);
      }
  });

  it('scripts that it has forgotten are told to it again', async () => {
    const { stores, env } = scene(connected.client);
    await stores.links.claim(alice);
    await admin.script('FLUSH');
    expect(await stores.links.claim(alice)).toBe(false);
    await admin.script('FLUSH');
    expect(await stores.links.replace(alice, undefined)).toBe(true);
    await stores.sessionIndex.add('public id', ['alice'], hour(env));
    expect(await stores.sessionIndex.find('alice')).toEqual(['public id']);
  });

  it('an answer that does not come in time is none, and what was asked is not accepted later either', async () => {
    const { stores, env } = scene(connected.client);
    const ticket = await filled(stores, env);
    await admin.client('PAUSE', '60000', 'WRITE');
    const asked = [() => stores.replay.firstUse('late', hour(env)), () => stores.pending.take('handle', ticket)].map(laterRefusal);
    while (!/blocked_clients:[1-9]/.test(await admin.info('clients')));
    env.pass(2);
    expect(await Promise.all(asked)).toEqual(['store.unavailable', 'store.unavailable']);
    expect(env.waits).toEqual(Array(env.waits.length).fill(2_000));
    await admin.client('UNPAUSE');
    expect(await stores.replay.firstUse('late', hour(env))).toBe(false);
    expect(await stores.pending.take('handle', ticket)).toBeUndefined();
    expect(await stores.replay.firstUse('new', hour(env))).toBe(true);
  });

  it('a client that was closed is no answer', async () => {
    const { client, close } = await connect(server.port);
    const { stores, env } = scene(client);
    await close();
    expect(await laterRefusal(() => stores.replay.firstUse('key', hour(env)))).toBe('store.unavailable');
  });
});

describe.skipIf(!hasRedis).for(kinds)('a Redis asked by %s that loses its power', ([, connect]) => {
  let server: RedisServer;
  let connected: Connected;
  beforeEach(async () => {
    server = await startRedis('--appendonly', 'yes', '--appendfsync', 'always');
    connected = await connect(server.port);
  });
  afterEach(async () => {
    await connected.close();
    await server.stop();
  });

  it('accepts nothing while it is away, and has forgotten nothing when it is back', async () => {
    const { stores, env } = scene(connected.client);
    const ticket = await filled(stores, env);
    await server.kill();
    const asked = Array.from({ length: 20 }, (_, at) =>
      laterRefusal(() => stores.replay.firstUse(at % 2 === 0 ? 'used' : `new ${at}`, hour(env))),
    );
    asked.push(...Object.values(reading(stores, 'another ticket')).map(laterRefusal));
    env.pass(2);
    expect(new Set(await Promise.all(asked))).toEqual(new Set(['store.unavailable']));
    await server.start();
    await awake(connected);
    expect(await stores.replay.firstUse('used', hour(env))).toBe(false);
    expect(await stores.replay.firstUse('another', hour(env))).toBe(true);
    expect(await stores.sessions.find('id')).toBe('session');
    expect(await stores.links.find('jira', 'alice')).toEqual(alice);
    const taken = await Promise.all(Array.from({ length: 100 }, () => stores.pending.take('handle', ticket)));
    expect(taken.filter((pending) => pending !== undefined)).toEqual(['pending']);
  });

  it('answers true for no key twice, though it ends in the middle of a thousand questions', async () => {
    const { stores, env } = scene(connected.client);
    const accepted = new Map<string, number>();
    const use = async (at: number) => {
      const key = `key ${at % 200}`;
      if (await stores.replay.firstUse(key, hour(env)).catch(() => false)) accepted.set(key, (accepted.get(key) ?? 0) + 1);
    };
    const some = Array.from({ length: 50 }, (_, at) => use(at));
    await Promise.race(some);
    const many = Array.from({ length: 1_000 }, (_, at) => use(at));
    await server.kill();
    await server.start();
    await awake(connected);
    env.pass(2);
    await Promise.all([...some, ...many]);
    await Promise.all(Array.from({ length: 200 }, (_, at) => use(at)));
    expect(new Set(accepted.values())).toEqual(new Set([1]));
  });
});

describe('a client that answers otherwise than Redis does', () => {
  const odd = [undefined, true, 1, 'QUEUED', 'OK ', Buffer.from('OK'), {}, [1], [null], new Error('OK'), Symbol('OK'), 1n];

  it.each(['call', 'sendCommand'])('is believed nothing by %s', async (name) => {
    for (const answer of odd) {
      const { stores, env } = scene({ [name]: async () => answer } as unknown as RedisClient);
      for (const [what, ask] of Object.entries({ ...writing(stores, env), ...reading(stores, 'ticket') }))
        expect([what, answer, await laterRefusal(ask)]).toEqual([what, answer, 'store.unavailable']);
    }
  });

  it.each([
    [
      'throws at once',
      () => {
        throw new Error('broken');
      },
    ],
    ['throws something else', () => Promise.reject('broken')],
    ['throws nothing', () => Promise.reject()],
    ['says nothing', () => Promise.reject(new Error(''))],
    ['has several errors', () => Promise.reject(new AggregateError([new Error('a'), new Error('b')]))],
  ])('is no answer where it %s', async (_, call) => {
    const { stores, env } = scene({ call });
    expect(await laterRefusal(() => stores.replay.firstUse('key', hour(env)))).toBe('store.unavailable');
  });

  it('says what is wrong with Redis, and nothing of what was to be kept there', async () => {
    const failing = async (...parameters: readonly string[]) => {
      throw Object.assign(new Error(`ERR unknown command 'EVALSHA', with args beginning with: ${parameters.join(' ')}`), {
        command: { parameters },
      });
    };
    const { stores, env } = scene({ call: failing });
    for (const ask of [() => stores.links.claim(alice), () => stores.sessions.put('secret id', 'secret session', hour(env))]) {
      const error = await refusalOf(ask);
      expect(inspect(error, { depth: 10, showHidden: true })).toMatch(/unknown command/);
      expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/alice|secret/);
    }
  });

  it('has no room where Redis says so in the words of either of its ages', async () => {
    for (const words of [
      "OOM command not allowed when used memory > 'maxmemory'.",
      "ERR Error running script (call to f_1): @user_script:1: @user_script: 1: -OOM command not allowed when used memory > 'maxmemory'.",
    ]) {
      const { stores } = scene({ call: () => Promise.reject(new Error(words)) });
      expect(await refusalOf(() => stores.links.claim(alice))).toMatchObject({ code: 'store.full', details: { store: 'links' } });
    }
  });

  it('is told that nobody waits any longer, so that it need not send what it has not sent', async () => {
    const signals: AbortSignal[] = [];
    const { stores, env } = scene({
      sendCommand: (_: string[], { abortSignal }: { abortSignal: AbortSignal }) => {
        signals.push(abortSignal);
        return new Promise(() => {});
      },
    });
    const asked = laterRefusal(() => stores.replay.firstUse('key', hour(env)));
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    env.pass(2);
    expect(await asked).toBe('store.unavailable');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('is given up after the time that is set', async () => {
    const { stores, env } = scene({ call: () => new Promise(() => {}) }, { timeoutMilliseconds: 50 });
    const asked = laterRefusal(() => stores.sessions.find('id'));
    env.pass(0.05);
    expect(await asked).toBe('store.unavailable');
  });
});

describe('a client that is none', () => {
  it.each([undefined, null, 'redis://localhost', {}, () => {}])('is refused: %s', (client) => {
    expect(refusal(() => redisStores(client as unknown as RedisClient))).toBe('config.invalid');
  });

  it.each([{ prefix: 1 }, { timeoutMilliseconds: 0 }, { timeoutMilliseconds: 60_001 }, { timeout: 1 }])('is refused with %j', (options) => {
    expect(refusal(() => redisStores({ call: async () => 'OK' }, options as RedisOptions))).toBe('config.invalid');
  });

  it('that was never connected is no answer', async () => {
    const { stores, env } = scene(createClient());
    expect(await laterRefusal(() => stores.replay.firstUse('key', hour(env)))).toBe('store.unavailable');
  });
});

function scene(client: RedisClient, options: RedisOptions = {}) {
  const env = world();
  return { env, stores: redisStores(client, options, env) };
}

/** One of each. @returns the ticket of the login */
async function filled(stores: Stores, env: World): Promise<string> {
  const ticket = await stores.pending.put('handle', 'pending', hour(env));
  await stores.replay.firstUse('used', hour(env));
  await stores.links.claim(alice);
  await stores.sessions.put('id', 'session', hour(env));
  await stores.sessionIndex.add('public id', ['person'], hour(env));
  await stores.sessionIndex.close('person', env.now(), hour(env));
  await stores.documents.write('metadata', 'document');
  return ticket;
}

/** What adds to a store. */
function writing(
  { pending, replay, links, sessions, sessionIndex, documents }: Stores,
  env: World,
): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    'pending.put': () => pending.put('another', 'pending', hour(env)),
    'replay.firstUse': () => replay.firstUse('new', hour(env)),
    'links.claim': () => links.claim({ ...alice, subject: 'bob', userKey: '10200' }),
    'links.replace': () => links.replace(alice, { ...alice, userKey: '10300' }),
    'sessions.put': () => sessions.put('id', 'session', hour(env)),
    'sessionIndex.add': () => sessionIndex.add('public id', ['person', 'another'], hour(env)),
    'sessionIndex.close': () => sessionIndex.close('person', env.now(), hour(env)),
    'documents.write': () => documents.write('another', 'document'),
  };
}

/** Those among them that must read what is there, or add to it. */
function overwrites(name: string): boolean {
  return ['links.claim', 'links.replace', 'sessionIndex.add', 'sessionIndex.close'].includes(name);
}

/** What looks into a store. */
function reading(
  { pending, links, sessions, sessionIndex, documents }: Stores,
  ticket: string,
): Readonly<Record<string, () => Promise<unknown>>> {
  return {
    'pending.take': () => pending.take('handle', ticket),
    'links.find': () => links.find('jira', 'alice'),
    'links.owner': () => links.owner('jira', '10100'),
    'sessions.find': () => sessions.find('id'),
    'sessionIndex.find': () => sessionIndex.find('person'),
    'sessionIndex.remove': () => sessionIndex.remove('public id'),
    'sessionIndex.closed': () => sessionIndex.closed(['person']),
    'documents.read': () => documents.read('metadata'),
  };
}

function hour(env: World): Date {
  return new Date(env.now().getTime() + 3_600_000);
}

const alice: Link = { product: 'jira', subject: 'alice', userKey: '10100', userName: 'alice', state: 'linked' };
