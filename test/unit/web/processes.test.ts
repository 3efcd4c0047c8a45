import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryReplayStore, memoryStores, sealedPendingStore } from '../../../src/stores/index.ts';
import { redisReplayStore, redisStores } from '../../../src/stores/redis/index.ts';
import type { SignOnOptions } from '../../../src/web/settings.ts';
import { hasRedis, type RedisServer, startRedis } from '../../support/redis.ts';
import { awake, type Connected, usualClients } from '../../support/redis-clients.ts';
import { answerByQuery, answerTo, codeOf, places, type Service, service } from '../../support/sign-on.ts';
import { Visitor } from '../../support/visitor.ts';
import type { World } from '../../support/world.ts';

type Stores = NonNullable<SignOnOptions['stores']>;

describe.for<[string, (env: World) => Stores]>([
  ['in memory', (env) => memoryStores({}, env)],
  ['in sealed cookies', (env) => inCookies(memoryReplayStore({}, env), env)],
])('a service of one process that keeps logins %s', ([, keep]) => {
  it('takes one of a hundred equal answers at once', async () => {
    await takesOne(() => [service((_, env) => ({ stores: keep(env) }))]);
  });
});

describe.skipIf(!hasRedis).for<[string, (client: Connected['client'], env: World) => Stores]>([
  ['in Redis', (client, env) => redisStores(client, {}, env)],
  ['in sealed cookies, and in Redis which were used', (client, env) => inCookies(redisReplayStore(client, {}, env), env)],
])('a service of two processes that keeps logins %s', ([, keep]) => {
  let server: RedisServer;
  let admin: Redis;
  let clients: readonly Connected[];
  beforeAll(async () => {
    server = await startRedis('--appendonly', 'yes', '--appendfsync', 'always');
    admin = new Redis(server.port).on('error', () => undefined);
    clients = await Promise.all(Object.values(usualClients).map((connect) => connect(server.port)));
  });
  beforeEach(() => admin.flushall());
  afterAll(async () => {
    await Promise.all(clients.map(({ close }) => close()));
    await admin.quit();
    await server.stop();
  });

  /** The service in its processes, each with a client of another kind. */
  const processes = (): readonly Service[] => {
    const [first, ...others] = clients.map(
      ({ client }) =>
        (beside?: Service) =>
          service((_, env) => ({ stores: keep(client, env) }), undefined, beside),
    );
    const one = first?.();
    return one === undefined ? [] : [one, ...others.map((made) => made(one))];
  };

  it('ends each in another process than it began in', async () => {
    const { party, browser } = visited(processes());
    expect((await browser.post(places.acs, answerTo(await browser.open(places.samlLogin)))).status).toBe(303);
    expect((await browser.open(answerByQuery({ party }, await browser.open(places.oidcLogin)), 'elsewhere')).status).toBe(303);
  });

  it('takes one of a hundred equal answers at once', async () => {
    await takesOne(processes);
  });

  it('refuses while Redis is away, takes when it is back what was not taken before, and nothing that was', async () => {
    const { world, browser } = visited(processes());
    const [used, lost, open] = [
      await browser.open(places.samlLogin),
      await browser.open(places.samlLogin),
      await browser.open(places.samlLogin),
    ];
    const cookies = browser.cookies;
    expect((await browser.post(places.acs, answerTo(used))).status).toBe(303);
    await server.kill();
    const page = await unanswered(browser.post(places.acs, answerTo(lost)), world);
    expect([page.status, page.headers.get('retry-after'), await codeOf(page)]).toEqual([503, '10', 'store.unavailable']);
    await server.start();
    await Promise.all(clients.map(awake));
    expect((await browser.post(places.acs, answerTo(open))).status).toBe(303);
    // As by somebody who has put aside what the browser had then.
    for (const [name, value] of cookies) browser.plant(name, value);
    expect(await codeOf(await browser.post(places.acs, answerTo(used)))).toBe('login.over');
  });
});

/** Shows by each protocol that of many equal answers, brought to the processes in turn, one signs in. */
async function takesOne(processes: () => readonly Service[]): Promise<void> {
  for (const protocol of ['saml', 'oidc'] as const) {
    const { party, events, browser } = visited(processes());
    const sent = await browser.open(protocol === 'saml' ? places.samlLogin : places.oidcLogin);
    const query = protocol === 'saml' ? '' : answerByQuery({ party }, sent);
    const bring = () => (protocol === 'saml' ? browser.post(places.acs, answerTo(sent)) : browser.open(query, 'elsewhere'));
    const pages = await Promise.all(Array.from({ length: 100 }, bring));
    expect(pages.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(events.filter(({ attributes }) => attributes['user.id'] !== undefined)).toHaveLength(1);
    expect(party.count('/token')).toBe(protocol === 'saml' ? 0 : 1);
  }
}

/** A browser whose requests come to the processes in turn. */
function visited(processes: readonly Service[]) {
  let requests = 0;
  const [first] = processes;
  if (first === undefined) throw new Error('there is a process');
  const answer = async (request: Request) => await processes[requests++ % processes.length]?.answer(request);
  return { ...first, browser: new Visitor(answer, first.world.now) };
}

function inCookies(replay: Stores['replay'], env: World): Stores {
  return { replay, pending: sealedPendingStore({ replay, keys: ['a secret of more than thirty-two characters'] }, env) };
}

/** What comes of it where a store is asked in vain: time passes until it is waited for no longer. */
async function unanswered(answer: Promise<Response>, { waits, pass }: World): Promise<Response> {
  const asked = () => waits.filter((milliseconds) => milliseconds === 2_000).length;
  const before = asked();
  while (asked() === before) await new Promise((resolve) => setImmediate(resolve));
  pass(2);
  return await answer;
}
