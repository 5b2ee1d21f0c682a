/**
 * Makes a failing case smaller while it still fails: fewer faults first, then fewer places, a
 * shorter run, defaults in place of parameters. Greedy, and bounded: the smallest case that was
 * found, not the smallest there is.
 */
import type { Site } from '../../lab/estate.ts';
import type { Disturbance, FuzzCase } from './random-case.ts';

const TRIES_MAX = 200;

export async function shrink(
  failing: FuzzCase,
  fails: (candidate: FuzzCase) => Promise<boolean>,
): Promise<{ smallest: FuzzCase; tries: number }> {
  let smallest = failing;
  let tries = 0;
  for (let better = true; better; ) {
    better = false;
    for (const candidate of smaller(smallest)) {
      if (tries >= TRIES_MAX) return { smallest, tries };
      tries += 1;
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      better = true;
      break;
    }
  }
  return { smallest, tries };
}

/** One step smaller, the boldest first. */
export function* smaller(one: FuzzCase): Generator<FuzzCase> {
  const { disturbances, forS } = one;
  for (const left of disturbances) {
    yield { ...one, disturbances: disturbances.filter((other) => other !== left) };
  }
  // The reader's own estate is what it is.
  if (one.estate === undefined) yield* smallerEstates(one);
  const shorterS = Math.floor(forS / 2);
  if (shorterS >= 60) yield { ...one, forS: shorterS, disturbances: clip(disturbances, shorterS) };
  for (const [at, disturbance] of disturbances.entries()) {
    for (const simpler of simplified(disturbance, forS)) {
      yield { ...one, disturbances: disturbances.with(at, simpler) };
    }
  }
}

function* smallerEstates(one: FuzzCase): Generator<FuzzCase> {
  const { sites, users, timings } = one;
  for (const left of sites) if (sites.length > 1) yield withoutSite(one, left);
  for (const { agents } of sites) {
    for (const agent of agents) if (agents.length > 1) yield withoutAgent(one, agent);
  }
  if (users > 1) yield { ...one, users: 1 };
  if (Object.keys(timings).length > 0) yield { ...one, timings: {} };
}

function* simplified(disturbance: Disturbance, forS: number): Generator<Disturbance> {
  const { where, parameters, fromS, toS } = disturbance;
  if (Object.keys(where).length > 0) yield { ...disturbance, where: {} };
  for (const name of Object.keys(parameters)) {
    const { [name]: _, ...others } = parameters;
    yield { ...disturbance, parameters: others };
  }
  if (toS < forS) yield { ...disturbance, toS: forS };
  if (fromS > 0) yield { ...disturbance, fromS: 0 };
}

function clip(disturbances: readonly Disturbance[], forS: number): Disturbance[] {
  return disturbances
    .filter(({ fromS }) => fromS < forS)
    .map((one) => ({ ...one, toS: Math.min(one.toS, forS) }));
}

function withoutSite(one: FuzzCase, left: Site): FuzzCase {
  const gone = [left.name, ...left.agents, ...left.controllers];
  return { ...withoutPlaces(one, gone), sites: one.sites.filter((site) => site !== left) };
}

function withoutAgent(one: FuzzCase, agent: string): FuzzCase {
  const sites = one.sites.map((site) => {
    return { ...site, agents: site.agents.filter((name) => name !== agent) };
  });
  return { ...withoutPlaces(one, [agent]), sites };
}

/** A fault that hit nothing else is gone with its place: an empty list would mean everywhere. */
function withoutPlaces(one: FuzzCase, gone: readonly string[]): FuzzCase {
  const disturbances = one.disturbances.flatMap((disturbance) => {
    const where = Object.entries(disturbance.where).map(([kind, names]) => {
      return [kind, names.filter((name: string) => !gone.includes(name))] as const;
    });
    if (where.some(([, names]) => names.length === 0)) return [];
    return [{ ...disturbance, where: Object.fromEntries(where) }];
  });
  return { ...one, disturbances };
}
