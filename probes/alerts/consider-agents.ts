/**
 * Alerts of agents: from Graph's list (Inactive, too few, somebody's that nobody knows) and from
 * who answered which sign-in. An agent is judged only against the others: if all of them fail, the
 * cause is not the agent, and the probes say so already.
 */
import type { AgentShare } from '../agent-share.ts';
import { ATTEMPTS_MIN, agentsOutOfLine, attemptsToMeet } from '../diagnosis/from-history.ts';
import { observationOf } from '../observation-of.ts';
import type { ProbeRun } from '../probe-run.ts';
import { isActive } from '../wire/agents-list.ts';
import { compareInventory } from '../wire/inventory.ts';
import type { AlertKind, AlertRules } from './alert-rules.ts';
import type { AlertState, Finding } from './alert-state.ts';
import { type Settled, settle, subjectOf } from './settle.ts';

/** Within the window of the rules. */
export type AgentAnswers = Omit<AgentShare, 'status' | 'lastAnsweredMs'>;

export function considerAnswers(
  state: AlertState,
  answers: readonly AgentAnswers[],
  rules: AlertRules,
  nowMs: number,
): Settled {
  const targets = [...new Set(answers.map(({ target }) => target))];
  const findings = targets.flatMap((target) =>
    compareAgents(answers.filter((agent) => agent.target === target)),
  );
  return settle(state, findings, rules, nowMs);
}

/** All of one target. */
function compareAgents(agents: readonly AgentAnswers[]): Finding[] {
  const tallies = agents.map(({ id, answered, failed }) => {
    return { agentId: id, attempts: answered, failures: failed };
  });
  const outOfLine = new Set(agentsOutOfLine(tallies).map(({ agentId }) => agentId));
  const answering = agents.filter(({ answered }) => answered > 0).length;
  return agents.map(({ target, id, machine, answered, failed }): Finding => {
    const others = agents.filter((other) => other.id !== id);
    const name = machine ?? id;
    const [othersFailed, othersAnswered] = [sum(others, 'failed'), sum(others, 'answered')];
    // It is off, or gone: whatever it was, it fails nobody now.
    const isJudged = answered === 0 || answered >= ATTEMPTS_MIN;
    return {
      ...{ kind: 'agent-failing', target, subject: id },
      isFiring: outOfLine.has(id) || (isJudged ? false : undefined),
      title: `${name} fails more often than the other agents of ${target}`,
      text:
        `${name} failed ${failed} of its last ${answered} answers, the others ${othersFailed} of ` +
        `${othersAnswered}. Agents are chosen at random: with ${answering} that answer it takes ` +
        `${attemptsToMeet(1, answering) ?? 1} attempts to meet it with 95 %`,
    };
  });
}

function sum(agents: readonly AgentAnswers[], what: 'answered' | 'failed'): number {
  return agents.reduce((total, agent) => total + agent[what], 0);
}

/** Of a run of the probe `agents`; nothing of any other. */
export function considerAgentList(
  state: AlertState,
  run: ProbeRun,
  { agents: { needed } }: AlertRules,
): Finding[] {
  const { agents: listed, inventory } = observationOf(run, 'agents') ?? {};
  if (!listed) return [];
  const { target } = run;
  const active = listed.filter(isActive).length;
  const rogues = inventory
    ? listed.filter((agent) => compareInventory([agent], inventory).rogues.length > 0)
    : [];
  // An upgrade or a new installation leaves the old entry behind for days; its machine is well.
  const replaced = new Set(listed.filter(isActive).map(({ machineName }) => machineName));
  const inactive = listed.filter((agent) => !isActive(agent) && !replaced.has(agent.machineName));
  return [
    ...each(state, 'agent-inactive', target, inactive, (name) => ({
      title: `${name} of ${target} is not Active`,
      text: `${active} of ${listed.length} agents are Active`,
    })),
    ...each(state, 'agent-rogue', target, rogues, (name) => ({
      title: `${name} is an agent of ${target} that is not in the inventory`,
      text: 'Whoever registered it can read passwords that are sent to it; find out at once',
    })),
    {
      ...{ kind: 'agents-below', target, subject: '' },
      isFiring: active <= needed,
      title: `${target} has no agent to spare`,
      text: `${active} of ${listed.length} agents are Active; ${needed} are needed, and one more`,
    },
  ];
}

/** One finding for each that is so now, and one for each that was. */
function each(
  state: AlertState,
  kind: AlertKind,
  target: string,
  agents: readonly { id: string; machineName: string }[],
  say: (name: string) => Pick<Finding, 'title' | 'text'>,
): Finding[] {
  const now = agents.map(({ id, machineName }): Finding => {
    return { kind, target, subject: id, isFiring: true, ...say(machineName) };
  });
  const prefix = `${kind}/${encodeURIComponent(target)}/`;
  const over = Object.keys(state.open)
    .filter((key) => key.startsWith(prefix))
    .map(subjectOf)
    .filter((id) => !agents.some((agent) => agent.id === id))
    .map((id): Finding => ({ kind, target, subject: id, isFiring: false, ...say(`agent ${id}`) }));
  return [...now, ...over];
}
