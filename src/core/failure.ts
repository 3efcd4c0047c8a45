import { isWithin } from './time.ts';

/** That something could not be had, and for how long nobody asks for it again. */
export interface Failure {
  readonly error: unknown;
  /** For how long whoever failed is left alone. */
  readonly seconds: number;
  /** When it was, in milliseconds. */
  readonly at: number;
}

/** One more failure: whoever fails is left alone for a second, then for two, four and so on to a minute. */
export function failed(error: unknown, before: Failure | undefined, at: number): Failure {
  return { error, seconds: Math.min((before?.seconds ?? 0.5) * 2, longestSeconds), at };
}

/** True while nobody is to ask again. */
export function isWaiting(failure: Failure | undefined, now: number): failure is Failure {
  return failure !== undefined && isWithin(failure.seconds, failure.at, now);
}

const longestSeconds = 60;
