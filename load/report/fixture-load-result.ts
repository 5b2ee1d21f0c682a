/** Load runs as tests and screenshots need them: made up, but each agrees with itself. */
import { findKnee } from '../knee/find-knee.ts';
import type {
  AgentLoad,
  EngineRun,
  Latency,
  LoadResult,
  LoadSecond,
  RestsOn,
} from '../load-result.ts';
import { thresholdWords } from './threshold-words.ts';

const START = '2026-11-22T08:00:00.000Z';

/** Something uneven that is the same in every run. */
function wave(at: number, from: number): number {
  return 1 + 0.06 * Math.sin(at * 1.7 + from) + 0.03 * Math.sin(at * 0.37 + 2 * from);
}

export interface FixtureShape {
  seconds: number;
  peak: number;
  agents: number;
  /** Answers a second that all agents together give at a second. */
  carry?: (second: number) => number;
  /** ms, median at a second. */
  p50?: (second: number) => number;
  failCode?: string;
}

function fixtureSeconds(shape: FixtureShape): LoadSecond[] {
  const { seconds, peak, carry = () => Number.POSITIVE_INFINITY, p50 = () => 18 } = shape;
  const { failCode = '80002' } = shape;
  let backlog = 0;
  return Array.from({ length: seconds }, (_, second) => {
    const intended = Math.round(peak * Math.min(1, (second + 1) / (seconds / 6)));
    const dropped = backlog > 3 * peak ? Math.round(intended * 0.2) : 0;
    const completed = Math.round(
      Math.min(intended - dropped + backlog, carry(second) * wave(second, 1)),
    );
    backlog += intended - dropped - completed;
    const late =
      backlog > 1.5 * peak ? Math.round(completed * Math.min(0.6, backlog / peak / 8)) : 0;
    const median = (p50(second) + (backlog / peak) * 1000) * wave(second, 2);
    return {
      ...{ atMs: second * 1000, intended, dropped, completed, failed: late },
      ...(late > 0 && { failures: { [failCode]: late } }),
      ...(completed > 0 && { p50: median, p95: median * 1.9, p99: median * 2.8 }),
    };
  });
}

function latencyOf(seconds: readonly LoadSecond[]): Latency {
  const sorted = seconds.flatMap(({ p50 = 0 }) => [p50]).toSorted((a, b) => a - b);
  const mid = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const top = sorted.at(-1) ?? 0;
  const count = seconds.reduce((sum, { completed }) => sum + completed, 0);
  const upper = { p95: Math.max(mid * 1.9, top * 1.2), p99: Math.max(mid * 2.8, top * 2) };
  return {
    count,
    mean: mid * 1.1,
    p50: mid,
    p90: mid * 1.6,
    ...upper,
    p999: upper.p99 * 1.3,
    max: upper.p99 * 1.5,
  };
}

export function fixtureRun(shape: FixtureShape): EngineRun {
  const seconds = fixtureSeconds(shape);
  const total = (key: 'completed' | 'failed' | 'dropped') =>
    seconds.reduce((sum, second) => sum + second[key], 0);
  const latency = latencyOf(seconds);
  const failed = total('failed');
  const rate = failed / Math.max(1, latency.count);
  return {
    ...{ engine: 'k6', version: '2.2.0', durationMs: shape.seconds * 1000, seconds, latency },
    failed,
    results: {
      '0': latency.count - failed,
      ...(failed > 0 && { [shape.failCode ?? '80002']: failed }),
    },
    thresholds: [
      {
        ...{ metric: 'sign_in_duration', expression: 'p(95)<1000' },
        ...{ met: latency.p95 < 1000, observed: latency.p95, samples: latency.count },
      },
      {
        ...{ metric: 'sign_in_failed', expression: 'rate<0.01' },
        ...{ met: rate < 0.01, observed: rate, samples: latency.count },
      },
    ],
    generator: {
      ...{ cpuShare: 0.34, machineCpuShare: 0.71, cores: 2, dropped: total('dropped') },
      ...{ underWayMax: Math.min(2000, Math.round(shape.peak / 8)), underWayLimit: 2000 },
      behindP99: 1.4,
    },
    exitCode: latency.p95 < 1000 && rate < 0.01 ? 0 : 99,
  };
}

/** Everything spread over the agents that are there, a little unevenly. */
function fixtureAgents(
  { seconds }: EngineRun,
  count: number,
  leave?: { nth: number; atMs: number },
): AgentLoad[] {
  const names = Array.from({ length: count }, (_, at) => `agt-${at + 1}`);
  const gone = (at: number, atMs: number) => at === leave?.nth && atMs >= leave.atMs;
  const agents = names.map((name, at) => {
    const own = seconds.map(({ atMs, completed, failed, intended }) => {
      const there = names.filter((_, other) => !gone(other, atMs)).length;
      const validations = gone(at, atMs)
        ? 0
        : Math.round((completed / there) * wave(atMs / 1000, at));
      const waiting = gone(at, atMs)
        ? 0
        : Math.round((failed * 4 + (intended - completed)) / there);
      return { atMs, validations, busy: Math.min(4, validations), waiting: Math.max(0, waiting) };
    });
    const validations = own.reduce((sum, second) => sum + second.validations, 0);
    return {
      ...{ name, site: at === 3 ? 'branch' : 'hq', validations, share: 0, seconds: own },
      ...{ waitP95: 2.4 + at * 0.3, cpuShare: 0.2 + at * 0.01 },
      ...(at === leave?.nth && { leftAtMs: leave.atMs }),
    };
  });
  const all = agents.reduce((sum, { validations }) => sum + validations, 0);
  return agents.map((agent) => ({ ...agent, share: agent.validations / Math.max(1, all) }));
}

const RESTS_ON: RestsOn = {
  ...{ mode: 'live', engine: 'k6', engineVersion: '2.2.0', crypto: 'rsa' },
  capacity: { cores: 4, serviceMs: 11.4, spread: 0.5, slots: 64, controllerTrips: 2 },
  ...{ skew: 0, agents: 3, peak: 600, seed: '7', startedAt: START },
  versions: { 'pta-lab': '0.1.0', node: '26.10.0', k6: '2.2.0' },
};

function fixtureResult(shape: FixtureShape, changes: Partial<LoadResult>): LoadResult {
  const run = changes.run ?? fixtureRun(shape);
  const knee = changes.events ? undefined : findKnee(run.seconds);
  const agents = changes.agents ?? fixtureAgents(run, shape.agents);
  return {
    test: { id: 'peak', question: 'Do these agents carry the peak?' },
    verdict: 'pass',
    reasons: ['All thresholds were met.'],
    interrupted: false,
    restsOn: { ...RESTS_ON, agents: shape.agents, peak: shape.peak },
    cloud: { results: run.results, late: 0 },
    events: [],
    ...(knee && { knee }),
    ...changes,
    run,
    agents,
  };
}

function missedThresholds({ thresholds }: EngineRun): string[] {
  return thresholds
    .filter(({ met }) => !met)
    .map((one) => `${one.metric} ${one.expression}: observed ${thresholdWords(one)}.`);
}

export function passingRun(): LoadResult {
  return fixtureResult({ seconds: 60, peak: 600, agents: 3 }, {});
}

/** Two agents are left with what three carried: they queue, some sign-ins run out of time. */
export function runWithAnAgentLeaving(): LoadResult {
  const shape: FixtureShape = {
    ...{ seconds: 90, peak: 960, agents: 3 },
    carry: (second) => (second < 40 ? 1050 : 700),
  };
  const run = fixtureRun(shape);
  return fixtureResult(shape, {
    test: { id: 'remove-agent', question: 'Do the others carry it when an agent leaves?' },
    verdict: 'fail',
    reasons: missedThresholds(run),
    run,
    agents: fixtureAgents(run, 3, { nth: 1, atMs: 40_000 }),
    events: [{ atMs: 40_000, text: 'agt-2 left' }],
    cloud: { results: run.results, late: 120 },
  });
}

export function overloadedRun(): LoadResult {
  const shape: FixtureShape = {
    ...{ seconds: 120, peak: 1500, agents: 3, failCode: '80014' },
    carry: () => 1050,
  };
  const run = fixtureRun(shape);
  return fixtureResult(shape, {
    test: { id: 'ramp-to-knee', question: 'Where do these agents saturate?' },
    verdict: 'fail',
    run,
    reasons: missedThresholds(run),
    restsOn: { ...RESTS_ON, mode: 'virtual', engine: 'builtin', crypto: 'stand-in', peak: 1500 },
  });
}

/** The generator could not keep up: no statement about the agents. */
export function inconclusiveRun(): LoadResult {
  const shape: FixtureShape = { seconds: 30, peak: 3000, agents: 5, carry: () => 1400 };
  const run = fixtureRun(shape);
  return fixtureResult(shape, {
    verdict: 'inconclusive',
    reasons: ['The load generator was the bottleneck: it used 98 % of its core.'],
    restsOn: {
      ...RESTS_ON,
      ...{ engine: 'builtin', crypto: 'fast', capacity: 'host', agents: 5, peak: 3000, skew: 0.2 },
    },
    run: { ...run, generator: { ...run.generator, cpuShare: 0.98, machineCpuShare: 1 } },
  });
}

/** Ctrl-C after eight seconds; one threshold never got a sample. */
export function interruptedRun(): LoadResult {
  const shape: FixtureShape = { seconds: 8, peak: 600, agents: 3 };
  const run = fixtureRun(shape);
  const unseen = {
    metric: 'sign_ins{result:50053}',
    expression: 'count<1',
    met: false,
    samples: 0,
  };
  return fixtureResult(shape, {
    verdict: 'inconclusive',
    reasons: ['Somebody stopped the run after 8 s.'],
    interrupted: true,
    run: { ...run, thresholds: [...run.thresholds, unseen], exitCode: 105 },
  });
}

/** The most agents a tenant may have. */
export function fortyAgentsRun(): LoadResult {
  return fixtureResult(
    { seconds: 600, peak: 12_000, agents: 40 },
    {
      test: { id: 'soak', question: 'Does it hold for long?' },
      restsOn: { ...RESTS_ON, mode: 'virtual', crypto: 'stand-in', agents: 40, peak: 12_000 },
    },
  );
}

export const FIXTURE_RUNS: Readonly<Record<string, () => LoadResult>> = {
  passing: passingRun,
  leaving: runWithAnAgentLeaving,
  overloaded: overloadedRun,
  inconclusive: inconclusiveRun,
  interrupted: interruptedRun,
  forty: fortyAgentsRun,
};
