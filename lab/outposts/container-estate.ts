/**
 * The estate that docker-compose.yml stands up, and what of another one cannot stand there. Agents
 * and controllers of the compose file that an estate leaves out dial in and are left alone.
 */
import type { LabOptions, Site } from '../estate.ts';

export const CONTAINER_SITES: readonly Site[] = [
  { name: 'hq', agents: ['agt-1', 'agt-2'], controllers: ['dc-1'] },
  { name: 'branch', agents: ['agt-3'], controllers: ['dc-2'] },
];

/** What the containers hold, in words. */
const THERE = CONTAINER_SITES.map(
  ({ name, agents, controllers }) => `${name} with ${[...agents, ...controllers].join(', ')}`,
).join('; ');

/** A sentence on what of the estate has no container; undefined: all of it has. */
export function findForeign(
  estate: Pick<LabOptions, 'agents' | 'sites' | 'forests' | 'externalDirectory'>,
): string | undefined {
  const { agents, sites = CONTAINER_SITES, forests = [], externalDirectory } = estate;
  if (externalDirectory)
    return 'the containers have controllers of their own, not an external directory';
  if (agents !== undefined) return missing(`a number of agents (${agents})`);
  if (forests.length > 1) return missing(`${forests.length} forests`);
  if (forests.some(({ replicationDelayMs }) => replicationDelayMs !== undefined)) {
    return 'between real controllers replication takes the time it takes; leave replicationDelay out';
  }
  for (const site of sites) {
    const problem = findForeignAt(site);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Packets pass a site's own egress; to the controllers there is one network for all. */
function findForeignAt({ name, agents, controllers }: Site): string | undefined {
  const here = CONTAINER_SITES.find((site) => site.name === name);
  if (!here) return missing(`the site ${name}`);
  const agent = agents.find((one) => !here.agents.includes(one));
  if (agent !== undefined) return missing(`${agent} at ${name}`);
  const known = CONTAINER_SITES.flatMap((site) => site.controllers);
  const controller = controllers.find((one) => !known.includes(one));
  return controller === undefined ? undefined : missing(controller);
}

function missing(what: string): string {
  return `the containers have ${THERE}, and the estate asks for ${what}`;
}
