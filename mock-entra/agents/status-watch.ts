/**
 * Keeps the status of agents in step with lab time: decides it, reports a change, and sets the
 * timer for the next one, so that changes are told when they happen and not when somebody looks.
 */
import type { AgentStatus, Timings } from '../../protocol/timings.ts';
import type { Clock } from '../../runtime/ports.ts';
import { type AgentContact, decideStatus, nextStatusMs } from './agent-status.ts';

export interface Watched extends AgentContact {
  readonly id: string;
  status: AgentStatus;
}

export interface StatusWatch<T extends Watched> extends Disposable {
  /** To be called after every contact. */
  settle(agent: T, atMs: number): void;
}

export interface StatusWatchOptions<T extends Watched> {
  clock: Clock;
  timings: Timings;
  changed(agent: T, from: AgentStatus, atMs: number): void;
}

export function createStatusWatch<T extends Watched>(
  options: StatusWatchOptions<T>,
): StatusWatch<T> {
  const { clock, timings } = options;
  const timers = new Map<string, Disposable>();

  function settle(agent: T, atMs: number): void {
    const from = agent.status;
    agent.status = decideStatus(agent, atMs, timings);
    timers.get(agent.id)?.[Symbol.dispose]();
    timers.delete(agent.id);
    const dueMs = nextStatusMs(agent, timings);
    if (dueMs !== undefined) {
      const timer = clock.at(dueMs, () => settle(agent, dueMs));
      timers.set(agent.id, timer);
    }
    if (agent.status !== from) options.changed(agent, from, atMs);
  }

  return {
    settle,
    [Symbol.dispose]() {
      for (const timer of timers.values()) timer[Symbol.dispose]();
      timers.clear();
    },
  };
}
