/**
 * Times in buckets that grow with them: exact to 0.4 % whatever their size, without an object for
 * each. In steps of 0.01 ms up to two hours; what is longer counts as two hours.
 */

export interface LatencyBuckets {
  record(ms: number): void;
  readonly count: number;
  readonly mean: number;
  readonly max: number;
  /** `share` of 0 to 1; undefined without samples. */
  percentile(share: number): number | undefined;
  /** Share of what was recorded that is longer. */
  shareOver(ms: number): number;
}

const STEPS_PER_MS = 100;
/** Half of the buckets that are as wide as a step. */
const HALF = 256;
const LEADING_ZEROS_OF_HALF = 23;
const LARGEST = 2 ** 30 - 1;

export function createLatencyBuckets(): LatencyBuckets {
  const buckets = new Uint32Array(bucketOf(LARGEST) + 1);
  const tally = { count: 0, sumMs: 0, maxMs: 0 };
  return {
    record(ms) {
      const at = bucketOf(Math.min(ms * STEPS_PER_MS, LARGEST));
      buckets[at] = (buckets[at] ?? 0) + 1;
      tally.count += 1;
      tally.sumMs += ms;
      if (ms > tally.maxMs) tally.maxMs = ms;
    },
    get count() {
      return tally.count;
    },
    get mean() {
      return tally.count === 0 ? 0 : tally.sumMs / tally.count;
    },
    get max() {
      return tally.maxMs;
    },
    percentile(share) {
      if (tally.count === 0) return undefined;
      // The rank is a whole number: 0.99 × 100 is not quite 99 in floating point.
      let rest = Math.max(1, Math.ceil(share * tally.count - 1e-9));
      const at = buckets.findIndex((count) => {
        rest -= count;
        return rest <= 0;
      });
      return Math.min(middleOf(at), tally.maxMs);
    },
    shareOver(ms) {
      const from = bucketOf(Math.min(ms * STEPS_PER_MS, LARGEST)) + 1;
      const over = buckets.subarray(from).reduce((sum, count) => sum + count, 0);
      return tally.count === 0 ? 0 : over / tally.count;
    },
  };
}

function bucketOf(steps: number): number {
  const whole = steps | 0;
  if (whole < 2 * HALF) return whole;
  const shift = LEADING_ZEROS_OF_HALF - Math.clz32(whole);
  return shift * HALF + (whole >>> shift);
}

function middleOf(bucket: number): number {
  if (bucket < 2 * HALF) return (bucket + 0.5) / STEPS_PER_MS;
  const shift = Math.floor(bucket / HALF) - 1;
  const lowest = (bucket - shift * HALF) * 2 ** shift;
  return (lowest + 2 ** shift / 2) / STEPS_PER_MS;
}
