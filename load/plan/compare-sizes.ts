/**
 * The same peak on other numbers of agents, and on agents nearer to or farther from controllers.
 */
import { saturationPerSecond } from '../../protocol/capacity.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { glanceAt } from './assess.ts';
import { briefly } from './find-needed.ts';
import { agentsOf, dealAgents, loseWorst } from './place-agents.ts';
import type { CountRow, DistanceRow } from './plan.ts';
import type { PlannedAgent, PlanOptions } from './plan-options.ts';

/** Below and above the number that matters. */
const BELOW = 7;
const ABOVE = 4;
const SAMPLES = 30_000;
const LATENCIES_MS = [1, 5, 20, 50, 100, 200];

export function countRows(options: PlanOptions, count: number): CountRow[] {
  const brief = briefly(options, SAMPLES);
  const from = Math.max(1, count - BELOW);
  const to = Math.min(LIMITS.agentsMax.value, count + ABOVE);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => {
    const agents = agentsOf(dealAgents(options.sites, from + at), options.skew);
    const left = loseWorst(agents, options.tolerateLoss);
    return { agents: agents.length, all: glanceAt(agents, brief), lost: glanceAt(left, brief) };
  });
}

/** Agents of this machine's own speed have no number to tell. */
export function distanceRows(agents: readonly PlannedAgent[], options: PlanOptions): DistanceRow[] {
  const brief = briefly(options, SAMPLES);
  const capacity = agents[0]?.capacity ?? 'host';
  if (capacity === 'host') return [];
  return LATENCIES_MS.map((controllerLatencyMs) => {
    const roundTripMs = 2 * controllerLatencyMs;
    return {
      controllerLatencyMs,
      saturationPerSecond: saturationPerSecond(capacity, roundTripMs),
      addedMs: roundTripMs * capacity.controllerTrips,
      seen: glanceAt(
        agents.map((agent) => ({ ...agent, roundTripMs })),
        brief,
      ),
    };
  });
}
