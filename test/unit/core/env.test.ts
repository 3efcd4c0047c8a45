import { describe, expect, it } from 'vitest';
import { systemEnv } from '../../../src/core/env.ts';

describe('the world by default', () => {
  it('has random bytes, as many as asked, never the same', () => {
    expect(systemEnv.random(20)).toHaveLength(20);
    expect(systemEnv.random(20)).not.toEqual(systemEnv.random(20));
    for (const bytes of [0, 1, 1_000, 1_023, 1_024, 1_025, 65_536]) expect(systemEnv.random(bytes)).toHaveLength(bytes);
  });

  it('gives out no random byte twice, and none that was wiped', () => {
    const drawn = Array.from({ length: 1_000 }, () => Buffer.from(systemEnv.random(16)).toString('hex'));
    expect(new Set(drawn).size).toBe(1_000);
    // All of eight octets: once in 2^64 by chance.
    expect(drawn.filter((hex) => hex.includes('0'.repeat(16)))).toEqual([]);
  });

  it('refuses a count that is none, and gives out nothing that was wiped after it', () => {
    systemEnv.random(16);
    expect(() => systemEnv.random(-16)).toThrow(RangeError);
    expect(Buffer.from(systemEnv.random(16)).toString('hex')).not.toBe('0'.repeat(32));
  });

  it('gives out octets that are the own of whoever asked', () => {
    const [mine, others] = [systemEnv.random(16), systemEnv.random(16)];
    const before = [...others];
    new Uint8Array(mine.buffer).fill(0);
    expect([...others]).toEqual(before);
  });

  it('has a clock', () => {
    expect(systemEnv.now()).toBeInstanceOf(Date);
  });

  it('waits, unless it is told to stop', async () => {
    await expect(systemEnv.wait(0)).resolves.toBeUndefined();
    const stop = new AbortController();
    const waiting = systemEnv.wait(1_000_000, stop.signal);
    stop.abort(new RangeError());
    await expect(waiting).rejects.toThrow(RangeError);
    await expect(systemEnv.wait(1_000_000, stop.signal)).rejects.toThrow(RangeError);
  });
});
