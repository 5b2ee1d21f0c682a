/** How many agents of a target have to be Active, where no module says otherwise. */
import type { Target } from '../../target.ts';

const USUAL = 3;

export function wantedAgents({ agents, inventory }: Pick<Target, 'agents' | 'inventory'>): number {
  return agents ?? (inventory?.length || USUAL);
}
