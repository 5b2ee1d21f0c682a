/**
 * How unevenly random choice deals: in which seconds did an agent get more than it carries in one?
 * Seconds count from the first sign-in, and those without any are no seconds of the run.
 */
import { SECOND_MS } from '../../protocol/time-units.ts';

export interface Seconds {
  /** In order of time. */
  count(agent: number, atMs: number): void;
  end(): SecondsOver;
}

export interface SecondsOver {
  /** Handed to each agent, over all seconds. */
  counts: Float64Array;
  /** Of all seconds of all agents, those with more than it carries. */
  share: number;
  /** Of all seconds, those in which one agent or more had too much. */
  shareAny: number;
}

export function createSeconds(carries: readonly number[]): Seconds {
  const within = new Uint32Array(carries.length);
  const counts = new Float64Array(carries.length);
  let [second, seen, over, anyOver] = [-1, 0, 0, 0];

  function close(): void {
    if (second >= 0) seen += 1;
    const before = over;
    for (let agent = 0; agent < within.length; agent++) {
      const count = within[agent] ?? 0;
      counts[agent] = (counts[agent] ?? 0) + count;
      if (count > (carries[agent] ?? 0)) over += 1;
    }
    if (over > before) anyOver += 1;
    within.fill(0);
  }

  return {
    count(agent, atMs) {
      const now = Math.floor(atMs / SECOND_MS);
      if (now !== second) {
        close();
        second = now;
      }
      within[agent] = (within[agent] ?? 0) + 1;
    },
    end() {
      close();
      const all = Math.max(1, seen);
      return { counts, share: over / (all * Math.max(1, carries.length)), shareAny: anyOver / all };
    },
  };
}
