/**
 * What cannot be about an estate, as places in it and sentences: for `startLab` and for files,
 * which put line numbers before them. Pure. What is only unwise is for `estate lint`.
 */

import { LIMITS } from '../protocol/limits.ts';
import { DAY_MS } from '../protocol/time-units.ts';
import { TIMINGS, type Timings } from '../protocol/timings.ts';
import { didYouMean } from '../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../runtime/yaml/problem.ts';
import type { ForestEntry, Site } from './estate.ts';

export interface EstateParts {
  sites: readonly Site[];
  forests?: readonly ForestEntry[];
  /** Overrides. */
  timings?: Partial<Timings>;
}

type Named = readonly [path: Path, name: string];

/** In the order in which a reader would look. */
export function findImpossible({ sites, forests = [], timings = {} }: EstateParts): Problem[] {
  const { certificateLifetimeMs = TIMINGS.certificateLifetimeMs.value } = timings;
  return [
    ...findNameTwice(sites),
    ...findTooManyAgents(sites),
    ...findSharedServers(sites),
    ...sites.flatMap((site, at) => findInSite(site, ['sites', at], sites)),
    ...sites.flatMap((site, at) => findEnded(site, ['sites', at], certificateLifetimeMs)),
    ...findTwoPrimaries(sites),
    ...findWrongForests(forests, sites),
  ];
}

function namesOf(sites: readonly Site[], kind: 'agents' | 'controllers'): Named[] {
  return sites.flatMap((site, at) =>
    site[kind].map((name, position): Named => [['sites', at, kind, position], name]),
  );
}

function findNameTwice(sites: readonly Site[]): Problem[] {
  const connect = sites.flatMap((site, at) =>
    (site.connect ?? []).map(
      ({ name }, position): Named => [['sites', at, 'connect', position, 'name'], name],
    ),
  );
  const own = sites.map(({ name }, at): Named => [['sites', at, 'name'], name]);
  return [
    ...twice(own, 'site'),
    ...twice(namesOf(sites, 'agents'), 'agent'),
    ...twice(namesOf(sites, 'controllers'), 'controller'),
    ...twice(connect, 'Connect server'),
  ];
}

function twice(names: readonly Named[], kind: string): Problem[] {
  const seen = new Set<string>();
  return names.flatMap(([path, name]) => {
    const known = seen.has(name);
    seen.add(name);
    return known ? [{ path, text: `expected each ${kind} once, got "${name}" twice` }] : [];
  });
}

/** The one that is too many is the place to look at. */
function findTooManyAgents(sites: readonly Site[]): Problem[] {
  const agents = namesOf(sites, 'agents');
  const most = LIMITS.agentsMax.value;
  const [surplus] = agents.slice(most);
  if (surplus === undefined) return [];
  const text = `expected at most ${most} agents in a tenant, got ${agents.length}`;
  return [{ path: surplus[0], text }];
}

function findInSite(site: Site, path: Path, sites: readonly Site[]): Problem[] {
  return [...findNoControllers(site, path, sites), ...findUnknownServers(site, path)];
}

function findNoControllers(
  { name, agents, controllers, controllersOf }: Site,
  path: Path,
  sites: readonly Site[],
): Problem[] {
  if (controllersOf !== undefined) {
    if (controllers.length > 0) {
      const text = 'expected controllers or controllersOf, got both';
      return [{ path, key: 'controllersOf', text }];
    }
    const known = sites.filter((site) => site.controllers.length > 0).map((site) => site.name);
    if (known.includes(controllersOf)) return [];
    const text = `expected a site with controllers (${known.join(', ') || 'there is none'}), got `;
    const hint = didYouMean(controllersOf, known);
    return [{ path: [...path, 'controllersOf'], text: `${text}"${controllersOf}"${hint}` }];
  }
  if (controllers.length > 0 || agents.length === 0) return [];
  const text =
    `expected domain controllers at ${name}, or controllersOf with the site whose controllers ` +
    'its agents use, got neither';
  return [{ path, text }];
}

/** One agent per server (ED-FAQ), and a server is at one site. */
function findSharedServers(sites: readonly Site[]): Problem[] {
  const first = new Map<string, string>();
  return sites.flatMap(({ agents, servers = {} }, at) =>
    agents.flatMap((agent): Problem[] => {
      const machine = servers[agent]?.machine?.toLowerCase();
      if (machine === undefined) return [];
      const other = first.get(machine);
      first.set(machine, agent);
      if (other === undefined) return [];
      const text = `expected one agent on each server, got ${other} and ${agent} on ${machine}`;
      return [{ path: ['sites', at, 'servers', agent, 'machine'], text }];
    }),
  );
}

function findUnknownServers({ name, agents, servers = {} }: Site, path: Path): Problem[] {
  return Object.keys(servers).flatMap((key) => {
    if (agents.includes(key)) return [];
    const hint = didYouMean(key, agents);
    const known = agents.join(', ') || 'it has none';
    const text = `expected an agent of ${name} (${known}), got "${key}"${hint}`;
    return [{ path: [...path, 'servers'], key, text }];
  });
}

/** Entra deletes an agent whose certificate has ended (ED-SEC): there is none to start. */
function findEnded({ servers = {} }: Site, path: Path, lifetimeMs: number): Problem[] {
  const days = lifetimeMs / DAY_MS;
  return Object.entries(servers).flatMap(([agent, { certificateAgeDays = 0 }]) => {
    if (certificateAgeDays < days) return [];
    const text = `expected less than the ${days} days that a certificate lives, got `;
    const place = [...path, 'servers', agent, 'certificateAgeDays'];
    return [{ path: place, text: `${text}${certificateAgeDays}` }];
  });
}

function findTwoPrimaries(sites: readonly Site[]): Problem[] {
  const primaries = sites.flatMap(({ connect = [] }, at) =>
    connect.flatMap(({ name, role }, position) =>
      role === 'primary' ? [{ name, path: ['sites', at, 'connect', position, 'role'] }] : [],
    ),
  );
  const [first, second] = primaries;
  if (first === undefined || second === undefined) return [];
  const text =
    `expected one primary Connect server and others as staging, got ${first.name} and ` +
    second.name;
  return [{ path: second.path, text }];
}

function findWrongForests(forests: readonly ForestEntry[], sites: readonly Site[]): Problem[] {
  const known = sites.flatMap(({ controllers }) => controllers);
  const named = forests.map(({ name }, at): Named => [['forests', at, 'name'], name]);
  const owned = forests.flatMap(({ controllers }, at) =>
    controllers.map((name, position): Named => [['forests', at, 'controllers', position], name]),
  );
  const suffixes = forests.flatMap(({ suffixes: own = [] }, at) =>
    own.map((text, position): Named => [['forests', at, 'suffixes', position], text.toLowerCase()]),
  );
  return [
    ...twice(named, 'forest'),
    ...twice(owned, 'controller of a forest'),
    ...twice(suffixes, 'suffix of a forest'),
    ...owned.flatMap(([path, name]) => {
      if (known.includes(name)) return [];
      const text = `expected a controller of one of the sites (${known.join(', ')}), got "${name}"`;
      return [{ path, text: `${text}${didYouMean(name, known)}` }];
    }),
    ...findOwnForestEmpty(forests, known),
  ];
}

/** Controllers that no forest names belong to the first one. */
function findOwnForestEmpty(forests: readonly ForestEntry[], known: readonly string[]): Problem[] {
  const taken = forests.slice(1).flatMap(({ controllers }) => controllers);
  return forests.flatMap(({ name, controllers }, at) => {
    const left = at === 0 ? known.filter((controller) => !taken.includes(controller)) : controllers;
    if (left.length > 0) return [];
    const text = `expected a controller of ${name} at one of the sites, got none`;
    return [{ path: ['forests', at, 'controllers'], text }];
  });
}
