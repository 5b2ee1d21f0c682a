/**
 * Every sign-in ends exactly once, in time, and the log tells the same as the person. Sign-ins that
 * were under way when the run ended are nobody's fault.
 */
import type { HistoryView, SignInView } from '../history-view.ts';
import type { Breach, Invariant } from './invariant.ts';

export const oneOutcome: Invariant = {
  id: 'one-outcome',
  rule: 'Every sign-in gets exactly one outcome by its deadline, the same in the log.',
  broken: (view) => view.signIns.flatMap((signIn) => judge(view, signIn)),
};

function judge(view: HistoryView, { invoke, returns, rows }: SignInView): Breach[] {
  const who = `the sign-in of ${invoke.userName} (${invoke.correlationId})`;
  const dueMs = invoke.atMs + view.limits.probeTimeoutMs;
  const [first, second] = returns;
  if (first === undefined) {
    const overdue = { atMs: dueMs, sentence: `${who} never ended` };
    return dueMs < view.endMs ? [overdue] : [];
  }
  if (second) return [{ atMs: second.atMs, sentence: `${who} ended twice` }];
  if (first.atMs > dueMs)
    return [{ atMs: first.atMs, sentence: `${who} ended after its deadline` }];
  if (typeof first.result !== 'number') return [];
  // A cloud that turns people away at the door writes no row.
  if (view.touched('cloud', invoke.atMs, first.atMs)) return [];
  if (rows.length !== 1) {
    return [{ atMs: first.atMs, sentence: `${who} has ${rows.length} rows in the log` }];
  }
  const [row] = rows;
  if (row?.code === first.result) return [];
  return [{ atMs: first.atMs, sentence: `${who} read ${first.result}, the log has ${row?.code}` }];
}
