/**
 * Components of a live lab that run in other processes and keep its time: whoever moves the lab's
 * clock waits for them, slice by slice, so that nobody's heartbeat is late for want of being told.
 * One that does not come along is left behind. Real time, and nothing of it happens without one.
 */
export interface Followers {
  isAnybody(): boolean;
  /**
   * Somebody's clock stands at `atMs`. Resolves with where it is to go; after a while with nothing
   * to do, with where it is. `patienceMs`: how long whoever moves the lab's clock waits for it.
   */
  report(name: string, atMs: number, labMs: number, patienceMs?: number): Promise<number>;
  /** Waits until all of them are there. */
  bring(untilMs: number): Promise<void>;
  /** Nobody waits for it any more. */
  leave(name: string): void;
}

interface Follower {
  atMs: number;
  patienceMs: number;
  /** It waits to be told. */
  tell?: (untilMs: number) => void;
  /** Who waits for it, each until it is there: the clock may be moved by several at a time. */
  readonly awaited: Set<Arrival>;
}

interface Arrival {
  untilMs: number;
  arrive(): void;
}

const HOLD_MS = 10_000;
const PATIENCE_MS = 5_000;
/** What asking takes: less is no step. */
const STEP_MS_MIN = 1_000;

export function createFollowers(): Followers {
  const followers = new Map<string, Follower>();
  let targetMs = 0;
  return {
    isAnybody: () => followers.size > 0,
    report(name, atMs, labMs, patienceMs = PATIENCE_MS) {
      const follower = followers.get(name) ?? { atMs, patienceMs, awaited: new Set() };
      followers.set(name, follower);
      follower.atMs = atMs;
      for (const { untilMs, arrive } of follower.awaited) if (atMs >= untilMs) arrive();
      if (targetMs > atMs) return Promise.resolve(targetMs);
      if (labMs - atMs >= STEP_MS_MIN) return Promise.resolve(labMs);
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(atMs), HOLD_MS);
        timer.unref();
        follower.tell = (untilMs) => {
          clearTimeout(timer);
          resolve(untilMs);
        };
      });
    },
    leave(name) {
      for (const { arrive } of followers.get(name)?.awaited ?? []) arrive();
      followers.delete(name);
    },
    async bring(untilMs) {
      targetMs = Math.max(targetMs, untilMs);
      const coming = [...followers].map(async ([name, follower]) => {
        if (!(await arrival(follower, untilMs))) followers.delete(name);
      });
      await Promise.all(coming);
    },
  };
}

function arrival(follower: Follower, untilMs: number): Promise<boolean> {
  if (follower.atMs >= untilMs) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (isThere: boolean) => {
      clearTimeout(timer);
      follower.awaited.delete(awaited);
      resolve(isThere);
    };
    const awaited = { untilMs, arrive: () => end(true) };
    const timer = setTimeout(() => end(false), follower.patienceMs);
    follower.awaited.add(awaited);
    follower.tell?.(untilMs);
  });
}
