/** The same demand before and after changes on paper. */
import { changeSites } from './change-sites.ts';
import { makePlan } from './make-plan.ts';
import { dealAgents } from './place-agents.ts';
import type { Plan, PlanRestsOn } from './plan.ts';
import type { PlanOptions } from './plan-options.ts';

export interface Planned {
  plan: Plan;
  /** As asked for, in order. */
  changes: readonly string[];
  /** Only with changes. */
  after?: Plan;
}

/** @throws LabError `USAGE_CHANGE` */
export function planWithChanges(
  options: PlanOptions,
  changes: readonly string[],
  restsOn: PlanRestsOn,
): Planned {
  const plan = makePlan(options, restsOn);
  if (changes.length === 0) return { plan, changes };
  const now = options.given ? options.sites : dealAgents(options.sites, plan.agents);
  const sites = changes.reduce<PlanOptions['sites']>(changeSites, now);
  return { plan, changes, after: makePlan({ ...options, sites, given: true }, restsOn) };
}
