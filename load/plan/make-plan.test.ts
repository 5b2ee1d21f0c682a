/** Plans as people read them: enough or not, why, and what a change or a loss does. */
import { expect, test } from 'vitest';
import { CAPACITY, DOCUMENTED_AGENT } from '../../protocol/capacity.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { proves } from '../../test/parity/proves.ts';
import { makePlan } from './make-plan.ts';
import { planWithChanges } from './plan-change.ts';
import type { PlannedSite, PlanOptions } from './plan-options.ts';
import { restOn } from './rest-on.ts';

function site(name: string, count: number, controllerLatencyMs = 1): PlannedSite {
  const agents = Array.from({ length: count }, (_, at) => `${name}-${at + 1}`);
  return { name, agents, controllerLatencyMs, capacity: DOCUMENTED_AGENT };
}

function plan(peakPerSecond: number, options: Partial<PlanOptions> = {}) {
  const whole = optionsOf(peakPerSecond, options);
  return makePlan(whole, restOn(whole));
}

function optionsOf(peakPerSecond: number, options: Partial<PlanOptions>): PlanOptions {
  return {
    ...{ demand: { peakPerSecond }, sites: [site('hq', 0)], given: false, inactive: 0 },
    ...{ tolerateLoss: 1, skew: 0, seed: '1', timings: timingsWith(), cloudTripMs: 20, restMs: 0 },
    ...{ durationMs: 5_000, p95WithinMs: 1_000 },
    ...options,
  };
}

test(
  proves('plan.needed', 'a peak takes what the lower end of the band carries, and one more'),
  () => {
    // 900/s on 3 agents are 300/s each, to the lower end of the band exactly.
    expect(plan(900).needed).toEqual({
      agents: 4,
      forPeak: 3,
      byBand: { atHighEnd: 4, atLowEnd: 4 },
    });
    expect(plan(901).needed).toMatchObject({ agents: 5, forPeak: 4 });
    expect(plan(900, { tolerateLoss: 2 }).needed.agents).toBe(5);
  },
);

test('however small a peak, a tenant is planned with three agents', () => {
  // EVIDENCE-OF ED-QS: at least three Authentication Agents
  expect(plan(1).needed).toMatchObject({ agents: 3, forPeak: 1 });
  const two = plan(1, { sites: [site('hq', 2)], given: true });
  expect(two.carries).toBe(false);
  expect(two.reasons[0]).toBe('A production tenant should run 3 agents or more; these are 2.');
});

test(
  proves('plan.ceiling', 'what 40 agents do not carry is said, with what the documents offer'),
  () => {
    const beyond = plan(13_000, { durationMs: 2_000 });
    expect(beyond).toMatchObject({ carries: false, agents: 40 });
    expect(beyond.needed.agents).toBeUndefined();
    expect(beyond.reasons[0]).toContain(
      'The 40 agents that a tenant may have do not carry 13,000/s',
    );
    expect(beyond.advice.join(' ')).toContain('Password hash synchronization');
    expect(plan(900).advice.join(' ')).not.toContain('Password hash');
  },
);

test(
  proves('plan.loss', 'states go from all to one more lost than is tolerated, worst losses first'),
  () => {
    const small = { ...site('old', 1), capacity: { ...DOCUMENTED_AGENT, cores: 1 } };
    const { states } = plan(300, { sites: [site('hq', 3), small], given: true });
    expect(states.map(({ left }) => left)).toEqual([4, 3, 2]);
    // Any loss of a large one fills the small one; its own loss would help.
    expect(states[1]?.lost).toEqual(['hq-1']);
    const utilisations = states.map(({ seen }) => seen.utilisation ?? 0);
    expect(utilisations[0]).toBeCloseTo(75 / (350.877 / 4), 2);
    expect(utilisations[1]).toBeGreaterThan(1);
    expect(states[1]?.ok).toBe(false);
  },
);

test('with nobody left every sign-in fails', () => {
  const { states, carries, reasons } = plan(10, {
    sites: [site('hq', 3)],
    given: true,
    tolerateLoss: 3,
  });
  expect(states.at(-1)).toMatchObject({ left: 0, ok: false, seen: { timedOut: 1 } });
  expect(carries).toBe(false);
  expect(reasons[0]).toContain('AADSTS80001');
});

test(
  proves('plan.distance', 'agents far from their controllers are slower, then can do less'),
  () => {
    const { distances, sites, advice } = plan(600, {
      sites: [site('hq', 3), site('branch', 1, 100)],
      given: true,
    });
    // 64 slots, each held for 11.4 ms of work and three trips of 200 ms.
    expect(sites[1]).toMatchObject({ addedMs: 600, limit: 'slots' });
    expect(sites[1]?.saturationPerSecond).toBeCloseTo(64_000 / 611.4, 6);
    expect(sites[0]).toMatchObject({ addedMs: 6, limit: 'cores' });
    expect(advice[0]).toContain('Move the agents of branch close to domain controllers');
    const near = distances.find(({ controllerLatencyMs }) => controllerLatencyMs === 1);
    const far = distances.find(({ controllerLatencyMs }) => controllerLatencyMs === 20);
    expect((far?.seen.p50 ?? 0) - (near?.seen.p50 ?? 0)).toBeCloseTo(3 * 2 * 19, -1);
  },
);

test(
  proves('plan.traffic', 'lines carry 0.5K + 1K an agent in and 1K out; who is lost still counts'),
  () => {
    // EVIDENCE-OF ED-QS: the payload of a request is (0.5K + 1K * number of agents) bytes
    const { sites } = plan(900, {
      sites: [site('hq', 3), site('branch', 1)],
      given: true,
      inactive: 1,
    });
    const requestBytes = CAPACITY.requestBytesFixed.value + 5 * CAPACITY.requestBytesPerAgent.value;
    expect(sites[0]?.traffic.inBytesPerSecond).toBeCloseTo(675 * requestBytes, 3);
    expect(sites[1]?.traffic.outBytesPerSecond).toBeCloseTo(225 * 1_024, 3);
    const lost = sites.reduce((sum, { trafficLost }) => sum + trafficLost.inBytesPerSecond, 0);
    expect(lost).toBeCloseTo(900 * requestBytes, 3);
  },
);

test('a skew of the choice takes more agents, because the first one fills', () => {
  const skewed = plan(600, { skew: 0.2 });
  expect(skewed.needed.agents).toBeGreaterThan(plan(600).needed.agents ?? 0);
});

test(
  proves('plan.change', 'changes show before and after; what is removed leaves the list too'),
  () => {
    const options = optionsOf(900, { sites: [site('hq', 2), site('branch', 1, 40)], given: true });
    const changes = ['add:2', 'remove:branch-1', 'move:branch@5ms'];
    const { plan: before, after } = planWithChanges(options, changes, restOn(options));
    expect(before).toMatchObject({ agents: 3, carries: false });
    expect(after).toMatchObject({ agents: 4, carries: true });
    expect(after?.sites.map(({ name, agents }) => [name, agents])).toEqual([
      ['hq', ['hq-1', 'hq-2', 'agt-1', 'agt-2']],
    ]);
  },
);

test.each([
  [
    'drop:2',
    '--change: expected add:2, add:2@site, remove:agent, remove:site or move:site@5ms, got "drop:2"',
  ],
  ['add:0', '--change: expected add:2 or add:2@site, got "add:0"'],
  [
    'add:1@brnch',
    '--change: expected one of the sites (hq, branch), got "brnch"; did you mean "branch"?',
  ],
  [
    'remove:hq-9',
    '--change: expected an agent or a site to remove, got "hq-9"; did you mean "hq-1"?',
  ],
  ['move:branch@5', '--change: expected move:site@5ms, got "move:branch@5"'],
])('the change %s is refused', (change, sentence) => {
  const options = optionsOf(9, { sites: [site('hq', 2), site('branch', 1)], given: true });
  expect(() => planWithChanges(options, [change], restOn(options))).toThrow(sentence);
});

test('the same options give the same plan, to the last digit', () => {
  expect(JSON.stringify(plan(700))).toBe(JSON.stringify(plan(700)));
});

test('an hour of people has the peak of its shape, and shows what a loss does to it', () => {
  const hour = { users: 180_000, logonsPerHour: 1, peakFactor: 2 };
  const one = { ...site('hq', 3), capacity: { ...DOCUMENTED_AGENT, cores: 1 } };
  const { hour: slices = [] } = plan(100, {
    ...{ demand: { peakPerSecond: 100, hour }, sites: [one], given: true, tolerateLoss: 2 },
  });
  expect(slices).toHaveLength(60);
  expect(Math.max(...slices.map(({ perSecond }) => perSecond))).toBeCloseTo(100, -1);
  // Alone, an agent of one core does 88/s: its queue grows while more come, and shrinks afterwards.
  const slowest = slices.reduce((most, { p95Lost = 0 }) => Math.max(most, p95Lost), 0);
  expect(slowest).toBeGreaterThan(5_000);
  expect(slices.at(-1)?.p95Lost).toBeLessThan(1_000);
  expect(Math.max(...slices.map(({ p95 = 0 }) => p95))).toBeLessThan(200);
});
