/**
 * Capacities in an estate file, in the words of `--capacity`: of all servers, and of one. What
 * cannot be read is a problem of the file, told with its place; who asks for the value gets none.
 */
import { DOCUMENTED_AGENT, saturationPerSecond } from '../../protocol/capacity.ts';
import { parseCapacity } from '../../protocol/capacity-notation.ts';
import { LIMITS } from '../../protocol/limits.ts';
import type { Problem } from '../../runtime/yaml/problem.ts';
import type { AgentServerEntry } from '../estate.ts';
import type { EstateDescription } from './estate-description.ts';

export function findWrongCapacities({
  capacity,
  sites,
}: Pick<EstateDescription, 'capacity' | 'sites'>): Problem[] {
  const places = sites.flatMap(({ servers }, at) =>
    Object.entries(servers ?? {}).map(([agent, server]) => ({
      path: ['sites', at, 'servers', agent, 'capacity'],
      text: server.capacity,
    })),
  );
  return [{ path: ['capacity'], text: capacity }, ...places].flatMap(({ path, text }) => {
    const read = text === undefined ? 'host' : parseCapacity(text);
    return read !== 'host' && 'problem' in read ? [{ path, text: read.problem }] : [];
  });
}

export function capacityEntry(text: string | undefined): Pick<AgentServerEntry, 'capacity'> {
  const capacity = text === undefined ? undefined : parseCapacity(text);
  if (capacity === undefined || (capacity !== 'host' && 'problem' in capacity)) return {};
  return { capacity };
}

/**
 * Sign-ins a second on which one may count: the lower end of the documented band, in proportion to
 * what the server is beside the documented one.
 */
export function carriedPerSecond(text: string | undefined): number {
  const { capacity } = capacityEntry(text);
  const documented = LIMITS.agentSignInsPerSecond.value;
  if (capacity === undefined || capacity === 'host') return documented;
  const share = saturationPerSecond(capacity, 0) / saturationPerSecond(DOCUMENTED_AGENT, 0);
  return Math.round(share * documented);
}
