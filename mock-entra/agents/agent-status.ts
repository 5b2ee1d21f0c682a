/**
 * When an agent is Active, Inactive or gone, as a pure decision over lab time. A certificate still
 * holds at its last moment, so an agent goes one millisecond after it.
 */
import type { AgentStatus, Timings } from '../../protocol/timings.ts';

export interface AgentContact {
  /** What was decided before: nothing brings a removed agent back. */
  readonly status: AgentStatus;
  readonly registeredMs: number;
  /** The last bootstrap; absent if the service has never started. */
  readonly lastSeenMs: number | undefined;
  readonly certificate: { readonly notAfterMs: number };
}

type StatusTimings = Pick<Timings, 'inactiveAfterMs' | 'removedAfterMs'>;

export function decideStatus(
  agent: AgentContact,
  nowMs: number,
  timings: StatusTimings,
): AgentStatus {
  if (agent.status === 'Removed') return 'Removed';
  if (nowMs > agent.certificate.notAfterMs) return 'Removed';
  const silentMs = nowMs - lastContactMs(agent);
  if (silentMs >= timings.removedAfterMs) return 'Removed';
  if (agent.lastSeenMs === undefined || silentMs >= timings.inactiveAfterMs) return 'Inactive';
  return 'Active';
}

/** When to look again; undefined if nothing can change without a contact. */
export function nextStatusMs(agent: AgentContact, timings: StatusTimings): number | undefined {
  if (agent.status === 'Removed') return undefined;
  const contactMs = lastContactMs(agent);
  const goneMs = Math.min(contactMs + timings.removedAfterMs, agent.certificate.notAfterMs + 1);
  return agent.status === 'Active' ? Math.min(contactMs + timings.inactiveAfterMs, goneMs) : goneMs;
}

function lastContactMs(agent: AgentContact): number {
  return agent.lastSeenMs ?? agent.registeredMs;
}
