/**
 * One look at some agents under some load: what the simulation saw, and whether that is enough. A
 * simulated time too short to show an overload is no excuse: what comes has to fit by numbers too.
 */
import { CAPACITY, DOCUMENTED_AGENT, saturationPerSecond } from '../../protocol/capacity.ts';
import { SECOND_MS } from '../../protocol/time-units.ts';
import { fullestLoad } from './place-agents.ts';
import type { Glance, Seen } from './plan.ts';
import type { PlannedAgent, PlanOptions } from './plan-options.ts';
import { type Simulated, simulate } from './simulate.ts';

export type LookOptions = Pick<
  PlanOptions,
  'demand' | 'seed' | 'timings' | 'cloudTripMs' | 'restMs' | 'durationMs' | 'retryAfterMs'
>;

/** A queue of more than a second's wait is what this plan calls overload. */
const LONG_WAIT_MS = SECOND_MS;

/** No agent, no sign-in: all of them end at once. */
const NOBODY: Seen = {
  timedOut: 1,
  waitedLong: 1,
  secondsOver: 1,
  secondsAnyOver: 1,
  signIns: 0,
};

export function lookAt(agents: readonly PlannedAgent[], options: LookOptions): Seen {
  if (agents.length === 0) return NOBODY;
  const { demand, durationMs, ...same } = options;
  const perSecond = demand.peakPerSecond;
  const arrivals = { kind: 'constant', perSecond, durationMs, spacing: 'poisson' } as const;
  return seenIn(simulate({ ...same, agents, arrivals }), fullestLoad(agents) * perSecond);
}

export function glanceAt(agents: readonly PlannedAgent[], options: LookOptions): Glance {
  if (agents.length === 0) return {};
  const utilisation = fullestLoad(agents) * options.demand.peakPerSecond;
  return utilisation > 1 ? { utilisation } : lookAt(agents, options);
}

function seenIn(simulated: Simulated, utilisation: number): Seen {
  const { latency, wait, signIns, timedOut, secondsOver, secondsAnyOver } = simulated;
  const [p1, p50, p95, p99] = [0.01, 0.5, 0.95, 0.99].map((share) => latency.percentile(share));
  return {
    utilisation,
    ...(p1 !== undefined && { p1 }),
    ...(p50 !== undefined && { p50 }),
    ...(p95 !== undefined && { p95 }),
    ...(p99 !== undefined && { p99 }),
    timedOut: signIns === 0 ? 0 : timedOut / signIns,
    waitedLong: wait.shareOver(LONG_WAIT_MS),
    ...{ secondsOver, secondsAnyOver, signIns },
  };
}

/**
 * How full an agent may be planned: what the lower end of the documented band is of what the model
 * of the documented server can do at most. The same share for servers of another size.
 */
export const UTILISATION_MAX =
  CAPACITY.bandFromPerSecond.value / saturationPerSecond(DOCUMENTED_AGENT, 0);

export type Shortfall = 'nobody' | 'too-full' | 'timed-out' | 'slow';

/** What is not enough, the worst first. */
export function findShortfall(seen: Seen, p95WithinMs: number): Shortfall | undefined {
  if (seen.utilisation === undefined) return 'nobody';
  // The sum of a plan's rates is exact to rounding only.
  if (seen.utilisation > UTILISATION_MAX * (1 + 1e-9)) return 'too-full';
  if (seen.timedOut > 0) return 'timed-out';
  return (seen.p95 ?? 0) > p95WithinMs ? 'slow' : undefined;
}
