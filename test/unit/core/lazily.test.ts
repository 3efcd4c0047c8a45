import { describe, expect, it } from 'vitest';
import { lazily } from '../../../src/core/lazily.ts';

describe('what is loaded when it is first asked for', () => {
  it('is not loaded before', () => {
    const { asked, loads } = counting();
    expect(loads()).toBe(0);
    void asked();
    expect(loads()).toBe(1);
  });

  it('is loaded once, also for all who ask at the same time', async () => {
    const { asked, loads } = counting();
    expect(await Promise.all([asked(), asked()])).toEqual(['load 1', 'load 1']);
    expect(await asked()).toBe('load 1');
    expect(loads()).toBe(1);
  });

  it('is loaded again where it could not be loaded before', async () => {
    const { asked, loads } = counting({ failures: 1 });
    await expect(asked()).rejects.toThrow(RangeError);
    expect(await asked()).toBe('load 2');
    expect(await asked()).toBe('load 2');
    expect(loads()).toBe(2);
  });
});

function counting({ failures = 0 } = {}) {
  let loads = 0;
  const asked = lazily(async () => {
    loads += 1;
    if (loads <= failures) throw new RangeError('not there');
    return `load ${loads}`;
  });
  return { asked, loads: () => loads };
}
