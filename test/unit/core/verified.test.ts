import { describe, expect, it } from 'vitest';
import { readVerified, seal, Verified } from '../../../src/core/verified.ts';

describe('a verified value', () => {
  const provenance = { provider: 'idp', key: 'ab', signed: 'Assertion' };
  const box = seal({ name: 'alice' }, provenance);

  it('says what was signed, by which key and for which provider', () => {
    expect(box).toMatchObject({ value: { name: 'alice' }, ...provenance });
    expect(Verified.is(box)).toBe(true);
  });

  it('cannot be copied or imitated', () => {
    const copies: readonly object[] = [
      { ...box },
      Object.assign({}, box),
      structuredClone(box),
      JSON.parse(JSON.stringify(box)),
      Object.create(box),
      Object.setPrototypeOf({ ...box }, Verified.prototype),
      new Proxy(box, {}),
    ];
    for (const copy of copies) expect(Verified.is(copy)).toBe(false);
  });

  it('keeps its provenance when it is read', () => {
    const read = readVerified(box, ({ name }) => name);
    expect(read).toMatchObject({ value: 'alice', ...provenance });
    expect(Verified.is(read)).toBe(true);
  });

  it('is not made by a reader that fails', () => {
    expect(() =>
      readVerified(box, () => {
        throw new RangeError();
      }),
    ).toThrow(RangeError);
  });
});
