/**
 * The simulation against the protocol code in virtual time: what it predicts, and whether a model
 * with another speed finds its way back by calibration. All five loads: `npm run bench`.
 */
import { expect, test } from 'vitest';
import { type AgentCapacity, DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { proves } from '../../test/parity/proves.ts';
import { runLoad } from '../run/run-load.ts';
import { calibrate } from './calibrate.ts';
import { simulate } from './simulate.ts';

const CAPACITY: AgentCapacity = { ...DOCUMENTED_AGENT, cores: 1, serviceMs: 20, spread: 0.8 };
const timings = timingsWith();
const TRIPS = { cloudTripMs: 2 * timings.wanLatencyMs, roundTripMs: 2 * timings.lanLatencyMs };

/** Two agents of 50/s. */
function measure(rate: number, seconds: number) {
  const constant = { executor: 'constant-arrival-rate', exec: 'signIn', timeUnit: '1s' } as const;
  const load = {
    ...constant,
    rate,
    duration: `${seconds}s`,
    preAllocatedVUs: 5_000,
    maxVUs: 5_000,
  };
  return runLoad({
    ...{ virtual: true, seed: '5', agents: 2, capacity: CAPACITY, skew: 0, crypto: 'rsa' },
    test: { id: 't', question: 'q', file: '', options: { scenarios: { load }, thresholds: {} } },
    ...{ version: 'test', settings: { peak: rate, agents: 2 }, onProgress: () => {} },
    stop: new AbortController().signal,
  });
}

/** The same sign-ins, as many times as it takes to see how far chance reaches. */
function predict(counts: readonly number[], restMs: number, share: number) {
  const agents = [1, 1].map((weight) => ({ capacity: CAPACITY, weight, ...TRIPS }));
  const arrivals = { kind: 'recorded', counts, durationMs: counts.length * 1_000 } as const;
  const { cloudTripMs } = TRIPS;
  return Array.from({ length: 40 }, (_, seed) => {
    const run = simulate({ seed: `${seed}`, agents, arrivals, timings, cloudTripMs, restMs });
    return run.latency.percentile(share) ?? 0;
  }).toSorted((a, b) => a - b);
}

test(
  proves('plan.validated', 'half-full agents are as fast as predicted, once the rest is known'),
  async () => {
    const [light, half] = [await measure(10, 30), await measure(60, 30)];
    const countsOf = ({ run }: typeof light) => run.seconds.map(({ intended }) => intended);
    const restMs = light.run.latency.p50 - (predict(countsOf(light), 0, 0.5)[20] ?? 0);
    // What a person's own way to the cloud takes, and whole milliseconds of the lab's clock.
    expect(restMs).toBeGreaterThan(2 * timings.wanLatencyMs);
    expect(restMs).toBeLessThan(2 * timings.wanLatencyMs + 4);
    for (const [share, key] of [
      [0.5, 'p50'],
      [0.95, 'p95'],
      [0.99, 'p99'],
    ] as const) {
      const predicted = predict(countsOf(half), restMs, share);
      // The whole range of chance, and 3 % for connections being opened, which the model has not.
      expect(half.run.latency[key]).toBeGreaterThan((predicted[0] ?? 0) * 0.97);
      expect(half.run.latency[key]).toBeLessThan((predicted.at(-1) ?? 0) * 1.03);
    }
  },
);

test(
  proves('plan.calibrate', 'from a model of another speed, full agents lead to the true one'),
  async () => {
    const capacity = { ...CAPACITY, serviceMs: 35 };
    const options = { capacity, seed: '1', timings, ...TRIPS };
    const full = calibrate({ ...options, result: await measure(120, 20) });
    expect(full.capacity.serviceMs / CAPACITY.serviceMs).toBeCloseTo(1, 1);
    expect(full.notes[0]).toMatch(
      /^Agents that were full \(\d+ seconds of them\) answered \d\d\/s\.$/,
    );

    expect(full.notes).toContain('What was measured is our model of an agent.');
    expect(full.notes.join()).toMatch(/crypto stand-in: it says nothing about the speed of real/);

    const idle = calibrate({ ...options, capacity: CAPACITY, result: await measure(10, 30) });
    expect(idle.capacity).toMatchObject({ serviceMs: 20, cores: 1 });
    expect(idle.notes[0]).toContain('was not measured, and is left at 50/s');
    expect(Math.abs(idle.capacity.spread - CAPACITY.spread)).toBeLessThan(0.25);
    expect(idle.check.simulatedP99 / idle.check.measuredP99).toBeCloseTo(1, 0);
  },
);
