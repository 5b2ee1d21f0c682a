/** The simulation against what queueing theory says in closed form, and against plain counting. */
import { expect, test } from 'vitest';
import { type AgentCapacity, DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { timingsWith } from '../../protocol/timings.ts';
import type { ArrivalProfile } from './arrivals.ts';
import { type SimulationOptions, simulate } from './simulate.ts';

const timings = timingsWith();

/** One with the given capacity, right beside its controller. */
function agent(capacity: Partial<AgentCapacity> = {}, roundTripMs = 0) {
  const near = { ...DOCUMENTED_AGENT, slots: 10_000, ...capacity };
  return { capacity: near, roundTripMs, weight: 1 };
}

function poisson(perSecond: number, seconds: number): ArrivalProfile {
  return { kind: 'constant', perSecond, durationMs: seconds * 1_000, spacing: 'poisson' };
}

function run(options: Partial<SimulationOptions> & Pick<SimulationOptions, 'agents' | 'arrivals'>) {
  return simulate({ seed: '1', timings, cloudTripMs: 0, restMs: 0, ...options });
}

/** Probability that an arrival waits in M/M/c (Erlang C), and the mean wait of all. */
function erlangC(cores: number, perMs: number, serviceMs: number) {
  const offered = perMs * serviceMs;
  let blocked = 1;
  for (let core = 1; core <= cores; core++)
    blocked = (offered * blocked) / (core + offered * blocked);
  const waits = blocked / (1 - (offered / cores) * (1 - blocked));
  return { waits, meanWaitMs: (waits * serviceMs) / (cores - offered) };
}

test.each([
  [1, 0.5],
  [1, 0.9],
  [4, 0.7],
  [4, 0.9],
])('%i cores, exponential work, load %f: waits are those of Erlang C', (cores, load) => {
  const serviceMs = 10;
  const perSecond = (load * cores * 1_000) / serviceMs;
  const arrivals = poisson(perSecond, 300_000 / perSecond);
  const { wait } = run({ agents: [agent({ cores, serviceMs, spread: 1 })], arrivals });
  const expected = erlangC(cores, perSecond / 1_000, serviceMs);
  expect(wait.mean / expected.meanWaitMs).toBeCloseTo(1, 1);
  expect(wait.shareOver(0.01)).toBeCloseTo(expected.waits, 2);
});

test.each([0.5, 0.8, 0.9])('one core, even work, load %f: the mean wait of M/D/1', (load) => {
  const serviceMs = 10;
  const arrivals = poisson(load * 100, 4_000);
  const { wait } = run({ agents: [agent({ cores: 1, serviceMs, spread: 0 })], arrivals });
  expect(wait.mean / ((serviceMs * load) / (2 * (1 - load)))).toBeCloseTo(1, 1);
});

test('one core, work of spread 0.5: the mean wait of Pollaczek and Khinchine', () => {
  const arrivals = poisson(80, 4_000);
  const { wait } = run({ agents: [agent({ cores: 1, serviceMs: 10, spread: 0.5 })], arrivals });
  const expectedMs = (10 * 0.8 * (1 + 0.5 ** 2)) / (2 * (1 - 0.8));
  expect(wait.mean / expectedMs).toBeCloseTo(1, 1);
});

test('slots that wait for a far controller are M/D/c by themselves', () => {
  // As many slots as cores and no work but the trip: each slot is held for 100 ms.
  const far = { cores: 5, serviceMs: 0.01, spread: 0, slots: 5, controllerTrips: 1 };
  const full = run({ agents: [agent(far, 100)], arrivals: poisson(60, 600) });
  expect(full.timedOut).toBeGreaterThan(0);
  const below = run({ agents: [agent(far, 100)], arrivals: poisson(30, 600) });
  expect(below.timedOut).toBe(0);
  expect(below.latency.percentile(0.01)).toBeCloseTo(100, 0);
});

test('random choice splits as a binomial does, and by weight where there is a skew', () => {
  const arrivals = poisson(1_000, 100);
  const even = run({ agents: [1, 2, 3, 4].map(() => agent()), arrivals });
  // Four standard deviations of a binomial of a quarter.
  const spread = 4 * Math.sqrt(even.signIns * 0.25 * 0.75);
  for (const { validations } of even.agents) {
    expect(Math.abs(validations - even.signIns / 4)).toBeLessThan(spread);
  }
  const weights = [1, 0.5, 0.25];
  const skewed = run({ agents: weights.map((weight) => ({ ...agent(), weight })), arrivals });
  for (const [at, { validations }] of skewed.agents.entries()) {
    const share = (weights[at] ?? 0) / 1.75;
    const off = Math.abs(validations - skewed.signIns * share);
    expect(off).toBeLessThan(4 * Math.sqrt(skewed.signIns * share * (1 - share)));
  }
});

test('seconds in which an agent gets more than it carries are those of a Poisson tail', () => {
  const carries = 50;
  const only = agent({ cores: 1, serviceMs: 1_000 / carries });
  const { secondsOver } = run({ agents: [only], arrivals: poisson(45, 20_000) });
  let [term, tail] = [Math.exp(-45), 1];
  for (let count = 0; count <= carries; count++) {
    tail -= term;
    term *= 45 / (count + 1);
  }
  expect(secondsOver).toBeCloseTo(tail, 2);
});

test('a sign-in is lost at the deadline of the cloud, and not a millisecond before', () => {
  const slow = (serviceMs: number) => {
    const agents = [agent({ cores: 1, serviceMs, spread: 0, controllerTrips: 0 })];
    return run({
      ...{ agents, cloudTripMs: 20, restMs: 5 },
      timings: { ...timings, signInDeadlineMs: 1_000 },
      arrivals: { kind: 'constant', perSecond: 0.5, durationMs: 2_000, spacing: 'even' },
    });
  };
  expect(slow(979.9)).toMatchObject({ signIns: 1, timedOut: 0 });
  expect(slow(979.9).latency.max).toBeCloseTo(1_004.9);
  expect(slow(980)).toMatchObject({ signIns: 1, timedOut: 1 });
  expect(slow(980).latency.max).toBe(1_005);
});

test('an overload loses what is beyond it; the queue keeps the others waiting for the deadline', () => {
  const arrivals = poisson(200, 600);
  const lost = run({ agents: [agent({ cores: 1, serviceMs: 10, spread: 0 })], arrivals });
  // Twice what it carries: the wait grows by a second a second, and after 20 s all come too late.
  expect(lost.timedOut / lost.signIns).toBeCloseTo(1 - 20 / 600, 2);
  expect(lost.agents[0]?.utilisation).toBeCloseTo(2, 1);
});

test('people who try again once make an overload twice as large, and are counted', () => {
  const agents = [agent({ cores: 1, serviceMs: 10, spread: 0 })];
  const arrivals = poisson(200, 600);
  const patient = run({ agents, arrivals });
  const again = run({ agents, arrivals, retryAfterMs: 5_000 });
  expect(again.signIns).toBe(patient.signIns + again.again);
  expect(again.again / patient.timedOut).toBeCloseTo(1, 1);
  expect(again.timedOut).toBeGreaterThan(1.9 * patient.timedOut);
});

test('a controller farther away than the agent waits is a controller that never answers', () => {
  const arrivals = poisson(10, 10);
  const { controllerTimeoutMs } = timings;
  const beyond = run({ agents: [agent({}, controllerTimeoutMs)], arrivals });
  expect(beyond.timedOut).toBe(beyond.signIns);
  const within = run({
    agents: [agent({ controllerTrips: 1 }, controllerTimeoutMs - 1)],
    arrivals,
  });
  expect(within.timedOut).toBe(0);
});

test('the same seed gives the same numbers, another one others', () => {
  const options = { agents: [agent(), agent()], arrivals: poisson(500, 20) };
  const told = (seed: string) => {
    const { signIns, latency } = run({ ...options, seed });
    return [signIns, latency.mean, latency.max];
  };
  expect(told('7')).toEqual(told('7'));
  expect(told('7')).not.toEqual(told('8'));
});

test.each([1, 1.5, 2, 4])(
  'a morning with peak factor %f has its mean and its peak',
  (peakFactor) => {
    const morning = { kind: 'morning', perSecond: 50, durationMs: 3_600_000, peakFactor } as const;
    const { signIns } = run({ agents: [{ ...agent(), capacity: 'host' }], arrivals: morning });
    expect(signIns / 180_000).toBeCloseTo(1, 2);
    const busiest = run({
      agents: [agent({ cores: 1, serviceMs: 1_000 / (50 * peakFactor * 0.97), spread: 0 })],
      arrivals: morning,
    });
    expect(busiest.wait.max).toBeGreaterThan(1_000);
  },
);
