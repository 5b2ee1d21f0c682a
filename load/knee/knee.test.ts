/**
 * What agents of a given capacity do under a ramp, in virtual time and through the whole protocol
 * code: it holds for the model, and for no real agent.
 */
import { expect, test } from 'vitest';
import { startLab } from '../../lab/start-lab.ts';
import {
  type AgentCapacity,
  CAPACITY,
  DOCUMENTED_AGENT,
  saturationPerSecond,
} from '../../protocol/capacity.ts';
import { proves } from '../../test/parity/proves.ts';
import { findKnee } from './find-knee.ts';
import { rampLab } from './ramp-lab.ts';
import { type Ramp, type RampOptions, rampVirtually } from './ramp-virtually.ts';

/** The documented server ten times as slow: the same model, and a tenth of the sign-ins. */
const SLOW: AgentCapacity = { ...DOCUMENTED_AGENT, serviceMs: 114 };

/** Up to a half beyond what the agents can do, in `forSeconds`. */
function ramp(agents: number, capacity: AgentCapacity, forSeconds: number): Promise<Ramp> {
  const most = agents * saturationPerSecond(capacity, 2);
  return rampVirtually(around(agents, capacity, 0.8 * most, 1.5 * most, forSeconds));
}

function around(
  agents: RampOptions['agents'],
  capacity: AgentCapacity,
  from: number,
  to: number,
  forSeconds: number,
): RampOptions {
  const [low, high] = [Math.round(from), Math.round(to)];
  return { seed: 'knee', agents, capacity, from: low, to: high, forSeconds };
}

test(
  proves('load.capacity.knee', 'a ramp on one documented agent ends within the documented band'),
  async () => {
    const { tally } = await ramp(1, DOCUMENTED_AGENT, 5);
    const knee = findKnee(tally.seconds());
    expect(knee?.perSecond).toBeGreaterThan(CAPACITY.bandFromPerSecond.value);
    expect(knee?.perSecond).toBeLessThan(CAPACITY.bandToPerSecond.value);
  },
);

test.each([2, 3, 5])('%i agents carry that many times what one does', async (agents) => {
  const { tally } = await ramp(agents, SLOW, 8);
  const knee = findKnee(tally.seconds());
  expect((knee?.perSecond ?? 0) / agents / saturationPerSecond(SLOW, 2)).toBeCloseTo(1, 1);
});

/** Four standard deviations of a binomial share. */
const within = (share: number, count: number) => 4 * Math.sqrt((share * (1 - share)) / count);

test.each([
  [0, [1, 1, 1]],
  [0.4, [1, 0.6, 0.36]],
])(
  proves('load.capacity.skew', 'with a skew of %f each agent validates its share'),
  async (skew, weights) => {
    const options = around(3, DOCUMENTED_AGENT, 100, 100, 6);
    const { agents } = await rampVirtually({ ...options, skew });
    const count = agents.reduce((sum, { validations }) => sum + validations, 0);
    const whole = weights.reduce((sum, weight) => sum + weight, 0);
    expect(count).toBeGreaterThan(590);
    for (const [at, weight] of weights.entries()) {
      const off = (agents[at]?.validations ?? 0) / count - weight / whole;
      expect(Math.abs(off)).toBeLessThan(within(weight / whole, count));
    }
  },
);

/** Five a second. */
const ONE_SLOW_CORE: AgentCapacity = { ...DOCUMENTED_AGENT, cores: 1, serviceMs: 200 };

test('below the knee everybody signs in, and nothing is late', async () => {
  const { tally, late } = await rampVirtually(around(1, ONE_SLOW_CORE, 4, 4, 30));
  expect(tally.totals().results).toEqual({ 0: 120 });
  expect(late).toEqual({});
});

test(
  proves(
    'load.capacity.overload',
    'far beyond it sign-ins end as 80002, answers come late as 80014, and the agent stays Active',
  ),
  async () => {
    const { tally, late, agents, events } = await rampVirtually(
      around(1, ONE_SLOW_CORE, 15, 15, 20),
    );
    const { 0: answered = 0, 80002: unanswered = 0, ...others } = tally.totals().results;
    expect(others).toEqual({});
    // What waits is answered until the wait is as long as the deadline.
    expect(answered).toBeGreaterThan(80);
    expect(unanswered).toBeGreaterThan(80);
    expect(Object.keys(late)).toEqual(['80014']);
    expect(events).toContain(60012);
    expect(agents[0]?.status).toBe('Active');
    expect(agents[0]?.waitP95).toBeGreaterThan(20_000);
  },
);

test(
  proves(
    'load.capacity.distance',
    'a site far from its controllers ends where its slots do, one near them does not',
  ),
  async () => {
    const capacity = { cores: 4, serviceMs: 20, spread: 0.5, slots: 8, controllerTrips: 2 };
    const site = { name: 'hq', agents: ['agt-1'], controllers: ['dc-1'] };
    const options = (latencyMs: number) =>
      around([{ ...site, controllerLatencyMs: latencyMs }], capacity, 50, 110, 7);
    const far = findKnee((await rampVirtually(options(20))).tally.seconds());
    expect((far?.perSecond ?? 0) / saturationPerSecond(capacity, 40)).toBeCloseTo(1, 1);
    expect(saturationPerSecond(capacity, 40)).toBe(80);
    const near = findKnee((await rampVirtually(options(1))).tally.seconds());
    expect(near).toBeUndefined();
  },
);

test('where a fault allows less than the server could do, the fault’s limit holds', async () => {
  await using lab = await startLab({ capacity: SLOW, agents: 1, traffic: false });
  await lab.faults.on('agent-capacity', {}, { perSecond: 10 });
  const { tally } = await rampLab(lab, { from: 8, to: 16, forSeconds: 8 });
  expect((findKnee(tally.seconds())?.perSecond ?? 0) / 10).toBeCloseTo(1, 1);
});
