/** Measured numbers beside what many simulated runs of the same sign-ins have between them. */
import type { LoadResult } from '../load/load-result.ts';
import { simulate } from '../load/plan/simulate.ts';
import { SECOND_MS } from '../protocol/time-units.ts';
import { timingsWith } from '../protocol/timings.ts';
import type { Row } from './figure.ts';
import { AGENTS, DEADLINE_MS, type Setting, tripsOf } from './validation-run.ts';

/** One run is one draw of chance: what as many simulated ones have between them is its range. */
const SIMULATED_RUNS = 200;
/** Outside the range, but by less than matters to a plan. */
const CLOSE = 0.05;

export type Numbers = Record<'p50' | 'p95' | 'p99' | 'failed', number>;

/** Each from a seed of its own, with as many sign-ins in each second as the measured run had. */
export function predict(setting: Setting, { run }: LoadResult, restMs: number): Numbers[] {
  const { roundTripMs, cloudTripMs } = tripsOf(setting);
  const agent = { capacity: setting.capacity, roundTripMs, weight: 1 };
  const counts = run.seconds.map(({ intended, dropped }) => intended - dropped);
  return Array.from({ length: SIMULATED_RUNS }, (_, seed) => {
    const { latency, timedOut, signIns } = simulate({
      ...{
        seed: `${seed}`,
        agents: Array.from({ length: AGENTS }, () => agent),
        cloudTripMs,
        restMs,
      },
      timings: timingsWith({ signInDeadlineMs: DEADLINE_MS }),
      arrivals: { kind: 'recorded', counts, durationMs: counts.length * SECOND_MS },
    });
    const [p50 = 0, p95 = 0, p99 = 0] = [0.5, 0.95, 0.99].map((share) => latency.percentile(share));
    return { p50, p95, p99, failed: signIns === 0 ? 0 : timedOut / signIns };
  });
}

function quantile(runs: readonly Numbers[], key: keyof Numbers, share: number): number {
  const sorted = runs.map((numbers) => numbers[key]).toSorted((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}

export function middleOf(runs: readonly Numbers[]): Numbers {
  const [p50, p95, p99, failed] = (['p50', 'p95', 'p99', 'failed'] as const).map((key) =>
    quantile(runs, key, 0.5),
  );
  return { p50: p50 ?? 0, p95: p95 ?? 0, p99: p99 ?? 0, failed: failed ?? 0 };
}

export function compare(name: string, { run }: LoadResult, runs: readonly Numbers[]): Row[] {
  const { latency, results } = run;
  const failed = 1 - (results['0'] ?? 0) / Math.max(1, latency.count);
  const measured: Numbers = { p50: latency.p50, p95: latency.p95, p99: latency.p99, failed };
  return (['p50', 'p95', 'p99', 'failed'] as const).map((key) => {
    const [from, predicted, to] = [0.005, 0.5, 0.995].map((share) => quantile(runs, key, share));
    const value = measured[key];
    return {
      ...{ name: `${name}: ${key}`, value: round(value), unit: key === 'failed' ? 'share' : 'ms' },
      against: `predicted: ${round(predicted ?? 0)} (${round(from ?? 0)} to ${round(to ?? 0)})`,
      ratio: round(ratioOf(value, predicted ?? 0)),
      goal: `in the range, or off by ${key === 'failed' ? '0.02' : '5 %'}${busyWords(run)}`,
      met: inRange(value, from ?? 0, to ?? 0, key === 'failed' ? 0.02 : CLOSE * (predicted ?? 0)),
    };
  });
}

/** What else ran on the machine then decided: such a row is inconclusive, whatever it says. */
const BUSY = 0.9;

function busyWords({ generator }: LoadResult['run']): string {
  const share = generator.machineCpuShare ?? 0;
  return share > BUSY ? `; inconclusive: all cores ${Math.round(share * 100)} % busy` : '';
}

function ratioOf(value: number, predicted: number): number {
  return value === predicted ? 1 : value / predicted;
}

function inRange(value: number, from: number, to: number, slack: number): boolean {
  return value >= from - slack && value <= to + slack;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
