/** Why a plan carries its peak or does not, in sentences; the first decides. */
import { LIMITS } from '../../protocol/limits.ts';
import { formatLatency, formatRate, formatShare } from '../../runtime/quantities.ts';
import { findShortfall, type Shortfall, UTILISATION_MAX } from './assess.ts';
import type { LossState, Needed } from './plan.ts';
import type { PlannedAgent, PlanOptions } from './plan-options.ts';

interface Judged {
  options: PlanOptions;
  needed: Needed;
  agents: readonly PlannedAgent[];
  states: readonly LossState[];
}

export function explainPlan(judged: Judged): { carries: boolean; reasons: string[] } {
  const { options, needed, agents, states } = judged;
  const tolerated = states[options.tolerateLoss];
  const problem = overLimit(judged) ?? tooFew(agents.length) ?? shortOf(judged, tolerated);
  if (problem !== undefined) return { carries: false, reasons: [problem, ...neededWords(needed)] };
  const state = tolerated ?? states[0];
  const full = formatShare(state?.seen.utilisation ?? 0, 1);
  const who = withLost(options.tolerateLoss);
  const sentence =
    `${agentWords(agents.length)} carry ${formatRate(options.demand.peakPerSecond)} ${who}: ` +
    `the fullest is at ${full} of what it can do, nothing times out.`;
  return { carries: true, reasons: [sentence, ...neededWords(needed, agents.length)] };
}

function overLimit({ agents, needed, options }: Judged): string | undefined {
  const most = LIMITS.agentsMax.value;
  const peak = formatRate(options.demand.peakPerSecond);
  if (agents.length > most) {
    return `A tenant may have ${most} agents; these are ${agents.length}.`;
  }
  if (needed.agents !== undefined || options.given) return undefined;
  return `The ${most} agents that a tenant may have do not carry ${peak} ${withLost(options.tolerateLoss)}.`;
}

function tooFew(count: number): string | undefined {
  const least = LIMITS.agentsRecommended.value;
  if (count >= least) return undefined;
  return `A production tenant should run ${least} agents or more; ${count === 1 ? 'this is 1' : `these are ${count}`}.`;
}

function shortOf({ options, states }: Judged, state: LossState | undefined): string | undefined {
  // With fewer agents than may be lost, nobody is left.
  const seen = state?.seen;
  const shortfall = seen ? findShortfall(seen, options.p95WithinMs) : 'nobody';
  if (shortfall === undefined) return undefined;
  const lost = state?.lost.length ?? Math.max(0, states.length - 1);
  const who = lost === 0 ? 'With all agents' : `With ${lost} lost`;
  return `${who}, ${shortfallWords(shortfall, seen, options)}.`;
}

function shortfallWords(
  shortfall: Shortfall,
  seen: LossState['seen'] | undefined,
  { p95WithinMs }: PlanOptions,
): string {
  switch (shortfall) {
    case 'nobody':
      return 'no agent is left and every sign-in fails (AADSTS80001)';
    case 'too-full': {
      const full = formatShare(seen?.utilisation ?? 0, 1);
      const limit = formatShare(UTILISATION_MAX, 1);
      return `the fullest agent would be at ${full} of what it can do; ${limit} is the lower end of the documented band`;
    }
    case 'timed-out':
      return `${formatShare(seen?.timedOut ?? 0, 1)} of the sign-ins would time out (AADSTS80002)`;
    case 'slow':
      return `95 % of the sign-ins would take up to ${formatLatency(seen?.p95 ?? 0)}; expected ${formatLatency(p95WithinMs)}`;
    default:
      return shortfall satisfies never;
  }
}

function neededWords({ agents }: Needed, have?: number): string[] {
  if (agents === undefined) return ['No number of agents that a tenant may have is enough.'];
  return agents === have ? [] : [`${agentWords(agents)} are enough.`];
}

function agentWords(count: number): string {
  return count === 1 ? '1 agent' : `${count} agents`;
}

function withLost(lost: number): string {
  return lost === 0 ? 'with none lost' : `with ${lost} lost`;
}
