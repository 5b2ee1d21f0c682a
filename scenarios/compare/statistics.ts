/**
 * The three tests that a comparison needs, exact and for small numbers. The unit is a pair of runs
 * with one seed: sign-ins of one run are not independent of one another, since a fault hits many.
 */

/**
 * Two-sided sign test over the pairs that differ. Of a yes-or-no measure this is McNemar's exact
 * test: `more` pairs have it only with the change, `fewer` only without.
 */
export function signTest(more: number, fewer: number): number {
  const pairs = more + fewer;
  let tail = 0;
  let ways = 1;
  for (let k = 0; k <= Math.min(more, fewer); k++) {
    tail += ways;
    ways = (ways * (pairs - k)) / (k + 1);
  }
  return Math.min(1, 2 * tail * 0.5 ** pairs);
}

/**
 * Two-sided Wilcoxon signed-rank test, exact: zeros are left out, equal sizes share their rank. The
 * distribution is counted over ranks times two, so that shared ranks stay whole numbers.
 */
export function signedRankTest(differences: readonly number[]): number {
  const sizes = differences.filter((difference) => difference !== 0);
  const ranks = doubledRanks(sizes.map(Math.abs));
  const most = sum(ranks);
  const positive = sum(ranks.filter((_, at) => (sizes[at] ?? 0) > 0));
  let chances = Float64Array.of(1, ...new Float64Array(most));
  for (const rank of ranks) {
    chances = chances.map((chance, at) => (chance + (chances[at - rank] ?? 0)) / 2);
  }
  const tail = sum(chances.slice(0, Math.min(positive, most - positive) + 1));
  return Math.min(1, 2 * tail);
}

function doubledRanks(sizes: readonly number[]): number[] {
  return sizes.map((size) => {
    const below = sizes.filter((other) => other < size).length;
    const equal = sizes.filter((other) => other === size).length;
    return 2 * below + equal + 1;
  });
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/**
 * Holm's step-down correction: p-values as if each were the only one asked. Compared with alpha,
 * the chance of one false finding among all of them stays below it.
 */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).toSorted((a, b) => (values[a] ?? 1) - (values[b] ?? 1));
  const adjusted = new Array<number>(values.length).fill(1);
  let floor = 0;
  for (const [rank, at] of order.entries()) {
    floor = Math.max(floor, Math.min(1, (values[at] ?? 1) * (values.length - rank)));
    adjusted[at] = floor;
  }
  return adjusted;
}

/** How many pairs must differ in one direction to be significant among `tests`, at worst. */
export function pairsNeeded(tests: number, alpha: number): number {
  return Math.ceil(1 - Math.log2(alpha / Math.max(1, tests)));
}

/** Of an even number the mean of the middle two. Not a number for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  return ((sorted[low] ?? Number.NaN) + (sorted[high] ?? Number.NaN)) / 2;
}

/** Nearest rank, as in the report's figure. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
