/**
 * The estate of a running lab, through its control API: as if its portal's list and somebody's
 * knowledge of the sites had been written down.
 */
import { renderCapacity } from '../../protocol/capacity-notation.ts';
import type { ControlClient } from '../control/client.ts';
import type { AgentServerEntry, Site } from '../estate.ts';
import type { TimelineEntry } from '../timeline.ts';
import type { ListedAgent } from './agent-list.ts';
import type { ClaimingSite, ServerDescription, SitesDescription } from './estate-description.ts';

export interface FoundLab {
  agents: readonly ListedAgent[];
  sites: SitesDescription;
}

/** @throws LabError `LAB_UNREACHABLE` when nobody answers there. */
export async function askLab(client: ControlClient): Promise<FoundLab> {
  const { sites } = await client.call<{ sites: readonly Site[] }>('GET', '/');
  const [agents, timeline] = [await client.agents(), await client.timeline()];
  return {
    agents: agents.map(({ name, agentId = name }) => ({
      ...{ id: agentId, machineName: name, status: statusIn(timeline, name) },
    })),
    sites: { sites: sites.map(describeSite) },
  };
}

function statusIn(timeline: readonly TimelineEntry[], name: string): ListedAgent['status'] {
  const last = timeline.findLast((entry) => entry.kind === 'agent-status' && entry.agent === name);
  return last?.kind === 'agent-status' && last.to === 'Active' ? 'active' : 'inactive';
}

function describeSite({ agents, servers, controllerLatencyMs, ...site }: Site): ClaimingSite {
  const described = Object.entries(servers ?? {}).map(([agent, server]) => [
    agent,
    describeServer(server),
  ]);
  return {
    ...site,
    machines: agents,
    ...(controllerLatencyMs !== undefined && { controllerLatency: `${controllerLatencyMs}ms` }),
    ...(servers && { servers: Object.fromEntries(described) }),
  };
}

function describeServer({
  clockOffsetMs,
  capacity,
  ...server
}: AgentServerEntry): ServerDescription {
  return {
    ...server,
    ...(clockOffsetMs !== undefined && { clockOffset: `${clockOffsetMs}ms` }),
    ...(capacity !== undefined && { capacity: renderCapacity(capacity) }),
  };
}
