/** From places as people name them to the scopes that effects carry. */
import type { PathScope } from '../../protocol/effects.ts';
import type { Where } from './fault.ts';

export function pathScope(where: Where, hosts: readonly string[]): PathScope {
  return {
    hosts,
    ...(where.sites && { sites: where.sites }),
    ...(where.agents && { components: where.agents }),
  };
}
