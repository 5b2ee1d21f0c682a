/**
 * Probe `agents`: what Microsoft Graph says of the Authentication Agents, read with the token of a
 * cloud-only administrator: an administrator who signs in through the agents could not look while
 * they are down. Graph has neither version nor last contact, so status is all there is (fact sheet
 * 5.1).
 */
import { HOSTS } from '../protocol/hosts.ts';
import { asObject, listOf, parseJsonObject, textOf } from './json.ts';
import { type GrantAnswer, sendPasswordGrant } from './password-grant.ts';
import type { Probe, ProbeContext } from './probe.ts';
import { failureText } from './published-keys.ts';

export interface AgentsExpectation {
  /** How many agents must be Active; every other one must not be. */
  active: number;
}

export type AgentsObservation =
  | { agents: readonly { machineName: string; status: string }[]; problem: null }
  | { agents: null; problem: string };

/** The real resource name: the lab takes it too, wherever its Graph is reached. */
const GRAPH_SCOPE = `https://${HOSTS.graph}/.default`;

export const agents: Probe<AgentsObservation, AgentsExpectation> = {
  id: 'agents',
  about: 'Microsoft Graph lists the Authentication Agents as Active',
  signsInAs: 'cloudOnly',
  usual: (count) => ({ active: count }),
  async observe(context) {
    const answer = await sendPasswordGrant(context, GRAPH_SCOPE);
    if (answer.kind !== 'granted') return { agents: null, problem: grantProblem(answer) };
    return await fetchAgents(context, answer.accessToken);
  },
  judge(observation, { active }) {
    if (observation.problem !== null) return { verdict: 'fail', summary: observation.problem };
    const count = observation.agents.filter((agent) => isActive(agent.status)).length;
    const list = observation.agents.map((agent) => `${agent.machineName} ${agent.status}`);
    const came = `${count} of ${list.length} agents Active (${list.join(', ') || 'none listed'})`;
    return count === active
      ? { verdict: 'pass', summary: came }
      : { verdict: 'fail', summary: `expected ${active} Active, got ${came}` };
  },
};

/** The resource page writes `active`, the example of the list `Active` (fact sheet 8.1). */
function isActive(status: string): boolean {
  return status.toLowerCase() === 'active';
}

function grantProblem(answer: Exclude<GrantAnswer, { kind: 'granted' }>): string {
  switch (answer.kind) {
    case 'unreachable':
      return `no token for Graph: ${failureText(answer.failure, answer.at)}`;
    case 'refused':
      return `no token for Graph: AADSTS${answer.code}: ${answer.text}`;
    case 'nonsense':
      return `no token for Graph: ${answer.text}`;
  }
}

async function fetchAgents(context: ProbeContext, token: string): Promise<AgentsObservation> {
  const outcome = await context.network.request(
    {
      method: 'GET',
      url: `${context.graph}/beta/onPremisesPublishingProfiles/authentication/agents`,
      headers: { accept: 'application/json', authorization: `Bearer ${token}` },
      body: '',
    },
    { from: context.from, timeoutMs: context.timeoutMs },
  );
  if (!outcome.ok) {
    return { agents: null, problem: `Graph: ${failureText(outcome.failure, outcome.at)}` };
  }
  const { status, body } = outcome.value;
  if (status !== 200) return { agents: null, problem: `Graph: expected status 200, got ${status}` };
  const list = parseJsonObject(body);
  if (!Array.isArray(list?.value)) return { agents: null, problem: 'Graph: expected a list' };
  return { agents: listOf(list, 'value').map(parseAgent), problem: null };
}

function parseAgent(value: unknown): { machineName: string; status: string } {
  const agent = asObject(value) ?? {};
  return {
    machineName: textOf(agent, 'machineName') ?? '?',
    status: textOf(agent, 'status') ?? '?',
  };
}
