/**
 * Components of a live lab that run in other processes and keep its time: whoever moves the lab's
 * clock waits for them, slice by slice, so that nobody's heartbeat is late for want of being told.
 * One that does not come along is left behind. Real time, and nothing of it happens without one.
 */
export interface Followers {
  isAnybody(): boolean;
  /**
   * Somebody's clock stands at `atMs`. Resolves with where it is to go; after a while with nothing
   * to do, with where it is.
   */
  report(name: string, atMs: number, labMs: number): Promise<number>;
  /** Waits until all of them are there. */
  bring(untilMs: number): Promise<void>;
}

interface Follower {
  atMs: number;
  /** It waits to be told. */
  tell?: (untilMs: number) => void;
  /** Somebody waits for it. */
  arrive?: () => void;
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
    report(name, atMs, labMs) {
      const follower = followers.get(name) ?? { atMs };
      followers.set(name, follower);
      follower.atMs = atMs;
      if (atMs >= targetMs) follower.arrive?.();
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
    async bring(untilMs) {
      targetMs = untilMs;
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
    const timer = setTimeout(() => resolve(false), PATIENCE_MS);
    follower.arrive = () => {
      clearTimeout(timer);
      resolve(true);
    };
    follower.tell?.(untilMs);
  });
}
