import { describe, expect, it } from 'vitest';
import { SsoError } from '../../../src/core/errors.ts';
import { type Failure, failed, isWaiting } from '../../../src/core/failure.ts';
import { looks } from '../../../src/core/looks.ts';
import { singleFlight } from '../../../src/core/single-flight.ts';
import { within } from '../../../src/core/within.ts';
import { laterRefusal } from '../../support/refusal.ts';
import { world } from '../../support/world.ts';

describe('what many ask for at once', () => {
  it('is asked for once, and anew when the answer is there', async () => {
    let asked = 0;
    const flight = singleFlight(async () => {
      asked += 1;
      return asked;
    });
    expect(flight.isUnderway()).toBe(false);
    const joined = [flight.join(), flight.join()];
    expect(flight.isUnderway()).toBe(true);
    expect(await Promise.all(joined)).toEqual([1, 1]);
    expect([flight.isUnderway(), await flight.join()]).toEqual([false, 2]);
  });

  it('fails for all of them, and is asked for anew', async () => {
    let asked = 0;
    const flight = singleFlight(async () => {
      asked += 1;
      throw new SsoError('transport.unreachable', { url: '' });
    });
    const refusals = await Promise.all([laterRefusal(() => flight.join()), laterRefusal(() => flight.join())]);
    expect([refusals, asked, flight.isUnderway()]).toEqual([['transport.unreachable', 'transport.unreachable'], 1, false]);
    await laterRefusal(() => flight.join());
    expect(asked).toBe(2);
  });
});

describe('looks for a key', () => {
  it('are two within any minute, for each purpose', () => {
    const env = world();
    const mayLook = looks(env);
    const taken = (purpose: 'login' | 'logout') => [mayLook(purpose), mayLook(purpose), mayLook(purpose)];
    expect(taken('login')).toEqual([true, true, false]);
    expect(taken('logout')).toEqual([true, true, false]);
    env.pass(59.999);
    expect(mayLook('login')).toBe(false);
    env.pass(0.001);
    expect(taken('login')).toEqual([true, true, false]);
  });

  it('are given back by a clock that is set back', () => {
    const env = world();
    const mayLook = looks(env);
    expect([mayLook('login'), mayLook('login'), mayLook('login')]).toEqual([true, true, false]);
    env.pass(-3_600);
    expect(mayLook('login')).toBe(true);
  });
});

describe('whoever fails', () => {
  it('is left alone for longer each time, up to a minute', () => {
    const all: Failure[] = [];
    for (let time = 0; time < 9; time += 1) all.push(failed('why', all.at(-1), 0));
    expect(all.map(({ seconds }) => seconds)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('is asked again when that is over', () => {
    const failure = failed('why', undefined, 10_000);
    expect([9_999, 10_000, 10_999, 11_000].map((now) => isWaiting(failure, now))).toEqual([false, true, true, false]);
    expect(isWaiting(undefined, 10_000)).toBe(false);
  });
});

describe('what must come within a time', () => {
  it('is what it is, and the waiting ends with it', async () => {
    const env = world();
    let seen: AbortSignal | undefined;
    const action = async (signal: AbortSignal) => {
      seen = signal;
      return 'there';
    };
    expect([await within(5, action, late, env), seen?.aborted]).toEqual(['there', true]);
  });

  it('is too late after that, whatever becomes of it', async () => {
    const env = world();
    const waiting = laterRefusal(() => within(5, () => new Promise(() => undefined), late, env));
    env.pass(5);
    expect(await waiting).toBe('store.unavailable');
  });
});

function late(): SsoError {
  return new SsoError('store.unavailable', { store: 'x' });
}
