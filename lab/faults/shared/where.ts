/** From places as people name them to the scopes that effects carry. */
import type { AgentServerEffect, PathScope } from '../../../protocol/effects.ts';
import type { Where } from '../fault.ts';

export function pathScope(
  where: Where,
  hosts: readonly string[],
  ports?: readonly number[],
): PathScope {
  return {
    hosts,
    ...(ports && { ports }),
    ...(where.sites && { sites: where.sites }),
    ...(where.agents && { components: where.agents }),
  };
}

/** The agents named, or all of them. */
export function onServers({ agents }: Where): Pick<AgentServerEffect, 'on' | 'agents'> {
  return { on: 'agent-server', agents: agents ?? ['*'] };
}
