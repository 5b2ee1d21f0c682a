/**
 * What steps in the background left for later: taking a change back, the old rate of sign-ins. The
 * runner does it between two pushes of the clock, because it needs the clock itself.
 */
export interface Agenda {
  add(dueMs: number, run: () => Promise<void>): void;
  /** `Infinity` if nothing is due any more. */
  nextDueMs(): number;
  doDue(nowMs: number): Promise<void>;
}

export function createAgenda(): Agenda {
  const entries: { dueMs: number; run: () => Promise<void> }[] = [];
  const next = () => entries[0];
  return {
    add(dueMs, run) {
      entries.push({ dueMs, run });
      // Equal times keep their order.
      entries.sort((a, b) => a.dueMs - b.dueMs);
    },
    nextDueMs: () => next()?.dueMs ?? Number.POSITIVE_INFINITY,
    async doDue(nowMs) {
      for (let due = next(); due !== undefined && due.dueMs <= nowMs; due = next()) {
        entries.shift();
        await due.run();
      }
    },
  };
}
