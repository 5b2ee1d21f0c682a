/**
 * The plan: how many agents it takes, whether those that are judged carry the peak with some lost,
 * and what it costs. Pure: the same options and seed give the same plan.
 */
import { saturationPerSecond } from '../../protocol/capacity.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { estimateTraffic, type SiteTraffic } from '../../protocol/traffic.ts';
import { adviseOn } from './advice.ts';
import { findShortfall, lookAt } from './assess.ts';
import { countRows, distanceRows } from './compare-sizes.ts';
import { findNeeded } from './find-needed.ts';
import { simulateHour } from './hour.ts';
import { agentsOf, dealAgents, loseWorst } from './place-agents.ts';
import type { LossState, Plan, PlanRestsOn, SitePlan } from './plan.ts';
import type { PlannedAgent, PlannedSite, PlanOptions } from './plan-options.ts';
import { explainPlan } from './reasons.ts';

/** What a plan rests on is known to whoever asked for it: `rest-on.ts` puts it into words. */
export function makePlan(options: PlanOptions, restsOn: PlanRestsOn): Plan {
  const { demand, given, tolerateLoss } = options;
  const needed = findNeeded(options);
  const count = needed.agents ?? LIMITS.agentsMax.value;
  const sites = given ? options.sites : dealAgents(options.sites, count);
  const agents = agentsOf(sites, options.skew);
  const states = loseOneByOne(agents, options);
  const { carries, reasons } = explainPlan({ options, needed, agents, states });
  const plan = {
    ...{ demand, carries, reasons, needed, given, agents: agents.length, tolerateLoss, states },
    sites: sites
      .filter((site) => site.agents.length > 0)
      .map((site) => planSite(site, agents, options)),
    counts: countRows({ ...options, sites }, Math.max(count, agents.length)),
    distances: distanceRows(agents, options),
    ...(demand.hour && { hour: simulateHour(demand.hour, agents, options) }),
    restsOn,
  };
  return { ...plan, advice: adviseOn(plan) };
}

/** With none lost, up to one more than is tolerated. */
function loseOneByOne(agents: readonly PlannedAgent[], options: PlanOptions): LossState[] {
  const most = Math.min(options.tolerateLoss + 1, agents.length);
  return Array.from({ length: most + 1 }, (_, lost) => {
    const left = loseWorst(agents, lost);
    const seen = lookAt(left, options);
    return {
      lost: agents.filter((agent) => !left.includes(agent)).map(({ name }) => name),
      left: left.length,
      seen,
      ok: findShortfall(seen, options.p95WithinMs) === undefined,
    };
  });
}

function planSite(
  site: PlannedSite,
  agents: readonly PlannedAgent[],
  options: PlanOptions,
): SitePlan {
  const { name, capacity, controllerLatencyMs } = site;
  const roundTripMs = 2 * controllerLatencyMs;
  const nothing = {
    site: name,
    agents: 0,
    perSecond: 0,
    inBytesPerSecond: 0,
    outBytesPerSecond: 0,
  };
  const trafficOf = (connected: readonly PlannedAgent[]): SiteTraffic =>
    siteTraffic(connected, agents.length, options).find((row) => row.site === name) ?? nothing;
  const own = {
    ...{ name, agents: site.agents, controllerLatencyMs },
    traffic: trafficOf(agents),
    trafficLost: trafficOf(loseWorst(agents, options.tolerateLoss)),
  };
  if (capacity === 'host') {
    return { ...own, addedMs: roundTripMs, saturationPerSecond: 'host', limit: 'none' };
  }
  const carried = saturationPerSecond(capacity, roundTripMs);
  return {
    ...own,
    addedMs: capacity.controllerTrips * roundTripMs,
    saturationPerSecond: carried,
    limit:
      carried < saturationPerSecond({ ...capacity, slots: Number.MAX_VALUE }, roundTripMs)
        ? 'slots'
        : 'cores',
  };
}

/** Who is lost stays on the tenant's list, and has its value in every request. */
function siteTraffic(
  connected: readonly PlannedAgent[],
  known: number,
  { demand, inactive }: PlanOptions,
): readonly SiteTraffic[] {
  const weights = connected.reduce((sum, { weight }) => sum + weight, 0);
  return estimateTraffic({
    perSecond: demand.peakPerSecond,
    registered: known + inactive,
    agents: connected.map(({ site, weight }) => ({ site, share: weight / weights })),
  });
}
