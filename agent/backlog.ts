/**
 * What a server of limited capacity does with more work than it can take: it queues, in order. An
 * agent has no limit of its own to hold on to, so nothing is refused and everything gets later.
 */
import type { Clock } from '../runtime/ports.ts';

export interface Backlog extends Disposable {
  /** Runs it at once, or as soon as the work before it is done. */
  add(work: () => void): void;
  /** Undefined: no limit, and what waits goes on at once. */
  setPace(perSecond: number | undefined): void;
}

export function createBacklog(clock: Clock): Backlog {
  const waiting: (() => void)[] = [];
  let perSecond: number | undefined;
  let freeMs = 0;
  let timer: Disposable | undefined;

  function begin(): void {
    timer = undefined;
    if (perSecond === undefined) {
      for (const work of waiting.splice(0)) work();
      return;
    }
    freeMs = clock.nowMs() + 1_000 / perSecond;
    waiting.shift()?.();
    arm();
  }

  /** A timer that fires is due, whatever fraction of a millisecond the clock says. */
  function arm(): void {
    if (!timer && waiting.length > 0) timer = clock.at(freeMs, begin);
  }

  return {
    add(work) {
      if (perSecond === undefined) return work();
      waiting.push(work);
      if (!timer && clock.nowMs() >= freeMs) begin();
      else arm();
    },
    setPace(pace) {
      if (pace === perSecond) return;
      perSecond = pace;
      freeMs = clock.nowMs();
      timer?.[Symbol.dispose]();
      timer = undefined;
      if (waiting.length > 0) begin();
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
      waiting.splice(0);
    },
  };
}
