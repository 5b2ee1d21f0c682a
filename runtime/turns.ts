/**
 * Works one after the other: what is taken back must not overtake what it takes back. One that
 * fails is its caller's trouble; the next has its turn all the same.
 */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  };
}
