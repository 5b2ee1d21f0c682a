/**
 * Probe `agents`: what Microsoft Graph says of the Authentication Agents, read as an administrator
 * whose sign-in needs no agent: one who signs in through the agents could not look while they are
 * down. Graph has neither version nor last contact, so status is all there is (fact sheet 5.1).
 * Optional in a tenant: the permission is beta, delegated and ReadWrite; without it, inconclusive.
 */
import { LIMITS } from '../protocol/limits.ts';
import type { AgentsObservation, ListedAgent } from './observations.ts';
import type { Judgement, Probe } from './probe.ts';
import { isActive, listAgents } from './wire/agents-list.ts';
import { openGraph } from './wire/graph.ts';
import { compareInventory, type InventoryGaps } from './wire/inventory.ts';
import { judgeProblem } from './wire/judge-problem.ts';

/** Any agent in the list that fits none of the inventory fails, where somebody keeps one. */
export interface AgentsExpectation {
  /** How many agents must be Active; every other one must not be. */
  active?: number;
  /** Instead: how many at least. Fewer than two never pass: the next failure ends all sign-ins. */
  atLeast?: number;
}

const WITH_ONE_SPARE = 2;

export const agents: Probe<AgentsObservation, AgentsExpectation> = {
  id: 'agents',
  about: 'Microsoft Graph lists the Authentication Agents as Active',
  signsInAs: 'cloudOnly',
  usual: (count) => ({ active: count }),
  usualOfTarget: (count) => ({ atLeast: count }),
  async observe(context) {
    const known = context.inventory && { inventory: context.inventory };
    const opened = await openGraph(context);
    if (!opened.ok) return { agents: null, problem: opened.problem, ...known };
    const list = await listAgents(opened.graph);
    return 'problem' in list
      ? { agents: null, problem: list.problem, ...known }
      : { agents: list.agents, problem: null, ...known };
  },
  judge({ agents: listed, problem, inventory }, expectation) {
    if (problem !== null) return judgeProblem(problem);
    const all = listed ?? [];
    const gaps = compareInventory(all, inventory ?? []);
    if (inventory !== undefined && gaps.rogues.length > 0) {
      return { verdict: 'fail', summary: `not in the inventory: ${gaps.rogues.join('; ')}` };
    }
    return judgeCount(all, expectation, inventory === undefined ? [] : gaps.missing);
  },
};

function judgeCount(
  all: readonly ListedAgent[],
  { active, atLeast }: AgentsExpectation,
  missing: InventoryGaps['missing'],
): Judgement {
  const count = all.filter(isActive).length;
  const list = all.map(({ machineName, status }) => `${machineName} ${status}`);
  const names = list.join(', ') || 'none listed';
  const absent = missing.length === 0 ? '' : `; not listed: ${missing.join(', ')}`;
  const came = `${count} of ${list.length} agents Active (${names})${absent}`;
  const problem =
    active === undefined ? shortage(count, atLeast ?? WITH_ONE_SPARE) : mismatch(count, active);
  if (problem !== undefined) return { verdict: 'fail', summary: `${problem}, got ${came}` };
  return { verdict: 'pass', summary: `${came}${remark(count, active)}` };
}

function mismatch(count: number, active: number): string | undefined {
  return count === active ? undefined : `expected ${active} Active`;
}

function shortage(count: number, atLeast: number): string | undefined {
  if (count < WITH_ONE_SPARE) return 'expected one to spare, at least 2 Active';
  return count < atLeast ? `expected at least ${atLeast} Active` : undefined;
}

/** Not where an exact number was expected: somebody knows what they want. */
function remark(count: number, active: number | undefined): string {
  const recommended = LIMITS.agentsRecommended.value;
  const few = active === undefined && count < recommended;
  return few ? `; fewer than the ${recommended} that are recommended` : '';
}
