/**
 * Checks a run's history against every invariant. One that is broken is a bug in the product, never
 * a symptom of a fault: a run with a breach fails, whatever was expected of it.
 */
import type { History } from '../../lab/history.ts';
import { type HistoryLimits, viewHistory } from './history-view.ts';
import type { Breach, Invariant } from './invariants/invariant.ts';
import { lockoutBackwards } from './invariants/lockout-backwards.ts';
import { oneOutcome } from './invariants/one-outcome.ts';
import { outcomeAttributed } from './invariants/outcome-attributed.ts';
import { removedAgentCounted } from './invariants/removed-agent-counted.ts';
import { rightPasswordCalledWrong } from './invariants/right-password-called-wrong.ts';
import { wrongPasswordAccepted } from './invariants/wrong-password-accepted.ts';

export const INVARIANTS: readonly Invariant[] = [
  wrongPasswordAccepted,
  rightPasswordCalledWrong,
  oneOutcome,
  outcomeAttributed,
  removedAgentCounted,
  lockoutBackwards,
];

export interface Violation extends Breach {
  invariant: string;
}

/** In lab time. */
export function checkHistory(
  history: Pick<History, 'operations'>,
  endMs: number,
  limits: HistoryLimits,
): readonly Violation[] {
  const view = viewHistory(history, endMs, limits);
  return INVARIANTS.flatMap(({ id, broken }) =>
    broken(view).map((breach) => ({ invariant: id, ...breach })),
  ).sort((one, other) => one.atMs - other.atMs);
}
