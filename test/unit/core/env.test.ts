import { describe, expect, it } from 'vitest';
import { systemEnv } from '../../../src/core/env.ts';

describe('the world by default', () => {
  it('has random bytes, as many as asked, never the same', () => {
    expect(systemEnv.random(20)).toHaveLength(20);
    expect(systemEnv.random(20)).not.toEqual(systemEnv.random(20));
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
