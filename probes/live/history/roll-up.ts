/**
 * One row per series and hour, kept in the same transaction as its runs, so that a page over a year
 * reads hours and not half a million runs. Latency is that of runs that passed: a fast refusal is
 * no fast sign-in.
 */
import type { DatabaseSync } from 'node:sqlite';
import { HOUR_MS } from '../../../protocol/time-units.ts';
import type { ProbeRun } from '../../probe-run.ts';

/** Upper bounds in milliseconds; what is longer counts in one more bucket. */
const LATENCY_BOUNDS_MS = [
  ...[5, 10, 25, 50, 100, 250, 500],
  ...[1_000, 2_500, 5_000, 10_000, 30_000],
] as const;

export interface HourOfRuns {
  target: string;
  module: string;
  probe: string;
  hourMs: number;
  passed: number;
  failed: number;
  inconclusive: number;
  /** Of runs that passed, like the two below. */
  tookMsSum: number;
  tookMsMax: number;
  /** Counts per bound of `LATENCY_BOUNDS_MS`, and one more. Not cumulative. */
  buckets: readonly number[];
  /** AADSTS code → runs. */
  aadsts: Readonly<Record<string, number>>;
}

type Counts = Omit<HourOfRuns, 'target' | 'module' | 'probe' | 'buckets' | 'aadsts'> & {
  buckets: number[];
  aadsts: Record<string, number>;
};

export function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

/** Hours of one transaction: read once, counted in memory, written once. */
export class RollUp {
  readonly #open = new Map<string, Counts & { series: number }>();
  readonly #read;
  readonly #write;

  constructor(database: DatabaseSync) {
    this.#read = database.prepare('SELECT * FROM hours WHERE series = ? AND hour_ms = ?');
    this.#write = database.prepare('INSERT OR REPLACE INTO hours VALUES (?,?,?,?,?,?,?,?,?)');
  }

  count(series: number, run: ProbeRun): void {
    const hourMs = hourOf(run.startedMs);
    const key = `${series} ${hourMs}`;
    let counts = this.#open.get(key);
    if (counts === undefined) {
      const row = this.#read.get(series, hourMs);
      counts = { series, ...(row ? parseCounts(row) : emptyHour(hourMs)) };
      this.#open.set(key, counts);
    }
    add(counts, run);
  }

  /** Before the transaction ends. */
  write(): void {
    for (const counts of this.#open.values()) {
      const { series, hourMs, passed, failed, inconclusive, tookMsSum, tookMsMax } = counts;
      const buckets = counts.buckets.join(' ');
      const aadsts = JSON.stringify(counts.aadsts);
      const verdicts = [passed, failed, inconclusive] as const;
      this.#write.run(series, hourMs, ...verdicts, tookMsSum, tookMsMax, buckets, aadsts);
    }
    this.#open.clear();
  }

  /** What was counted is not written. */
  forget(): void {
    this.#open.clear();
  }
}

function emptyHour(hourMs: number): Counts {
  const buckets = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
  const verdicts = { passed: 0, failed: 0, inconclusive: 0 };
  return { hourMs, ...verdicts, tookMsSum: 0, tookMsMax: 0, buckets, aadsts: {} };
}

function add(counts: Counts, { verdict, tookMs, aadsts }: ProbeRun): void {
  if (verdict === 'pass') {
    counts.passed += 1;
    counts.tookMsSum += tookMs;
    counts.tookMsMax = Math.max(counts.tookMsMax, tookMs);
    const found = LATENCY_BOUNDS_MS.findIndex((bound) => tookMs <= bound);
    const bucket = found === -1 ? LATENCY_BOUNDS_MS.length : found;
    counts.buckets[bucket] = (counts.buckets[bucket] ?? 0) + 1;
  } else if (verdict === 'fail') counts.failed += 1;
  else counts.inconclusive += 1;
  if (aadsts !== null) counts.aadsts[aadsts] = (counts.aadsts[aadsts] ?? 0) + 1;
}

export function parseCounts(row: Readonly<Record<string, unknown>>): Counts {
  return {
    hourMs: Number(row.hour_ms),
    passed: Number(row.passed),
    failed: Number(row.failed),
    inconclusive: Number(row.inconclusive),
    tookMsSum: Number(row.took_ms_sum),
    tookMsMax: Number(row.took_ms_max),
    buckets: String(row.buckets).split(' ').map(Number),
    // Most hours have none, and a page reads thousands of them.
    aadsts: row.aadsts === '{}' ? {} : JSON.parse(String(row.aadsts)),
  };
}
