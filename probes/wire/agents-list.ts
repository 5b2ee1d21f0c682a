/** The list of Authentication Agents, as Graph's beta shows it: who, from where, Active or not. */
import type { GraphProblem, ListedAgent } from '../observations.ts';
import type { Graph } from './graph.ts';
import { asObject, type JsonObject, listOf, textOf } from './json.ts';

export type AgentsList = { agents: readonly ListedAgent[] } | { problem: GraphProblem };

const PATH = '/beta/onPremisesPublishingProfiles/authentication/agents';
/** There is none that reads and cannot write (GR). */
const NEEDS = 'OnPremisesPublishingProfiles.ReadWrite.All (delegated)';

export async function listAgents(graph: Graph): Promise<AgentsList> {
  const read = await graph.get(PATH, NEEDS);
  if (!read.ok) return { problem: read.problem };
  if (!Array.isArray(read.body.value)) {
    return { problem: { kind: 'nonsense', text: 'Graph: expected a list' } };
  }
  return { agents: listOf(read.body, 'value').map(parseAgent) };
}

function parseAgent(value: unknown): ListedAgent {
  const agent = asObject(value) ?? {};
  return {
    id: member(agent, 'id').toLowerCase(),
    machineName: member(agent, 'machineName'),
    externalIp: member(agent, 'externalIp'),
    status: member(agent, 'status'),
  };
}

function member(agent: JsonObject, name: string): string {
  return textOf(agent, name) ?? '?';
}

/** The resource page writes `active`, the example of the list `Active` (fact sheet 8.1). */
export function isActive({ status }: ListedAgent): boolean {
  return status.toLowerCase() === 'active';
}
