import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type Deed, providerIds, Scene } from '../support/sign-on-scene.ts';

describe('whatever browsers, providers and time do, one after the other and at once', () => {
  test.prop([fc.array(fc.array(deed(), { minLength: 1, maxLength: 4 }), { minLength: 4, maxLength: 12 })], { numRuns: 150 })(
    'a browser is signed in only as whom the provider named for a request that this very browser has begun, once, and in time',
    async (rounds) => {
      const scene = new Scene();
      for (const deeds of rounds) await Promise.all(deeds.map((each) => scene.does(each)));
      expect(scene.faults).toEqual([]);
      expect(new Set(scene.finished).size).toBe(scene.finished.length);
    },
  );

  test.prop([fc.array(deed(), { maxLength: 20 }), fc.nat(1)], { numRuns: 50 })(
    'whoever signs in half an hour later comes in by either protocol',
    async (deeds, browser) => {
      const scene = new Scene();
      for (const each of deeds) await scene.does(each);
      scene.waits(1_800);
      for (const provider of ['idp', 'op'] as const) {
        const request = await scene.begins(browser, provider);
        await scene.does({ kind: 'brings', browser, request, signer: 'idp', relayState: 'own' });
        expect(scene.finished.at(-1)).toBe(request);
      }
    },
  );
});

function deed(): fc.Arbitrary<Deed> {
  // Few enough that they often meet.
  const [browser, request] = [fc.nat(1), fc.nat(3)];
  const signer = fc.constantFrom('idp' as const, 'idp' as const, 'mallory' as const);
  const relayState = fc.oneof(fc.constantFrom('own' as const, 'own' as const, 'none' as const), request);
  return fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('begins' as const), browser, provider: fc.constantFrom(...providerIds) }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('brings' as const), browser, request, signer, relayState }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('redeems' as const), browser, request, code: request }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('repeats' as const), browser, brought: request }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('saves' as const), browser }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restores' as const), browser }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('waits' as const), seconds: fc.constantFrom(1, 300, 601) }) },
  );
}
