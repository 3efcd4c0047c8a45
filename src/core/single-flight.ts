/** An answer that is fetched once for all who want it at the same time. */
export interface SingleFlight<T> {
  /** The answer that is on its way, else a new one. */
  join(): Promise<T>;
  /** True while one is on its way. */
  isUnderway(): boolean;
}

/** Asks once for all who ask while no answer is there: a crowd that finds the same thing out of date asks for it as one. */
export function singleFlight<T>(ask: () => Promise<T>): SingleFlight<T> {
  let underway: Promise<T> | undefined;
  return {
    join: () => {
      underway ??= ask().finally(() => {
        underway = undefined;
      });
      return underway;
    },
    isUnderway: () => underway !== undefined,
  };
}
