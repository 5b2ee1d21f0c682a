/**
 * Keeps a lone agent at lab time: it tells the lab how far its own clock is and goes where the lab
 * says. While the lab's clock is moved, the lab waits for it.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export interface FollowOptions {
  /**
   * Tells the lab where the own clock stands; resolves with where it is to go. The lab holds that
   * answer back for seconds: what is stopped is not to wait for it.
   */
  report(stop: AbortSignal): Promise<{ untilMs: number }>;
  catchUp(untilMs: number): Promise<void>;
  onTrouble(error: unknown): void;
}

const AGAIN_AFTER_MS = 1_000;

export function followClock({ report, catchUp, onTrouble }: FollowOptions): Disposable {
  const stop = new AbortController();
  const { signal } = stop;

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      // A lab that is away tells no time; the agent finds out by itself what that means.
      const told = await report(signal).catch(() => undefined);
      if (signal.aborted) return;
      if (told) await catchUp(told.untilMs);
      else await sleep(AGAIN_AFTER_MS, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  follow().catch(onTrouble);
  return { [Symbol.dispose]: () => stop.abort() };
}
