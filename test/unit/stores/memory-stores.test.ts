import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { systemEnv } from '../../../src/core/env.ts';
import { memoryReplayStore } from '../../../src/stores/memory.ts';
import { memoryDocumentStore } from '../../../src/stores/memory-documents.ts';
import { memoryLinkStore } from '../../../src/stores/memory-links.ts';
import { memoryPendingStore } from '../../../src/stores/memory-pending.ts';
import { memorySessionIndex, memorySessionStore } from '../../../src/stores/memory-sessions.ts';
import { type MemoryStoresOptions, memoryStores } from '../../../src/stores/memory-stores.ts';
import { laterRefusal, refusal } from '../../support/refusal.ts';
import { world } from '../../support/world.ts';
import { keepsDocuments, keepsLinks, keepsPendingLogins, keepsSessions, knowsSessionsByName, remembersUses } from './contract.ts';

describe('pending logins in memory', () => {
  keepsPendingLogins((env) => memoryPendingStore({}, env));

  it('are refused where the store is full of those that may still be finished, and taken again when room is there', async () => {
    const env = world();
    const store = memoryPendingStore({ capacity: 2 }, env);
    const put = (handle: string, seconds: number) => store.put(handle, 'pending', new Date(env.now().getTime() + seconds * 1_000));
    const [first, second] = [await put('a', 10), await put('b', 20)];
    expect(await laterRefusal(() => put('c', 30))).toBe('store.full');
    expect(await store.take('a', first)).toBe('pending');
    const third = await put('c', 30);
    expect(await laterRefusal(() => put('d', 30))).toBe('store.full');
    env.pass(20);
    await put('d', 30);
    expect([await store.take('b', second), await store.take('c', third)]).toEqual([undefined, 'pending']);
  });

  it('cost less than 20 MB for 10,000, and no more after 100,000', async () => {
    const store = memoryPendingStore({}, systemEnv);
    const begin = async (at: number) => await store.put(`handle ${at}`, pending.replace('0000000', `${at}`.padStart(7, '0')), soon);
    const [pending, soon] = [
      JSON.stringify({ requestId: '0000000', rest: 'x'.repeat(560) }),
      new Date(systemEnv.now().getTime() + 600_000),
    ];
    const before = heapUsed();
    const tickets: string[] = [];
    for (let at = 0; at < 10_000; at += 1) tickets.push(await begin(at));
    const full = heapUsed() - before;
    expect(full).toBeLessThan(20_000_000);
    for (let at = 10_000; at < 100_000; at += 1) {
      const ended = at % 10_000;
      expect(await store.take(`handle ${at - 10_000}`, tickets[ended] ?? '')).toBeDefined();
      tickets[ended] = await begin(at);
    }
    expect(heapUsed() - before).toBeLessThan(full * 1.2);
  });

  it('that nobody finishes cost no more after 100,000 either', async () => {
    const env = world();
    const store = memoryPendingStore({}, { ...systemEnv, now: env.now });
    const begin = async (at: number) => {
      if (at % 1_000 === 0) env.pass(60);
      await store.put(`handle ${at}`, `${at}`.padStart(600), new Date(env.now().getTime() + 500_000));
    };
    const before = heapUsed();
    for (let at = 0; at < 20_000; at += 1) await begin(at);
    const settled = heapUsed() - before;
    for (let at = 20_000; at < 120_000; at += 1) await begin(at);
    expect(heapUsed() - before).toBeLessThan(Math.max(settled, 5_000_000) * 1.5);
  });
});

describe('uses in memory', () => {
  remembersUses((env) => memoryReplayStore({}, env));
});

describe('links in memory', () => {
  keepsLinks(memoryLinkStore);
});

describe('documents in memory', () => {
  keepsDocuments(memoryDocumentStore);
});

describe('sessions in memory', () => {
  keepsSessions((env) => memorySessionStore({}, env));

  it('are refused where the store is full of those that have not ended', async () => {
    const env = world();
    const store = memorySessionStore({ capacity: 1 }, env);
    const put = (id: string) => store.put(id, id, new Date(env.now().getTime() + 1_000));
    await put('a');
    expect(await laterRefusal(() => put('b'))).toBe('store.full');
    await put('a');
    expect(await store.find('a')).toBe('a');
    env.pass(1);
    await put('b');
    expect([await store.find('a'), await store.find('b')]).toEqual([undefined, 'b']);
  });
});

describe('names of sessions in memory', () => {
  knowsSessionsByName((env) => memorySessionIndex({}, env));

  it('are refused where the index is full of sessions that have not ended', async () => {
    const env = world();
    const index = memorySessionIndex({ capacity: 1 }, env);
    const add = (id: string) => index.add(id, ['person', id], new Date(env.now().getTime() + 1_000));
    await add('a');
    expect(await laterRefusal(() => add('b'))).toBe('store.full');
    expect([await index.find('person'), await index.find('b')]).toEqual([['a'], []]);
    env.pass(1);
    await add('b');
    expect(await index.find('person')).toEqual(['b']);
  });

  it('are forgotten with their sessions', async () => {
    const env = world();
    const index = memorySessionIndex({ capacity: 1_000 }, env);
    const before = heapUsed();
    for (let at = 0; at < 50_000; at += 1) {
      if (at % 500 === 0) env.pass(60);
      await index.add(`${at}`, [`session ${at} ${'x'.repeat(200)}`], new Date(env.now().getTime() + 60_000));
    }
    expect(heapUsed() - before).toBeLessThan(5_000_000);
    expect(await index.find(`session 49999 ${'x'.repeat(200)}`)).toEqual(['49999']);
  });
});

describe('all stores in memory', () => {
  it('are those of one world, each with its own options', async () => {
    const env = world();
    const options = { pending: { capacity: 1 }, replay: { capacity: 1 }, sessions: { capacity: 1 }, sessionIndex: { capacity: 1 } };
    const { pending, replay, links, sessions, sessionIndex } = memoryStores(options, env);
    const until = new Date(env.now().getTime() + 1_000);
    const twice = async (act: (name: string) => Promise<unknown>) => [
      await laterRefusal(() => act('a')),
      await laterRefusal(() => act('b')),
    ];
    for (const act of [
      (name: string) => pending.put(name, '', until),
      (name: string) => replay.firstUse(name, until),
      (name: string) => sessions.put(name, '', until),
      (name: string) => sessionIndex.add(name, [], until),
    ])
      expect(await twice(act)).toEqual(['accepted', 'store.full']);
    expect(await links.find('jira', 'nobody')).toBeUndefined();
  });

  it.each([
    { capacity: 1 },
    { pending: { size: 1 } },
    { replay: { capacity: 0 } },
    { sessions: { capacity: 0.5 } },
    { sessionIndex: { capacity: 1e8 } },
  ])('are refused with %j', (options) => {
    expect(refusal(() => memoryStores(options as MemoryStoresOptions))).toBe('config.invalid');
  });
});

/** What is still in use, once all else was thrown away. */
function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
