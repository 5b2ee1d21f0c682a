/**
 * One agent of a tenant at a time (ED-SEC): who has the turn keeps it until it gives it back or its
 * time is up. Nobody is spared for being the only one.
 */
import type { Clock } from '../../runtime/ports.ts';

export interface Turns {
  /** True if the turn is this agent's now. */
  take(agentId: string): boolean;
  giveBack(agentId: string): void;
}

export function createTurns(clock: Clock, holdMs: number): Turns {
  let turn: { agentId: string; untilMs: number } | undefined;
  return {
    take(agentId) {
      const nowMs = clock.nowMs();
      if (turn && turn.agentId !== agentId && nowMs < turn.untilMs) return false;
      if (turn?.agentId !== agentId || nowMs >= turn.untilMs) {
        turn = { agentId, untilMs: nowMs + holdMs };
      }
      return true;
    },
    giveBack(agentId) {
      if (turn?.agentId === agentId) turn = undefined;
    },
  };
}
