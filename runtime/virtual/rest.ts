/**
 * A connection at rest: heartbeats that nothing can befall are left out, because ten days of them
 * are millions of events that say nothing. Whatever could change what a beat would find ends the
 * rest first, and both ends learn when the last beat would have been.
 */
import type { Clock, Rest } from '../ports.ts';

export interface LinkRest extends Rest {
  /** The connection is gone: nobody needs to be told. */
  drop(): void;
}

export function createRest(clock: Clock, undisturbed: () => boolean): LinkRest {
  const listeners: ((lastBeatMs: number) => void)[] = [];
  let resting: { sinceMs: number; everyMs: number } | undefined;
  return {
    get resting() {
      return resting !== undefined;
    },
    begin(everyMs) {
      if (!undisturbed()) return false;
      resting = { sinceMs: clock.nowMs(), everyMs };
      return true;
    },
    end() {
      if (resting === undefined) return;
      const { sinceMs, everyMs } = resting;
      resting = undefined;
      const beats = Math.floor((clock.nowMs() - sinceMs) / everyMs);
      for (const listener of listeners) listener(sinceMs + beats * everyMs);
    },
    onEnd: (listener) => void listeners.push(listener),
    drop() {
      resting = undefined;
    },
  };
}
