/**
 * Probe `sign-in-log`: which agent answered whom in the last hour, what each one's share is and why
 * sign-ins failed, and how far the log lags behind. An agent fails if at least `samples` sign-ins
 * name it and at least two of them, and a fifth, ended in a failure of its own: wrong passwords and
 * names are people's. "No agent was there" names none, so it is counted over all of them.
 */
import { HOUR_MS } from '../protocol/time-units.ts';
import type { SignInLogObservation, SignInRow } from './observations.ts';
import type { Probe, ProbeContext } from './probe.ts';
import { listAgents } from './wire/agents-list.ts';
import { type Graph, openGraph } from './wire/graph.ts';
import { judgeAgentShares } from './wire/judge-agent-shares.ts';
import { judgeProblem } from './wire/judge-problem.ts';
import { awaitOwnRow } from './wire/own-row.ts';
import { readRowsSince } from './wire/sign-in-rows.ts';

export interface SignInLogExpectation {
  /** How many sign-ins an agent must have before its failures count. Default 5. */
  samples?: number;
}

const SAMPLES = 5;

export const signInLog: Probe<SignInLogObservation, SignInLogExpectation> = {
  id: 'sign-in-log',
  about: 'The sign-in log shows every agent at work, and none that fails on its own account',
  signsInAs: 'cloudOnly',
  usual: () => ({}),
  async observe(context) {
    const startMs = context.clock.nowMs();
    const fromMs = startMs - (context.lookBackMs ?? HOUR_MS);
    const nothing = { rows: null, fromMs, machines: {}, delayMs: null };
    const opened = await openGraph(context);
    if (!opened.ok) return { ...nothing, problem: opened.problem };
    const { graph } = opened;
    const read = await readRowsSince(graph, fromMs);
    if ('problem' in read) return { ...nothing, problem: read.problem };
    const oldestMs = read.rows.at(-1)?.createdMs ?? fromMs;
    return {
      rows: read.rows,
      fromMs: read.isCut ? oldestMs : fromMs,
      machines: await nameMachines(context, graph),
      delayMs: await measureDelay(context, graph, read.rows, startMs),
      problem: null,
    };
  },
  judge({ rows, fromMs, machines, delayMs, problem }, { samples = SAMPLES }) {
    if (problem !== null) return judgeProblem(problem);
    const { verdict, summary } = judgeAgentShares(rows ?? [], machines, samples);
    const lag = delayMs === null ? '' : `; the log lags ${Math.ceil(delayMs / 1_000)} s at most`;
    return { verdict, summary: `since ${new Date(fromMs).toISOString()}: ${summary}${lag}` };
  },
};

/**
 * The list wins over the inventory; without the right to read it, the inventory is all there is.
 */
async function nameMachines({ inventory = [] }: ProbeContext, graph: Graph) {
  const list = await listAgents(graph);
  const known = [...inventory, ...('agents' in list ? list.agents : [])];
  return Object.fromEntries(
    known.flatMap(({ id, machineName }) =>
      id === undefined ? [] : [[id.toLowerCase(), machineName] as const],
    ),
  );
}

/**
 * By the youngest of our sign-ins that has its row: it cannot lag further than that one is old.
 * Where nobody remembers any, by the administrator's own, a moment ago, which is waited for.
 */
async function measureDelay(
  context: ProbeContext,
  graph: Graph,
  rows: readonly SignInRow[],
  startMs: number,
): Promise<number | null> {
  const { ownSignIns = [] } = context;
  if (ownSignIns.length > 0) {
    const listed = new Set(rows.map(({ correlationId }) => correlationId));
    const seen = ownSignIns.find(({ correlationId }) => listed.has(correlationId.toLowerCase()));
    return seen === undefined ? null : startMs - seen.atMs;
  }
  const own = await awaitOwnRow(context, graph, 0);
  return own.row === null ? null : own.seenMs - startMs;
}
