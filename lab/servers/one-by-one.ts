/**
 * The same on several servers, one after the other. If one of them refuses, those before it are
 * taken back at once: a change has happened whole or not at all, and nothing is left that nobody
 * could undo.
 */
import type { Undo } from '../changes/change.ts';

export async function oneByOne<T>(
  items: readonly T[],
  act: (item: T, at: number) => Promise<void>,
  takeBack: (item: T) => Promise<void>,
): Promise<Undo> {
  const begun: T[] = [];
  const undo = async () => {
    for (let item = begun.pop(); item !== undefined; item = begun.pop()) await takeBack(item);
  };
  try {
    for (const [at, item] of items.entries()) {
      begun.push(item);
      await act(item, at);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return undo;
}
