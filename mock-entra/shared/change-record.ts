/**
 * Changes one record that may be changed once only, or counts something: in memory at once, or by
 * compare-and-set where the state is shared. Whoever cannot wait need not: the answer does.
 */
import type { Cloud } from '../cloud.ts';
import type { StateShape } from '../state/records.ts';
import type { Decide } from './sharing.ts';

/** False: `decide` left it alone. */
export function changeRecord<Name extends keyof StateShape>(
  { state, sharing }: Pick<Cloud, 'state' | 'sharing'>,
  name: Name,
  key: string,
  decide: Decide<StateShape[Name]>,
): boolean | Promise<boolean> {
  if (sharing) return sharing.change(name, key, decide);
  const changed = decide(state[name].get(key));
  if (changed !== undefined) state[name].set(key, changed);
  return changed !== undefined;
}
