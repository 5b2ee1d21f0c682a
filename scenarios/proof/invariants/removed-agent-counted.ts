/**
 * What an agent says after it was removed, or after its certificate ended, decides nothing: the
 * cloud's clock is what counts, at the moment at which the answer came.
 */
import type { HistoryView } from '../history-view.ts';
import type { Breach, Invariant } from './invariant.ts';

export const removedAgentCounted: Invariant = {
  id: 'removed-agent-counted',
  rule: 'No verdict of a removed or expired agent counts.',
  broken: (view) => {
    const removed = removals(view);
    return view.signIns.flatMap(({ rows, verdicts }) =>
      rows.flatMap(({ agentId = '', answeredMs, requestId, atMs }): Breach[] => {
        if (answeredMs === undefined) return [];
        const what = `the answer of agent ${agentId} to request ${requestId} counted`;
        const goneMs = removed.get(agentId);
        if (goneMs !== undefined && answeredMs > goneMs) {
          return [{ atMs, sentence: `${what} after the agent was removed` }];
        }
        const own = verdicts.find((verdict) => verdict.agentId === agentId);
        if (own === undefined || answeredMs <= own.certificateEndsMs) return [];
        return [{ atMs, sentence: `${what} after its certificate had ended` }];
      }),
    );
  },
};

function removals({ operations }: HistoryView): ReadonlyMap<string, number> {
  return new Map(
    operations.flatMap((one) =>
      one.f === 'status' && one.to === 'Removed' ? [[one.agentId, one.atMs] as const] : [],
    ),
  );
}
