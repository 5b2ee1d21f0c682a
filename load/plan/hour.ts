/** The busiest hour minute by minute, with all agents and with as many lost as are tolerated. */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../protocol/time-units.ts';
import { type MorningProfile, morningRate } from './arrivals.ts';

import { createLatencyBuckets } from './latency-buckets.ts';
import { loseWorst } from './place-agents.ts';
import type { HourSlice } from './plan.ts';
import type { BusyHour, PlannedAgent, PlanOptions } from './plan-options.ts';
import { simulate } from './simulate.ts';

export function morningOf({ users, logonsPerHour, peakFactor }: BusyHour): MorningProfile {
  const perSecond = (users * logonsPerHour) / (HOUR_MS / SECOND_MS);
  return { kind: 'morning', perSecond, durationMs: HOUR_MS, peakFactor };
}

export function simulateHour(
  hour: BusyHour,
  agents: readonly PlannedAgent[],
  options: PlanOptions,
): HourSlice[] {
  const profile = morningOf(hour);
  const all = minutesOf(profile, agents, options);
  const lost = minutesOf(profile, loseWorst(agents, options.tolerateLoss), options);
  return all.map(({ p95, timedOut }, at) => {
    const p95Lost = lost[at]?.p95;
    return {
      fromMs: at * MINUTE_MS,
      perSecond: morningRate(profile, (at + 0.5) * MINUTE_MS),
      ...(p95 !== undefined && { p95 }),
      ...{ timedOut, timedOutLost: lost[at]?.timedOut ?? 1 },
      ...(p95Lost !== undefined && { p95Lost }),
    };
  });
}

interface Minute {
  p95?: number;
  timedOut: number;
}

function minutesOf(
  profile: MorningProfile,
  agents: readonly PlannedAgent[],
  options: PlanOptions,
): Minute[] {
  if (agents.length === 0) return [];
  const minutes = Array.from({ length: HOUR_MS / MINUTE_MS }, () => ({
    latency: createLatencyBuckets(),
    timedOut: 0,
  }));
  const { seed, timings, cloudTripMs, restMs, retryAfterMs } = options;
  simulate({
    ...{ seed, timings, cloudTripMs, restMs, agents, arrivals: profile },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    onEnd(atMs, tookMs, timedOut) {
      // Tries again may come after the hour.
      const minute = minutes[Math.floor(atMs / MINUTE_MS)];
      minute?.latency.record(tookMs);
      if (minute && timedOut) minute.timedOut += 1;
    },
  });
  return minutes.map(({ latency, timedOut }) => {
    const p95 = latency.percentile(0.95);
    const share = latency.count === 0 ? 0 : timedOut / latency.count;
    return { timedOut: share, ...(p95 !== undefined && { p95 }) };
  });
}
