import { describe, expect, it } from 'vitest';
import { SsoError } from '../../../src/core/errors.ts';
import type { ReplayStore } from '../../../src/identity/login.ts';
import { memoryReplayStore } from '../../../src/stores/memory.ts';
import { type SealedPendingOptions, sealedPendingStore } from '../../../src/stores/sealed-cookie.ts';
import { laterRefusal, refusal, refusalOf } from '../../support/refusal.ts';
import { world } from '../../support/world.ts';
import { keepsPendingLogins } from './contract.ts';

const secret = 'a secret of more than thirty-two characters';

describe('pending logins in a sealed cookie that are taken where they began', () => {
  keepsPendingLogins((env) => sealedPendingStore({ replay: memoryReplayStore({}, env) }, env));
});

describe('pending logins in a sealed cookie that are taken elsewhere', () => {
  keepsPendingLogins((env) => {
    const replay = memoryReplayStore({}, env);
    const [here, there] = [sealedPendingStore({ keys: [secret], replay }, env), sealedPendingStore({ keys: [secret], replay }, env)];
    return { put: here.put, take: there.take };
  });
});

describe('pending logins in a sealed cookie', () => {
  it('are taken by the ticket alone when so many others have begun that it is not known any more', async () => {
    const { put, store } = scene();
    const ticket = await put('pending');
    for (let others = 0; others < 1_500; others += 1) await put('another');
    expect(await store.take('handle', ticket)).toBe('pending');
  });

  it('end at the instant that was given, whatever becomes of that', async () => {
    const { env, store } = scene();
    const until = in10Minutes(env.now());
    const ticket = await store.put('handle', 'pending', until);
    until.setFullYear(3_000);
    env.pass(600);
    expect(await store.take('handle', ticket)).toBeUndefined();
  });

  it('show nothing of the login', async () => {
    const { put } = scene();
    const ticket = await put('somebody wants to go somewhere');
    const octets = ticket.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(octets.join()).not.toMatch(/somebody|handle/);
  });

  it('end in another process where both have the secret and the replay store in common', async () => {
    const { env, replay, put } = scene();
    const ticket = await put('pending');
    const elsewhere = sealedPendingStore({ keys: [secret], replay }, env);
    const taken = await Promise.all(Array.from({ length: 100 }, () => elsewhere.take('handle', ticket)));
    expect(taken.filter((pending) => pending !== undefined)).toEqual(['pending']);
    expect(await scene().store.take('handle', ticket)).toBe('pending');
  });

  it('end where they began when no secret is given', async () => {
    const { env, replay } = scene();
    const [here, there] = [sealedPendingStore({ replay }, env), sealedPendingStore({ replay }, env)];
    const ticket = await here.put('handle', 'pending', in10Minutes(env.now()));
    expect(await there.take('handle', ticket)).toBeUndefined();
    expect(await here.take('handle', ticket)).toBe('pending');
  });

  it('survive a change of secrets that comes to one process after the other', async () => {
    const next = `the next one, ${secret}`;
    const { env, replay } = scene();
    const steps = [[secret], [secret, next], [next, secret], [next]].map((keys) => sealedPendingStore({ keys, replay }, env));
    for (const [at, store] of steps.entries())
      for (const neighbour of steps.slice(Math.max(0, at - 1), at + 2)) {
        const handle = `${at} ${steps.indexOf(neighbour)}`;
        expect(await neighbour.take(handle, await store.put(handle, 'pending', in10Minutes(env.now())))).toBe('pending');
      }
  });

  it('are refused where they do not fit into a cookie', async () => {
    const { put } = scene();
    expect(await laterRefusal(() => put('x'.repeat(2_400)))).toBe('accepted');
    expect(await refusalOf(() => put('x'.repeat(2_600)))).toMatchObject({
      code: 'store.too-large',
      details: { store: 'pending', maximum: 3_500 },
    });
  });

  it.each<[string, () => Promise<boolean>, string]>([
    ['fails', () => Promise.reject(new Error('broken')), 'store.unavailable'],
    ['is full', () => Promise.reject(new SsoError('store.full', { store: 'replay' })), 'store.full'],
    ['answers anything but a plain yes', () => Promise.resolve('OK' as unknown as boolean), 'accepted'],
  ])('are not given where the replay store %s', async (_, firstUse, code) => {
    const { put, store } = scene({ firstUse });
    const ticket = await put('pending');
    let taken: string | undefined;
    const take = async () => {
      taken = await store.take('handle', ticket);
    };
    expect(await laterRefusal(take)).toBe(code);
    expect(taken).toBeUndefined();
  });

  it('ask the replay store nothing about what is not theirs, and remember for as long as a login lasts', async () => {
    const asked: [string, Date][] = [];
    const { put, store, env } = scene({ firstUse: async (...question) => asked.push(question) > 0 });
    const ticket = await put('pending');
    await store.take('another', ticket);
    await store.take('handle', `${ticket}A`);
    expect(asked).toEqual([]);
    await store.take('handle', ticket);
    expect(asked).toEqual([['pending ["handle"]', in10Minutes(env.now())]]);
  });

  it.each([
    {},
    { replay: undefined },
    { replay: {} },
    { replay: memoryReplayStore(), keys: [] },
    { replay: memoryReplayStore(), keys: ['short'] },
    { replay: memoryReplayStore(), key: secret },
  ])('are refused with %j', (options) => {
    expect(refusal(() => sealedPendingStore(options as unknown as SealedPendingOptions))).toBe('config.invalid');
  });
});

function scene(replayStore?: ReplayStore) {
  const env = world();
  const replay = replayStore ?? memoryReplayStore({}, env);
  const store = sealedPendingStore({ keys: [secret], replay }, env);
  return { env, replay, store, put: (pending: string) => store.put('handle', pending, in10Minutes(env.now())) };
}

function in10Minutes(now: Date): Date {
  return new Date(now.getTime() + 600_000);
}
