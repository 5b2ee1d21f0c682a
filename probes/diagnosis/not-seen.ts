/**
 * What nobody looked at, and what it would have told: the difference between “it is not that” and
 * “nobody knows”. Silence of a log is in it, because it is no proof.
 */
import type { ProbeId } from '../observations.ts';
import type { Cause } from './cause.ts';
import { failedSignIns, type Signs } from './signs.ts';

const WOULD_TELL: Readonly<Partial<Record<ProbeId, string>>> = {
  'sign-in': 'whether people sign in at all, and what they read',
  agents: 'which agents are Active, and whether one of them is not ours',
  'sign-in-log': 'which agent answered, and whether failures are those of one agent',
  preflight:
    'on an agent server: name resolution, 443, inspection, the proxy and the way to controllers',
  'agent-host': 'on an agent server: services, version, certificate, clock',
  'event-log': 'on an agent server: what the agent itself noticed',
  directory: 'on an agent server: whether each controller answers, and what it says of the account',
  discovery: 'whether the sign-in service itself answers',
};

export function tellNotSeen(
  signs: Signs,
  found: readonly { cause: Cause; weight: number }[],
): readonly string[] {
  const probes = Object.keys(WOULD_TELL) as (keyof typeof WOULD_TELL)[];
  const missing = probes.filter((probe) => !signs.looked.has(probe));
  const open = found.length === 0 ? [] : found.filter(({ weight }) => weight < 0.5);
  const isOpen = (probe: ProbeId) => open.some(({ cause }) => cause.seenBy.includes(probe));
  const sorted = [...missing].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
  return [...sorted.map((probe) => `${probe}: ${WOULD_TELL[probe]}`), ...alwaysUnseen(signs)];
}

/** No probe sees them, so that “healthy” never means that they are well. */
function alwaysUnseen(signs: Signs): readonly string[] {
  const accounts = 'the accounts of other people: only those that signed in were seen';
  const replicas =
    'replication between domain controllers: repadmin /replsummary names a stale replica, which ' +
    'goes on to accept what was changed elsewhere';
  return failedSignIns(signs).length > 0 ? [replicas] : [replicas, accounts];
}
