import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type Deed, type Flaw, LogoutScene, providerIds } from '../support/sign-out-scene.ts';

describe('whatever people, providers and strangers do, one after the other and at once, in two processes', () => {
  test.prop([fc.array(fc.array(deed(), { minLength: 1, maxLength: 4 }), { minLength: 4, maxLength: 14 })], { numRuns: 150 })(
    'no session ends but one whose person or provider says so, and none of those is left or begins later',
    async (rounds) => {
      const scene = new LogoutScene();
      for (const deeds of rounds) {
        await scene.happen(deeds);
        expect(await scene.faults()).toEqual([]);
      }
    },
  );
});

function deed(): fc.Arbitrary<Deed> {
  // Few enough that they often meet.
  const [login, message] = [fc.nat(5), fc.nat(5)];
  const provider = fc.constantFrom(...providerIds);
  const name = fc.constantFrom('alice', 'alice', 'bob');
  const way = fc.constantFrom('redirect' as const, 'post' as const, 'soap' as const);
  const flaw = fc.constantFrom<Flaw[]>('none', 'none', 'none', 'forged', 'unsigned', 'other', 'late', 'astray');
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('begins' as const), provider, name }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('comes' as const), login }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('leaves' as const), login, onlyHere: fc.boolean() }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('ends' as const), login, all: fc.boolean(), way, flaw }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeats' as const), message }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('frames' as const), login, issuer: fc.constantFrom('own' as const, 'other' as const) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('waits' as const), seconds: fc.constantFrom(1, 29, 31, 61) }) },
  );
}
