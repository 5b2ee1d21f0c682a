/**
 * What was started here and goes on elsewhere: it is seen by its answers only, so whoever moves a
 * clock has to wait for these.
 */
import { setTimeout as sleep } from 'node:timers/promises';

export interface UnderWay {
  count<T>(work: Promise<T>): Promise<T>;
  begin(what: object): void;
  end(what: object): void;
  /**
   * Nothing is on its way any more, or it has been for so long that it waits for lab time; and
   * `rest`, what goes on in this process, is over as well.
   */
  settled(rest: () => Promise<void>): Promise<void>;
}

/** Real time: what answers at all has answered by then. */
const SETTLED_MS_MAX = 500;
const LOOK_EVERY_MS = 2;

export function createUnderWay(longestMs = SETTLED_MS_MAX): UnderWay {
  const underWay = new Set<unknown>();
  return {
    count(work) {
      underWay.add(work);
      return work.finally(() => underWay.delete(work));
    },
    begin: (what) => void underWay.add(what),
    end: (what) => void underWay.delete(what),
    /** What is still on its way at the end is not waited for again. */
    async settled(rest) {
      do {
        const deadlineMs = performance.now() + longestMs;
        while (underWay.size > 0 && performance.now() < deadlineMs) {
          await sleep(LOOK_EVERY_MS, undefined, { ref: false });
        }
        underWay.clear();
        await rest();
        // It may have asked somebody elsewhere again.
      } while (underWay.size > 0);
    },
  };
}
