import type { Env } from '../core/env.ts';
import { invalid, knownFields, wholeNumber } from '../core/options.ts';
import { plusSeconds } from '../core/time.ts';

/** When metadata is looked at again. */
export interface RefreshOptions {
  /** Which part of the time for which a copy may be used is let go by: 0.1 to 1, by default 0.75. */
  readonly factor?: number;
  /** Not sooner than that: 300 by default. A key that nobody knows, and metadata that ends, lead to a look before. */
  readonly minimumSeconds?: number;
  /** Not later than that, and then where metadata says nothing: 14,400 by default. */
  readonly maximumSeconds?: number;
  /** Up to which part it is done sooner, by chance, so that many services do not ask at once: 0 to 0.5, by default 0.1. */
  readonly jitter?: number;
}

/** When metadata is looked at again, with every default filled in. */
export type Schedule = Required<RefreshOptions>;

/** Reads when metadata is looked at again. @throws SsoError `config.invalid` with the field */
export function schedule(options: RefreshOptions = {}): Schedule {
  knownFields(options, ['factor', 'minimumSeconds', 'maximumSeconds', 'jitter'] satisfies (keyof RefreshOptions)[], 'refresh.');
  const minimumSeconds = wholeNumber('refresh.minimumSeconds', options.minimumSeconds, { initial: 300, least: 1, most: month });
  const maximumSeconds = wholeNumber('refresh.maximumSeconds', options.maximumSeconds, {
    initial: Math.max(14_400, minimumSeconds),
    least: 1,
    most: month,
  });
  if (maximumSeconds < minimumSeconds) throw invalid('refresh.maximumSeconds', 'must not be less than the minimum');
  return {
    factor: part('refresh.factor', options.factor, { initial: 0.75, least: 0.1, most: 1 }),
    minimumSeconds,
    maximumSeconds,
    jitter: part('refresh.jitter', options.jitter, { initial: 0.1, least: 0, most: 0.5 }),
  };
}

/**
 * When to look again at metadata that was found to be current now.
 *
 * @param due - when a copy of it may no longer be used without asking, by its cache duration and its end; undefined where it says nothing
 */
export function refreshTime(due: Date | undefined, schedule: Schedule, now: Date, env: Pick<Env, 'random'>): Date {
  const { factor, minimumSeconds, maximumSeconds, jitter } = schedule;
  const allowed = due === undefined ? maximumSeconds : ((due.getTime() - now.getTime()) / 1000) * factor;
  const sooner = Math.min(allowed, maximumSeconds) * (1 - jitter * chance(env));
  return plusSeconds(now, Math.max(sooner, minimumSeconds));
}

/** A number from 0 up to, and without, 1. */
function chance(env: Pick<Env, 'random'>): number {
  return env.random(4).reduce((sum, octet) => (sum + octet) / 256, 0);
}

function part(
  field: string,
  value: number | undefined,
  { initial, least, most }: { initial: number; least: number; most: number },
): number {
  if (value === undefined) return initial;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw invalid(field, `must be a number from ${least} to ${most}`);
}

const month = 2_592_000;
