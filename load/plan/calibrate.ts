/**
 * A measured load run read back into the model. Method, in this order:
 * 1. Capacity: an agent with a quarter of a second's work waiting at both ends of a second was full
 *    for all of it; the median of what such agents answered in them is what an agent can do.
 * 2. Spread: the one for which the simulated run has p95 − p50 as measured.
 * 3. The rest of a sign-in: what is left of the measured p50. p99 is not fitted: it is the check.
 */
import type { AgentCapacity } from '../../protocol/capacity.ts';
import { SECOND_MS } from '../../protocol/time-units.ts';
import type { LoadResult } from '../load-result.ts';
import type { LookOptions } from './assess.ts';
import { type Simulated, simulate } from './simulate.ts';

export interface Calibration {
  capacity: AgentCapacity;
  restMs: number;
  /** Before: the model that was asked for. */
  from: AgentCapacity;
  /** What was found and how, each one sentence. */
  notes: readonly string[];
  /** Of the measured run, measured and by the calibrated model, ms. */
  check: { measuredP99: number; simulatedP99: number };
}

export interface CalibrateOptions extends Pick<LookOptions, 'seed' | 'timings' | 'cloudTripMs'> {
  result: LoadResult;
  /** Cores, slots and trips are taken from it; a load run does not show them. */
  capacity: AgentCapacity;
  roundTripMs: number;
}

const FULL_SECONDS_MIN = 5;
/** Of what it does in the second; a few that wait at both ends may have been others in between. */
const LONG_QUEUE = 0.25;
const SPREADS = [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const NOTHING_FITS = 0.05;

export function calibrate(options: CalibrateOptions): Calibration {
  const { result, capacity: from } = options;
  const throughput = fitThroughput(result, from);
  const { latency } = result.run;
  const failed = 1 - (result.run.results['0'] ?? 0) / Math.max(1, latency.count);
  if (failed > NOTHING_FITS) {
    const note =
      `${Math.round(failed * 100)} % of its sign-ins failed, so its latencies say nothing about ` +
      'spread: these are left as they were.';
    return finish(options, throughput.capacity, 0, [throughput.note, note]);
  }
  const runs = SPREADS.map((spread) => rerun(options, { ...throughput.capacity, spread }));
  const misses = runs.map(({ latency: own }) =>
    Math.abs(tailOf(own) - (latency.p95 - latency.p50)),
  );
  const at = misses.indexOf(Math.min(...misses));
  const capacity = { ...throughput.capacity, spread: SPREADS[at] ?? from.spread };
  const restMs = Math.max(0, latency.p50 - (runs[at]?.latency.percentile(0.5) ?? 0));
  const note =
    `Spread ${capacity.spread} has p95 − p50 nearest to the measured ` +
    `${(latency.p95 - latency.p50).toFixed(1)} ms; ${restMs.toFixed(1)} ms of p50 are left for the ` +
    'rest of a sign-in.';
  return finish(options, capacity, restMs, [throughput.note, note]);
}

function finish(
  options: CalibrateOptions,
  capacity: AgentCapacity,
  restMs: number,
  notes: readonly string[],
): Calibration {
  const simulatedP99 = restMs + (rerun(options, capacity).latency.percentile(0.99) ?? 0);
  const measuredP99 = options.result.run.latency.p99;
  const told = [...notes, ...doubtsOf(options.result)];
  return {
    ...{ capacity, restMs, from: options.capacity, notes: told },
    check: { measuredP99, simulatedP99 },
  };
}

/** What the measured run rested on, this plan rests on too. */
function doubtsOf({ verdict, reasons, restsOn }: LoadResult): string[] {
  const { crypto, capacity } = restsOn;
  const isReal = crypto === 'rsa' || crypto === 'unknown';
  return [
    ...(typeof capacity === 'string' ? [] : ['What was measured is our model of an agent.']),
    ...(isReal
      ? []
      : [`The run had crypto ${crypto}: it says nothing about the speed of real agents.`]),
    ...(verdict === 'inconclusive' ? [`The run was inconclusive: ${reasons[0] ?? ''}`] : []),
  ];
}

function fitThroughput(
  result: LoadResult,
  from: AgentCapacity,
): { capacity: AgentCapacity; note: string } {
  const full = fullSeconds(result);
  const modelled = (from.cores * SECOND_MS) / from.serviceMs;
  const withThroughput = (perSecond: number) => ({
    ...from,
    serviceMs: (from.cores * SECOND_MS) / perSecond,
  });
  if (full.length >= FULL_SECONDS_MIN) {
    const perSecond = medianOf(full);
    const note = `Agents that were full (${full.length} seconds of them) answered ${Math.round(perSecond)}/s.`;
    return { capacity: withThroughput(perSecond), note };
  }
  const seen = Math.max(
    0,
    ...result.agents.flatMap((agent) => agent.seconds.map((row) => row.validations)),
  );
  const note = `No agent was full for ${FULL_SECONDS_MIN} seconds: what one can do at most was not measured`;
  if (seen <= modelled)
    return { capacity: from, note: `${note}, and is left at ${Math.round(modelled)}/s.` };
  return {
    capacity: withThroughput(seen),
    note: `${note}; it is ${Math.round(seen)}/s or more, which one did in a second.`,
  };
}

/** Answers of an agent in each second for all of which it had work waiting. */
function fullSeconds({ agents }: LoadResult): number[] {
  return agents.flatMap(({ seconds }) =>
    seconds.flatMap(({ waiting, validations }, at) => {
      const before = seconds[at - 1]?.waiting ?? 0;
      return validations > 0 && Math.min(before, waiting) > validations * LONG_QUEUE
        ? [validations]
        : [];
    }),
  );
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** The same sign-ins in the same seconds on the same agents. */
function rerun(options: CalibrateOptions, capacity: AgentCapacity): Simulated {
  const { result, seed, timings, cloudTripMs, roundTripMs } = options;
  const counts = result.run.seconds.map(({ intended, dropped }) => intended - dropped);
  return simulate({
    ...{ seed, timings, cloudTripMs, restMs: 0 },
    agents: result.agents.map(({ share }) => ({ capacity, roundTripMs, weight: share })),
    arrivals: { kind: 'recorded', counts, durationMs: counts.length * SECOND_MS },
  });
}

function tailOf(latency: Simulated['latency']): number {
  return (latency.percentile(0.95) ?? 0) - (latency.percentile(0.5) ?? 0);
}
