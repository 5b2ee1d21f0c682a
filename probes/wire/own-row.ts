/**
 * Waiting for the log's row of a sign-in that was just made. As long as one request may take and no
 * longer: in a tenant the row may need minutes, and a module that wants it gives that much time.
 */
import type { GraphProblem, SignInRow } from '../observations.ts';
import type { ProbeContext } from '../probe.ts';
import type { Graph } from './graph.ts';
import { readOwnRow } from './sign-in-rows.ts';

/** Seldom enough for the reports' quota (fact sheet 5.3), with another reader beside it. */
const PAUSE_MS = 10_000;

export type OwnRow =
  | { row: SignInRow; seenMs: number }
  | { row: null; problem: GraphProblem | null };

export async function awaitOwnRow(
  { clock, timeoutMs, correlationId }: ProbeContext,
  graph: Graph,
  endedWith: number,
): Promise<OwnRow> {
  const endMs = clock.nowMs() + timeoutMs;
  for (;;) {
    const found = await readOwnRow(graph, correlationId.toLowerCase(), endedWith);
    if (found !== undefined && 'problem' in found) return { row: null, problem: found.problem };
    if (found !== undefined) return { row: found, seenMs: clock.nowMs() };
    const restMs = endMs - clock.nowMs();
    if (restMs <= 0) return { row: null, problem: null };
    await clock.sleep(Math.min(PAUSE_MS, restMs));
  }
}
