/**
 * A logarithmic scale for latencies: a healthy answer and one that ran into its deadline are powers
 * of ten apart. Below a millisecond nothing is told apart.
 */

/** Powers of ten, in milliseconds. */
export interface LogScale {
  low: number;
  high: number;
}

/** From the power of ten below the fastest to that above the slowest. */
export function createLogScale(valuesMs: Iterable<number>): LogScale {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const ms of valuesMs) {
    low = Math.min(low, Math.floor(powerOf(ms)));
    high = Math.max(high, Math.ceil(powerOf(ms)));
  }
  if (low > high) low = 0;
  return { low, high: Math.max(low + 1, high) };
}

function powerOf(ms: number): number {
  return Math.log10(Math.max(1, ms));
}

/** 0 at the bottom, 1 at the top. */
export function shareOnLogScale(ms: number, { low, high }: LogScale): number {
  return (powerOf(ms) - low) / (high - low);
}

export function powersOfTen({ low, high }: LogScale): { ms: number; label: string }[] {
  return Array.from({ length: high - low + 1 }, (_, at) => {
    const ms = 10 ** (low + at);
    return { ms, label: ms < 1000 ? `${ms} ms` : `${ms / 1000} s` };
  });
}
