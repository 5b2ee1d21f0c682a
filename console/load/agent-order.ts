/** `agt-2` before `agt-10`: as people count, not as strings compare. */
import type { AgentLoad } from '../../load/load-result.ts';

const COLLATOR = new Intl.Collator('en', { numeric: true });

export function inOrder(agents: readonly AgentLoad[]): AgentLoad[] {
  return agents.toSorted((a, b) => COLLATOR.compare(a.name, b.name));
}
