import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Source } from '../../src/core/source.ts';
import { metadataSource } from '../../src/metadata/metadata-source.ts';
import { finish, finishUnsolicited } from '../../src/saml/finish.ts';
import type { IdentityProvider } from '../../src/saml/identity-provider.ts';
import { keyPair, trusted } from '../support/keys.ts';
import { clean, responseXml } from '../support/messages.ts';
import { serviceXml } from '../support/metadata.ts';
import { metadataOf, Publisher } from '../support/publisher.ts';
import { laterRefusal } from '../support/refusal.ts';
import { asked, at, fresh, posted, signed, unasked, us } from '../support/saml-login.ts';

/** What may happen to a provider and to us, in any order, some of it at once. */
type Step =
  | { readonly kind: 'publish'; readonly keys: readonly number[] }
  | { readonly kind: 'break'; readonly how: 'down' | 'page' | 'other' }
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'login'; readonly by: number };

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('publish' as const), keys: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }) }),
    fc.record({ kind: fc.constant('break' as const), how: fc.constantFrom('down' as const, 'page' as const, 'other' as const) }),
    fc.record({ kind: fc.constant('pass' as const), seconds: fc.oneof(fc.nat(70), fc.integer({ min: 10_000, max: 20_000 })) }),
    fc.record({ kind: fc.constant('refresh' as const) }),
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('login' as const), by: fc.nat(4) }) },
  ),
  { minLength: 1, maxLength: 25 },
);

describe('a provider that changes its keys, comes and goes, while people sign in', () => {
  test.prop([steps, fc.scheduler()], { numRuns: 400 })(
    'has each login judged by one whole record, and by none that was before one which somebody has had',
    async (all, scheduler) => {
      const course = new Course(scheduler);
      for (const step of all) course.take(step);
      await scheduler.waitFor(course.ended());
    },
  );

  test.prop([steps, fc.scheduler()], { numRuns: 100 })('signs in whoever it vouches for once it answers', async (all, scheduler) => {
    const course = new Course(scheduler);
    for (const step of all) course.take(step);
    await scheduler.waitFor(course.ended());
    course.take({ kind: 'publish', keys: [3] });
    course.publisher.world.pass(60);
    expect(await scheduler.waitFor(course.verdict(3))).toBe('accepted');
    expect(await scheduler.waitFor(course.verdict(4))).not.toBe('accepted');
  });
});

describe('ten thousand forged answers', () => {
  const forged = posted(signed(responseXml(), 'assertion', { key: pool(4).privateKey }));
  const unwanted = posted(signed(unasked({}, {}, 'none'), 'assertion', { key: pool(4).privateKey }));

  test.each([
    ['with a pending login', true],
    ['without one', false],
  ] as const)('%s sign nobody in, make us ask twice a minute, and keep nobody out', async (_, isAsked) => {
    const publisher = new Publisher(metadataOf({ keys: [pool(0)] }));
    const source = metadataSource({ url: 'https://idp.example/metadata' }, { id: 'idp', allowUnsolicited: true }, publisher.world);
    await source.current();
    const [sp, replay] = [us(), fresh()];
    const attempt = () =>
      isAsked
        ? finish(sp, source, forged, asked(), replay, publisher.world)
        : finishUnsolicited(sp, source, unwanted, replay, publisher.world);
    for (let time = 0; time < 10_000; time += 1) expect(await laterRefusal(attempt)).toBe('signature.value');
    expect([publisher.count, replay.used.size]).toEqual([3, 0]);
    publisher.publish(metadataOf({ keys: [pool(0), pool(1)] }));
    const genuine = (by: number) => laterRefusal(() => finish(sp, source, answers[by] ?? expect.fail(), asked(), fresh(), publisher.world));
    expect(await genuine(0)).toBe('accepted');
    // A key that is new in this very minute: the looks of people who began here are used up by nobody but such people.
    expect(await genuine(1)).toBe(isAsked ? 'signature.value' : 'accepted');
    publisher.world.pass(60);
    expect(await genuine(1)).toBe('accepted');
  });
});

/** What happens, and what is known of it from outside. */
class Course {
  readonly publisher = new Publisher();
  readonly #source: Source<IdentityProvider>;
  readonly #versions: (readonly number[])[] = [];
  readonly #running: Promise<unknown>[] = [];
  /** The newest that anybody has been given. */
  #newest = -1;

  constructor(scheduler: fc.Scheduler) {
    const { world } = this.publisher;
    // What is answered is what there was when it was asked for, however late it comes.
    const late = scheduler.scheduleFunction(async (answer: Promise<Response>) => await answer);
    const fetch: typeof world.fetch = async (...request) => {
      const answer = world.fetch(...request);
      answer.catch(() => undefined);
      return await late(answer);
    };
    this.#source = metadataSource({ url: 'https://idp.example/metadata' }, { id: 'idp', entityId: clean.idp }, { ...world, fetch });
    this.take({ kind: 'publish', keys: [0] });
  }

  take(step: Step): void {
    if (step.kind === 'publish') this.#publish(step.keys);
    else if (step.kind === 'break') this.#break(step.how);
    else if (step.kind === 'pass') this.publisher.world.pass(step.seconds);
    else if (step.kind === 'refresh') this.#running.push(this.#source.refreshed('due').catch(() => undefined));
    else this.#running.push(this.verdict(step.by));
  }

  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** How a login by a key comes out, held against the records by which it was judged. */
  async verdict(by: number): Promise<string> {
    const judged: IdentityProvider[] = [];
    const seen = async (look: () => Promise<IdentityProvider>) => {
      const before = this.#newest;
      const record = await look();
      const version = this.#versionOf(record);
      expect(version).toBeGreaterThanOrEqual(before);
      this.#newest = Math.max(this.#newest, version);
      judged.push(record);
      return record;
    };
    const source: Source<IdentityProvider> = {
      current: () => seen(() => this.#source.current()),
      refreshed: (...why) => seen(() => this.#source.refreshed(...why)),
    };
    const outcome = await laterRefusal(() => finish(us(), source, answers[by] ?? expect.fail(), asked(), fresh(), at()));
    const { fingerprint } = trusted(pool(by));
    const vouched = judged.some(({ keys }) => keys.some((key) => key.fingerprint === fingerprint));
    if (judged.length > 0) expect([by, outcome]).toEqual([by, vouched ? 'accepted' : 'signature.value']);
    return outcome;
  }

  /** Which of the versions a record is, all of it. */
  #versionOf({ keys, singleSignOnServices }: IdentityProvider): number {
    const version = Number(new URL(singleSignOnServices[0]?.location ?? '').pathname.slice(1));
    const published = (this.#versions[version] ?? expect.fail()).map((place) => trusted(pool(place)).fingerprint);
    expect(keys.map(({ fingerprint }) => fingerprint)).toEqual(published);
    return version;
  }

  #publish(keys: readonly number[]): void {
    const services = serviceXml(`https://idp.example/${this.#versions.length}`);
    this.#versions.push(keys);
    this.publisher.publish(metadataOf({ keys: keys.map(pool), services }));
  }

  #break(how: 'down' | 'page' | 'other'): void {
    if (how === 'down') this.publisher.goDown();
    else this.publisher.publish(how === 'page' ? '<html>' : metadataOf({ entityId: 'urn:another' }));
  }
}

function pool(place: number) {
  return keyPair('p-256', `rollover ${place}`);
}

/** An answer by each key; the last one never is published. */
const answers = [0, 1, 2, 3, 4].map((place) => posted(signed(responseXml(), 'assertion', { key: pool(place).privateKey })));
