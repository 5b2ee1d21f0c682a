/**
 * May this agent go for a while? Only if enough others have answered lately, by what the sign-in
 * log named. A name that nobody knows must not open the gate: every agent would be another one.
 */
import { formatDuration } from '../../runtime/duration.ts';
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import type { AgentShare } from '../agent-share.ts';
import type { Judgement } from '../probe.ts';
import { isSameMachine } from '../wire/same-machine.ts';

export interface GateQuestion {
  /** Machine name, with or without its domain, or the agent's id. */
  without: string;
  /** How many others must have answered. */
  need: number;
  withinMs: number;
  nowMs: number;
}

/** Of one target. */
export type GateAgent = Omit<AgentShare, 'target'>;

export function judgeGate(agents: readonly GateAgent[], question: GateQuestion): Judgement {
  const { without, need } = question;
  const within = `in the last ${formatDuration(question.withinMs)}`;
  const leaving = agents.filter((agent) => isCalled(agent, without));
  if (leaving.length === 0) {
    const names = agents.map(nameOf).sort();
    const hint = didYouMean(without, names) || ';';
    const known = names.length > 0 ? `known are ${names.join(', ')}` : 'no agent was ever named';
    return inconclusive(`expected the name or id of an agent, got "${without}"${hint} ${known}`);
  }
  const others = agents.filter((agent) => !leaving.includes(agent));
  const well = others.filter((agent) => agent.answered > agent.failed && !isInactive(agent));
  const said = well.map((agent) => describe(agent, question.nowMs)).join(', ');
  if (well.length >= need) {
    return { verdict: 'pass', summary: `${nameOf(leaving[0])} may go: ${said} ${within}` };
  }
  if (agents.every(({ answered }) => answered === 0)) {
    return inconclusive(
      `the sign-in log named no agent ${within}; let probes run (sign-in-log, wrong-password), or ` +
        'ask with a longer --within',
    );
  }
  const came = said === '' ? 'none did' : `only ${said}`;
  const names = others.map(nameOf).join(', ') || 'there is no other';
  return {
    verdict: 'fail',
    summary:
      `${nameOf(leaving[0])} must stay: expected ${need} other ${need === 1 ? 'agent' : 'agents'} ` +
      `to have answered ${within}, ${came} (others: ${names})`,
  };
}

function inconclusive(summary: string): Judgement {
  return { verdict: 'inconclusive', summary };
}

function isCalled({ id, machine }: GateAgent, asked: string): boolean {
  const isId = id.toLowerCase() === asked.toLowerCase();
  return isId || (machine !== null && isSameMachine(machine, asked));
}

/** As Graph's list said last; nobody looked: what it answered decides alone. */
function isInactive({ status }: GateAgent): boolean {
  return status?.toLowerCase() === 'inactive';
}

function nameOf(agent: Pick<GateAgent, 'id' | 'machine'> | undefined): string {
  return agent?.machine ?? agent?.id ?? '';
}

function describe(agent: GateAgent, nowMs: number): string {
  const { answered, failed, lastAnsweredMs } = agent;
  const ago = formatDuration(Math.max(0, Math.floor((nowMs - (lastAnsweredMs ?? 0)) / 1e3)) * 1e3);
  const answers = answered - failed === 1 ? '1 answer' : `${answered - failed} answers`;
  return `${nameOf(agent)} (${answers}, the last ${ago} ago)`;
}
