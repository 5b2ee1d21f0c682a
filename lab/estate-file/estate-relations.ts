/**
 * What an estate file says about one another that only a file says: inactive agents, and the agents
 * that share a server with Connect. The rest is in `estate-problems.ts`.
 */
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../../runtime/yaml/problem.ts';
import type { EstateDescription, SiteDescription } from './estate-description.ts';

export function findWrongRelations({ sites }: Pick<EstateDescription, 'sites'>): Problem[] {
  const started = sites.flatMap(({ agents }) => agents);
  if (started.length === 0) {
    const text = 'expected at least one agent that is started, got none';
    return [{ path: ['sites'], text }];
  }
  return sites.flatMap((site, at) => [
    ...findBoth(site, ['sites', at], started),
    ...findUnknownNeighbours(site, ['sites', at]),
    ...findSharedNeighbours(site, ['sites', at]),
  ]);
}

function findBoth({ inactive = [] }: SiteDescription, path: Path, started: readonly string[]) {
  return inactive.flatMap((name, position): Problem[] => {
    if (!started.includes(name)) return [];
    const text = `expected "${name}" among the agents or the inactive ones, got it in both`;
    return [{ path: [...path, 'inactive', position], text }];
  });
}

function findUnknownNeighbours({ name, agents, connect = [] }: SiteDescription, path: Path) {
  return connect.flatMap(({ agent }, position): Problem[] => {
    if (agent === undefined || agents.includes(agent)) return [];
    const hint = didYouMean(agent, agents);
    const text = `expected an agent of ${name} (${agents.join(', ')}), got "${agent}"${hint}`;
    return [{ path: [...path, 'connect', position, 'agent'], text }];
  });
}

/** One installation of Connect on a server, as of the agent. */
function findSharedNeighbours({ connect = [] }: SiteDescription, path: Path) {
  return connect.flatMap(({ name, agent }, position): Problem[] => {
    const first = connect.find((other) => agent !== undefined && other.agent === agent)?.name;
    if (first === undefined || first === name) return [];
    const text = 'expected one Connect server beside each agent, got ';
    const place = [...path, 'connect', position, 'agent'];
    return [{ path: place, text: `${text}${first} and ${name} beside ${agent}` }];
  });
}
