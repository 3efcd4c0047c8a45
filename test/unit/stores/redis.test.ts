import { Redis } from 'ioredis';
import type { RedisSentinelType } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stores } from '../../../src/stores/index.ts';
import { type RedisClient, redisStores } from '../../../src/stores/redis/index.ts';
import { sealedPendingStore } from '../../../src/stores/sealed-cookie.ts';
import { hasRedis, type RedisServer, startRedis, startRedisCluster } from '../../support/redis.ts';
import { type Connect, clusterClients, otherClients, usualClients } from '../../support/redis-clients.ts';
import { type World, world } from '../../support/world.ts';
import { keepsDocuments, keepsLinks, keepsPendingLogins, keepsSessions, knowsSessionsByName, remembersUses } from './contract.ts';

describe.skipIf(!hasRedis)('stores in Redis', () => {
  promisedBy(startRedis, { ...usualClients, ...otherClients });
});

describe.skipIf(!hasRedis)('stores in a cluster of Redis', () => {
  promisedBy(startRedisCluster, clusterClients);
});

describe.skipIf(!hasRedis)('what lies in Redis', () => {
  let server: RedisServer;
  let client: Redis;
  const env = world();
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.port);
    await fill(redisStores(client, {}, env), env);
  });
  afterAll(async () => {
    await client.quit();
    await server.stop();
  });

  it('begins with the prefix, and names in its keys nobody and no secret', async () => {
    const keys = await client.keys('*');
    expect(keys.length).toBe(9);
    for (const key of keys)
      expect(key).toMatch(/^signon:(?:(?:pending|used|session|sessions-of|names-of|closed|document):[\w-]{43}|links:jira)$/);
  });

  it('ends when it may, but for links and documents', async () => {
    for (const key of await client.keys('*')) {
      const left = await client.pttl(key);
      if (/:(?:links|document):/.test(key)) expect(left).toBe(-1);
      else expect(left > 1_800_000 && left <= 3_600_000).toBe(true);
    }
  });

  it('is not made to end earlier by a session that ends earlier, and loses those that have ended', async () => {
    const { sessionIndex } = redisStores(client, { prefix: 'index:' }, env);
    await sessionIndex.add('long', ['person'], hence(env, 3_600));
    await sessionIndex.add('short', ['person'], hence(env, 600));
    const [key = ''] = await client.keys('index:sessions-of:*');
    expect(await client.pttl(key)).toBeGreaterThan(1_800_000);
    env.pass(600);
    await sessionIndex.add('new', ['person'], hence(env, 60));
    expect(await client.zrange(key, '0', '-1')).toEqual(['new', 'long']);
    await sessionIndex.remove('long');
    await sessionIndex.remove('new');
    expect(await client.keys('index:*')).toEqual(await client.keys('index:names-of:*'));
  });

  it('may be kept for longer than anybody lives', async () => {
    const { replay, sessions, sessionIndex } = redisStores(client, { prefix: 'long:' }, env);
    const last = new Date(8.64e15);
    expect([await replay.firstUse('key', last), await replay.firstUse('key', last)]).toEqual([true, false]);
    await sessions.put('id', 'session', last);
    await sessionIndex.add('id', ['person'], last);
    expect([await sessions.find('id'), await sessionIndex.find('person')]).toEqual(['session', ['id']]);
  });
});

describe('a client', () => {
  it('may be a sentinel of the package redis, behind a function', () => {
    const by = (sentinel: RedisSentinelType): RedisClient => ({ call: (...command) => sentinel.sendCommand(false, command) });
    expect(by).toBeDefined();
  });
});

let made = 0;

/** All promises by all kinds of clients. */
function promisedBy(start: () => Promise<RedisServer>, clients: Readonly<Record<string, Connect>>): void {
  let server: RedisServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());
  describe.for(Object.entries(clients))('by %s', ([, connect]) => promised(() => connect(server.port)));
}

function promised(connect: () => ReturnType<Connect>): void {
  let connected: Awaited<ReturnType<Connect>>;
  beforeAll(async () => {
    connected = await connect();
  });
  afterAll(() => connected.close());

  /** Each with nothing in it. */
  const stores = (env: World = world()): Stores => {
    made += 1;
    return redisStores(connected.client, { prefix: `${made}:` }, env);
  };

  describe('pending logins', () => keepsPendingLogins((env) => stores(env).pending));
  describe('pending logins in a sealed cookie', () => keepsPendingLogins((env) => sealedPendingStore({ replay: stores(env).replay }, env)));
  describe('uses', () => remembersUses((env) => stores(env).replay));
  describe('links', () => keepsLinks(() => stores().links));
  describe('sessions', () => keepsSessions((env) => stores(env).sessions));
  describe('names of sessions', () => knowsSessionsByName((env) => stores(env).sessionIndex));
  describe('documents', () => keepsDocuments((env) => stores(env).documents));

  it('share nothing with those of another prefix', async () => {
    const env = world();
    const [one, other] = [stores(env), stores(env)];
    const ticket = await one.pending.put('handle', 'pending', hence(env, 60));
    expect(await other.pending.take('handle', ticket)).toBeUndefined();
    const uses = [one, other].map(({ replay }) => replay.firstUse('key', hence(env, 60)));
    expect(await Promise.all(uses)).toEqual([true, true]);
  });
}

/** One of each. */
async function fill({ pending, replay, links, sessions, sessionIndex, documents }: Stores, env: World): Promise<void> {
  const until = hence(env, 3_600);
  await pending.put('handle', 'pending', until);
  await replay.firstUse('saml ["acme","_assertion"]', until);
  await links.claim({ product: 'jira', subject: 'alice', userKey: '10100', userName: 'alice', state: 'linked' });
  await sessions.put('id', 'session', until);
  await sessionIndex.add('public id', ['alice', 'alice at noon'], until);
  await sessionIndex.close('alice', env.now(), until);
  await documents.write('https://idp.example/metadata', 'metadata');
}

function hence(env: World, seconds: number): Date {
  return new Date(env.now().getTime() + seconds * 1_000);
}
