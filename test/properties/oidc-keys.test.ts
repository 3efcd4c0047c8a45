import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { isSsoError } from '../../src/core/errors.ts';
import { verifiedToken } from '../../src/oidc/token.ts';
import { compactJws, type JwsSigner, jwsSigner } from '../support/jws.ts';
import { them } from '../support/openid-login.ts';
import { OpenIdParty } from '../support/openid-party.ts';

/** What may happen to a provider and to us, in any order. */
type Step =
  | { readonly kind: 'rotate'; readonly to: readonly number[] }
  | { readonly kind: 'down' | 'up' }
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'login'; readonly by: number; readonly times: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('rotate' as const), to: fc.uniqueArray(fc.nat(3), { maxLength: 3 }) }),
    fc.record({ kind: fc.constantFrom('down' as const, 'up' as const) }),
    fc.record({
      kind: fc.constant('pass' as const),
      seconds: fc.oneof(fc.nat(40), fc.nat(400), fc.integer({ min: 80_000, max: 90_000 })),
    }),
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('login' as const), by: fc.nat(4), times: fc.constantFrom(1, 1, 1, 8) }) },
  ),
  { maxLength: 40 },
);

describe('keys that change, at a provider that comes and goes', () => {
  test.prop([steps], { numRuns: 1_000 })('let in whoever a key vouches for that was handed out last, and nobody else', async (all) => {
    const course = new Course();
    for (const step of all) await course.take(step);
  });

  test.prop([fc.integer({ min: 2, max: 20 }), fc.boolean()])('are fetched once for all who come at once', async (crowd, known) => {
    const course = new Course();
    if (known) await course.take({ kind: 'login', by: 0, times: 1 });
    await course.take({ kind: 'rotate', to: [1] });
    const asked = course.party.count('/jwks');
    await Promise.all(Array.from({ length: crowd }, () => course.verify(1)));
    // Each that found the old keys out of date may look once more, twice in all; a key that is there is found by everybody.
    expect(course.party.count('/jwks') - asked).toBeLessThanOrEqual(2);
    expect(await course.verify(1)).toBe('accepted');
  });
});

/** What happens, and what is known of it from outside. */
class Course {
  readonly party = new OpenIdParty();
  readonly #provider = them(this.party);
  #isDown = false;
  /** What was handed out last, and when. */
  #handedOut: { readonly keys: readonly JwsSigner[]; readonly at: number } | undefined;
  /** When keys were asked for, and whether some were known then. */
  readonly #asked: { readonly at: number; readonly known: boolean }[] = [];

  constructor() {
    this.party.keys = [pool(0)];
    const usual = this.party.answers.get('/jwks');
    this.party.answers.set('/jwks', (request) => {
      this.#asked.push({ at: this.party.seconds, known: this.#counts() });
      if (this.#isDown || usual === undefined) return new Response(null, { status: 503 });
      this.#handedOut = { keys: this.party.keys, at: this.party.seconds };
      return usual(request);
    });
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'rotate') this.party.keys = step.to.map(pool);
    else if (step.kind === 'pass') this.party.world.pass(step.seconds);
    else if (step.kind === 'login') for (let time = 0; time < step.times; time += 1) this.#judge(step.by, await this.verify(step.by));
    else this.#isDown = step.kind === 'down';
  }

  /** How a token comes out that is signed by one of the keys. */
  async verify(by: number): Promise<string> {
    const kind = { name: 'ID token', algorithms: ['EdDSA'], purpose: 'login' } as const;
    try {
      await verifiedToken(tokenBy(by), this.#provider, kind);
      return 'accepted';
    } catch (error) {
      if (isSsoError(error)) return error.code;
      throw error;
    }
  }

  #judge(by: number, outcome: string): void {
    const { seconds } = this.party;
    const lastMinute = this.#asked.filter(({ at }) => at > seconds - 60);
    const counts = this.#counts();
    const isKnown = counts && this.#handedOut?.keys.includes(pool(by)) === true;
    expect(outcome === 'accepted').toBe(isKnown);
    if (!isKnown) expect(outcome).toMatch(counts ? /^signature\.key$/ : /^transport\.status$/);
    // A key that the provider publishes is found, unless it was looked for twice within the minute.
    if (!isKnown && !this.#isDown && this.party.keys.includes(pool(by))) expect(lastMinute.length).toBeGreaterThanOrEqual(2);
    // Once something is known nobody can make us ask more often: two looks, and what is due while the provider is down.
    expect(lastMinute.filter(({ known }) => known).length).toBeLessThanOrEqual(4);
  }

  #counts(): boolean {
    return this.#handedOut !== undefined && this.party.seconds < this.#handedOut.at + 86_400;
  }
}

/** The keys that the provider may have; the last never is among them. */
const keys = [0, 1, 2, 3, 4].map((at) => jwsSigner('EdDSA', `key-${at}`, `key-${at}`));
const tokens = keys.map((signer) => compactJws({ sub: 'alice' }, signer));

function pool(at: number): JwsSigner {
  return keys[at] ?? expect.fail();
}

function tokenBy(at: number): string {
  return tokens[at] ?? expect.fail();
}
