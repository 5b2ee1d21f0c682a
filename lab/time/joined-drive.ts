/**
 * Waiting for work while other work is being waited for already: a change that a fault makes drives
 * its own steps inside whoever drives the fault. The clock takes one turn at a time, so that work
 * which is asked for during a turn joins it; a turn of its own would wait for itself.
 */
import type { DrivenClock } from '../../runtime/ports.ts';

export function joinDrives(clock: DrivenClock): DrivenClock['drive'] {
  let joined: Set<Promise<unknown>> | undefined;

  async function untilAllEnd(works: Set<Promise<unknown>>): Promise<void> {
    while (works.size > 0) await Promise.race(works);
    // At once: nobody may join a turn that is about to end.
    joined = undefined;
  }

  function join(works: Set<Promise<unknown>>, work: Promise<unknown>): void {
    const ended = work.then(
      () => void works.delete(ended),
      () => void works.delete(ended),
    );
    works.add(ended);
  }

  return async (work) => {
    if (joined) {
      join(joined, work);
      return work;
    }
    const works = new Set<Promise<unknown>>();
    joined = works;
    join(works, work);
    const turn = clock.drive(untilAllEnd(works));
    // Whose work is done goes on at once, whatever has joined since.
    return Promise.race([work, turn.then(() => work)]);
  };
}
