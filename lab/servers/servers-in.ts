/**
 * The servers that a place names, in the order of the estate: by name, and all of a site. No place
 * at all means every server.
 */
import { LabError } from '../../runtime/lab-error.ts';
import type { Where } from '../faults/fault.ts';
import type { AgentServer, AgentServers } from './agent-server.ts';

/** @throws LabError `CHANGE_WHERE` on a name that no server has. */
export function serversIn(
  { servers }: Pick<AgentServers, 'servers'>,
  { agents, sites }: Where,
): readonly AgentServer[] {
  const stranger = agents?.find((name) => !servers.has(name));
  if (stranger !== undefined) {
    const known = [...servers.keys()].join(', ');
    throw new LabError('CHANGE_WHERE', `Expected one of the servers ${known}, got "${stranger}".`);
  }
  return [...servers.values()].filter(
    ({ name, site }) => (agents?.includes(name) ?? true) && (sites?.includes(site) ?? true),
  );
}

/** Those of them that have an agent: what nobody installed can be neither stopped nor upgraded. */
export function withAgents(
  lab: Pick<AgentServers, 'servers'>,
  where: Where,
): readonly AgentServer[] {
  return serversIn(lab, where).filter(
    // A server that was named is asked, and says itself that there is nothing.
    ({ name, version }) => version !== undefined || (where.agents?.includes(name) ?? false),
  );
}
