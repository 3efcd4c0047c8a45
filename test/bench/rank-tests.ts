/** What two rank tests say of two samples: may they be of one distribution? Nothing is assumed of its form. */
export interface Comparison {
  /** How often, of one value of each, that of the second is the greater; a half where they are alike. */
  readonly greater: number;
  /** The probability by Mann and Whitney, two-sided, who see a shift. */
  readonly shift: number;
  /** The probability by Kolmogorov and Smirnov, who see another form, too. */
  readonly form: number;
}

/** Compares two samples of some thousand values each: the probabilities are those of large samples. */
export function compare(first: readonly number[], second: readonly number[]): Comparison {
  const [n, m] = [first.length, second.length];
  let [below, ties, pairs, distance] = [{ first: 0, second: 0 }, 0, 0, 0];
  for (const { ofFirst, ofSecond } of counted(first, second)) {
    // A pair of equal values counts for half a pair.
    pairs += ofSecond * (below.first + ofFirst / 2);
    ties += (ofFirst + ofSecond) ** 3 - (ofFirst + ofSecond);
    below = { first: below.first + ofFirst, second: below.second + ofSecond };
    distance = Math.max(distance, Math.abs(below.first / n - below.second / m));
  }
  const total = n + m;
  const deviation = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))));
  return {
    greater: pairs / (n * m),
    shift: bothTails((pairs - (n * m) / 2) / deviation),
    form: kolmogorov(distance * Math.sqrt((n * m) / total)),
  };
}

/** How often each value occurs in either, in rising order. */
function counted(first: readonly number[], second: readonly number[]): readonly { readonly ofFirst: number; readonly ofSecond: number }[] {
  const counts = new Map<number, { ofFirst: number; ofSecond: number }>();
  const count = (value: number) => {
    const known = counts.get(value) ?? { ofFirst: 0, ofSecond: 0 };
    counts.set(value, known);
    return known;
  };
  for (const value of first) count(value).ofFirst += 1;
  for (const value of second) count(value).ofSecond += 1;
  return [...counts].sort(([a], [b]) => a - b).map(([, known]) => known);
}

/** How likely a normal deviate is to lie as far out as that, on either side (Abramowitz and Stegun 26.2.17; right to seven digits). */
function bothTails(deviate: number): number {
  const x = Math.abs(deviate);
  const t = 1 / (1 + 0.2316419 * x);
  const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return Math.min(1, (2 * Math.exp((-x * x) / 2) * polynomial) / Math.sqrt(2 * Math.PI));
}

/** The distribution of Kolmogorov, from above. */
function kolmogorov(x: number): number {
  // The series below has nothing to say of so little; it is one to six digits.
  if (x < 0.3) return 1;
  const terms = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? 2 : -2) * Math.exp(-2 * (at + 1) ** 2 * x * x));
  return Math.min(
    1,
    Math.max(
      0,
      terms.reduce((sum, term) => sum + term, 0),
    ),
  );
}
