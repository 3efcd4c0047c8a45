import { describe, expect, it } from 'vitest';
import { type MemoryReplayOptions, memoryReplayStore } from '../../../src/stores/memory.ts';
import { laterRefusal, refusal } from '../../support/refusal.ts';

describe('a replay store in memory', () => {
  it('answers true once, of many calls at once', async () => {
    const { store } = made();
    const answers = await Promise.all(Array.from({ length: 100 }, () => store.firstUse('a', seconds(10))));
    expect(answers.filter((answer) => answer)).toHaveLength(1);
  });

  it('answers nothing by a clock that names no instant, which would take a key that was used for one that was not', async () => {
    const { store, clock } = made();
    await store.firstUse('a', seconds(10));
    clock.now = Number.NaN;
    expect(await laterRefusal(() => store.firstUse('a', seconds(10)))).toBe('config.invalid');
  });

  it('keeps keys apart, whatever they are', async () => {
    const { store } = made();
    for (const key of ['a', 'b', '', '__proto__', 'constructor', ' a']) expect(await store.firstUse(key, seconds(10))).toBe(true);
  });

  it('remembers a key until the instant given, and not at it', async () => {
    const { store, clock } = made();
    await store.firstUse('a', seconds(10));
    clock.now = 9_999;
    expect(await store.firstUse('a', seconds(20))).toBe(false);
    clock.now = 10_000;
    expect(await store.firstUse('a', seconds(20))).toBe(true);
    expect(await store.firstUse('a', seconds(20))).toBe(false);
  });

  it('is not made to remember for longer or shorter by a second use', async () => {
    const { store, clock } = made();
    await store.firstUse('a', seconds(10));
    await store.firstUse('a', seconds(1));
    clock.now = 5_000;
    expect(await store.firstUse('a', seconds(99))).toBe(false);
    clock.now = 10_000;
    expect(await store.firstUse('a', seconds(20))).toBe(true);
  });

  it('refuses when it is full of what still counts, and goes on when that no longer does', async () => {
    const { store, clock } = made({ capacity: 2 });
    await store.firstUse('a', seconds(10));
    await store.firstUse('b', seconds(20));
    expect(await laterRefusal(() => store.firstUse('c', seconds(30)))).toBe('store.full');
    expect(await store.firstUse('a', seconds(30))).toBe(false);
    clock.now = 10_000;
    expect(await store.firstUse('c', seconds(30))).toBe(true);
    expect(await laterRefusal(() => store.firstUse('a', seconds(30)))).toBe('store.full');
    expect(await store.firstUse('b', seconds(30))).toBe(false);
  });

  it('takes each of many keys once while old ones end', async () => {
    const { store, clock } = made({ capacity: 5_000 });
    for (let n = 0; n < 20_000; n += 1) {
      clock.now = n * 10;
      expect(await store.firstUse(`${n}`, new Date(clock.now + 40_000))).toBe(true);
      expect(await store.firstUse(`${Math.max(0, n - 3_999)}`, new Date(clock.now + 40_000))).toBe(false);
    }
  });

  it('refuses an instant that is none: nobody would know how long to remember', async () => {
    const { store } = made();
    expect(await laterRefusal(() => store.firstUse('a', new Date(Number.NaN)))).toBe('config.invalid');
    expect(await store.firstUse('a', seconds(10))).toBe(true);
  });

  it.each([{ capacity: 0 }, { capacity: 1.5 }, { capacity: 10_000_001 }, { size: 1 }])('is refused with %j', (options) => {
    expect(refusal(() => memoryReplayStore(options as MemoryReplayOptions))).toBe('config.invalid');
  });
});

function made(options: MemoryReplayOptions = {}) {
  const clock = { now: 0 };
  return { clock, store: memoryReplayStore(options, { now: () => new Date(clock.now) }) };
}

function seconds(count: number): Date {
  return new Date(count * 1_000);
}
