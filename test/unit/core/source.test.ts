import { describe, expect, it } from 'vitest';
import { currentOf, isSource, type Source } from '../../../src/core/source.ts';

describe('a party', () => {
  it('is taken as it is, or asked of its source', async () => {
    const party = { entityId: 'https://idp.example' };
    const source: Source<typeof party> = { current: async () => party, refreshed: async () => party };
    expect(await currentOf(party)).toBe(party);
    expect(await currentOf(source)).toBe(party);
    expect([isSource(party), isSource(source)]).toEqual([false, true]);
  });
});
