/**
 * Which agents there are at which site: all of a plan in order of registration, another number of
 * them dealt over the same sites, and those that hurt most when they are away.
 */
import type { PlannedAgent, PlannedSite } from './plan-options.ts';
import { saturationOf } from './simulate.ts';

/** In order of registration, which is site by site, as a lab starts them. */
export function agentsOf(sites: readonly PlannedSite[], skew: number): PlannedAgent[] {
  const inOrder = sites.flatMap((site) => site.agents.map((name) => ({ name, site })));
  return inOrder.map(({ name, site }, at) => ({
    ...{ name, site: site.name, weight: (1 - skew) ** at },
    capacity: site.capacities?.[name] ?? site.capacity,
    roundTripMs: 2 * site.controllerLatencyMs,
  }));
}

/**
 * The same sites with another number of agents, in the proportion that they have now (D'Hondt).
 * Those that are there stay before any comes.
 */
export function dealAgents(sites: readonly PlannedSite[], count: number): PlannedSite[] {
  const shares = sites.map(({ agents }) => agents.length);
  const fair = shares.every((share) => share === 0) ? shares.map(() => 1) : shares;
  const grows = count > shares.reduce((sum, share) => sum + share, 0);
  const seats = grows ? [...shares] : sites.map(() => 0);
  for (let left = count - seats.reduce((sum, seat) => sum + seat, 0); left > 0; left--) {
    const claims = seats.map((seat, at) => (fair[at] ?? 0) / (seat + 1));
    const next = claims.indexOf(Math.max(...claims));
    seats[next] = (seats[next] ?? 0) + 1;
  }
  const taken = new Set(sites.flatMap(({ agents }) => agents));
  return sites.map((site, at) => withSeats(site, seats[at] ?? 0, taken));
}

function withSeats(site: PlannedSite, seats: number, taken: Set<string>): PlannedSite {
  const agents = site.agents.slice(0, seats);
  for (let number = 1; agents.length < seats; number++) {
    const name = `agt-${number}`;
    if (taken.has(name)) continue;
    taken.add(name);
    agents.push(name);
  }
  return { ...site, agents };
}

/**
 * Without as many as are lost: each time the one whose loss leaves some other agent fullest. Where
 * that makes no difference, the one that registered first.
 */
export function loseWorst(agents: readonly PlannedAgent[], lost: number): PlannedAgent[] {
  let left = [...agents];
  for (let times = 0; times < lost && left.length > 0; times++) {
    const fullest = left.map((_, at) => fullestLoad(left.filter((__, other) => other !== at)));
    const worst = fullest.indexOf(Math.max(...fullest));
    left = left.filter((_, at) => at !== worst);
  }
  return left;
}

/** Share of all sign-ins over what it carries a second, of the agent where that is highest. */
export function fullestLoad(agents: readonly PlannedAgent[]): number {
  const weights = agents.reduce((sum, { weight }) => sum + weight, 0);
  return Math.max(0, ...agents.map((agent) => agent.weight / weights / saturationOf(agent)));
}
