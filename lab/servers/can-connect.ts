/** Whether an agent can hold connections to the cloud as its server is set up; for who waits. */
import { isOlder, TLS12_SINCE } from '../../protocol/agent-versions.ts';
import type { AgentServerEntry, SiteProxy } from '../estate.ts';

export function canConnect(
  { tls12, clockOffsetMs = 0 }: AgentServerEntry,
  version: string | undefined,
  proxy: SiteProxy | undefined,
  { service }: { service: boolean },
): boolean {
  const hasWay = !proxy || service || proxy.directToo === true;
  // A clock that is set wrong may or may not do harm: that is for the run to show.
  if (!hasWay || tls12 === false || clockOffsetMs !== 0) return false;
  // Old agents offer TLS 1.2 where the machine says so.
  return version !== undefined && (tls12 === true || !isOlder(version, TLS12_SINCE));
}
