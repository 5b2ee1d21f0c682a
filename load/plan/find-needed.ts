/** How many agents it takes: by the documented band alone, and by the model with a simulation. */
import { CAPACITY } from '../../protocol/capacity.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { SECOND_MS } from '../../protocol/time-units.ts';
import { findShortfall, lookAt, UTILISATION_MAX } from './assess.ts';
import { agentsOf, dealAgents, fullestLoad, loseWorst } from './place-agents.ts';
import type { Needed } from './plan.ts';
import type { PlanOptions } from './plan-options.ts';

/** Of a look that only has to tell enough from not enough. */
const SAMPLES = 150_000;

export function findNeeded(options: PlanOptions): Needed {
  const { tolerateLoss, demand } = options;
  const byBand = (perAgent: number) =>
    atLeastMinimum(Math.ceil(demand.peakPerSecond / perAgent - 1e-9) + tolerateLoss, tolerateLoss);
  const [forPeak, agents] = [fewest(options, 0), fewest(options, tolerateLoss)];
  return {
    ...(agents !== undefined && { agents: atLeastMinimum(agents, tolerateLoss) }),
    ...(forPeak !== undefined && { forPeak }),
    byBand: {
      atHighEnd: byBand(CAPACITY.bandToPerSecond.value),
      atLowEnd: byBand(CAPACITY.bandFromPerSecond.value),
    },
  };
}

function atLeastMinimum(agents: number, tolerateLoss: number): number {
  return Math.max(agents, LIMITS.agentsRecommended.value, tolerateLoss + 1);
}

/** A plan can be told to be short; `SAMPLES` of them are enough. */
export function briefly(options: PlanOptions, samples = SAMPLES): PlanOptions {
  const enoughMs = Math.ceil(samples / options.demand.peakPerSecond) * SECOND_MS;
  return { ...options, durationMs: Math.min(options.durationMs, enoughMs) };
}

function fewest(options: PlanOptions, lost: number): number | undefined {
  const { demand, skew, p95WithinMs } = options;
  for (let count = lost + 1; count <= LIMITS.agentsMax.value; count++) {
    const left = loseWorst(agentsOf(dealAgents(options.sites, count), skew), lost);
    // What does not fit by numbers needs no simulation.
    if (fullestLoad(left) * demand.peakPerSecond > UTILISATION_MAX * (1 + 1e-9)) continue;
    const seen = lookAt(left, briefly(options));
    if (findShortfall(seen, p95WithinMs) === undefined) return count;
  }
  return undefined;
}
