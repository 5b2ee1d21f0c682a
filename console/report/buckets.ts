/**
 * Sign-ins gathered into bars. A run of ten days has as many bars as one of a minute: their number
 * follows the width they are drawn in, so that a report stays small.
 */
import type { TimelineEntry } from '../../lab/timeline.ts';
import type { Segment } from './axis.ts';

export type SignIn = Extract<TimelineEntry, { kind: 'sign-in' }>;

export interface Bucket {
  startMs: number;
  endMs: number;
  total: number;
  /** Result as text → how many. */
  counts: ReadonlyMap<string, number>;
  /** How long sign-ins took; `undefined` in an empty bucket. */
  latency: { p50Ms: number; p95Ms: number } | undefined;
}

const BAR_WIDTH = 7;
/** Bars with fewer would only show which sign-in came when. */
const SIGN_INS_PER_BAR = 3;

export function bucketSignIns(signIns: readonly SignIn[], segments: readonly Segment[]): Bucket[] {
  return segments.flatMap((segment, at) => {
    const isLast = at === segments.length - 1;
    const own = signIns.filter(
      ({ atMs }) =>
        atMs >= segment.startMs && (atMs < segment.endMs || (isLast && atMs === segment.endMs)),
    );
    return bucketSegment(own, segment);
  });
}

function bucketSegment(signIns: readonly SignIn[], { startMs, endMs, x0, x1 }: Segment): Bucket[] {
  const room = Math.floor((x1 - x0) / BAR_WIDTH);
  const bars = Math.max(1, Math.min(room, Math.ceil(signIns.length / SIGN_INS_PER_BAR)));
  const barMs = (endMs - startMs) / bars;
  const bins = Array.from({ length: bars }, (): SignIn[] => []);
  for (const signIn of signIns) {
    bins[Math.min(bars - 1, Math.floor((signIn.atMs - startMs) / barMs))]?.push(signIn);
  }
  return bins.map((bin, at) => ({
    startMs: startMs + at * barMs,
    endMs: startMs + (at + 1) * barMs,
    total: bin.length,
    counts: countResults(bin),
    latency: judgeLatency(bin),
  }));
}

function countResults(signIns: readonly SignIn[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { result } of signIns) {
    counts.set(String(result), (counts.get(String(result)) ?? 0) + 1);
  }
  return counts;
}

function judgeLatency(signIns: readonly SignIn[]): Bucket['latency'] {
  if (signIns.length === 0) return undefined;
  const sorted = signIns.map(({ atMs, startedMs }) => atMs - startedMs).toSorted((a, b) => a - b);
  return { p50Ms: nearestRank(sorted, 0.5), p95Ms: nearestRank(sorted, 0.95) };
}

function nearestRank(sorted: readonly number[], quantile: number): number {
  return sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0;
}
