/**
 * The tenant's agents: registered, seen, renewed, removed. Holds public keys only. Status changes
 * are reported at the lab time at which they happen, by timer, whether or not anybody looks.
 */
import type { AgentStatus, Timings } from '../../protocol/timings.ts';
import type { Clock } from '../../runtime/ports.ts';
import type { Certificate } from '../../runtime/x509.ts';
import type { AgentStatusChange } from '../cloud.ts';
import type { SharedAgent } from '../shared/sharing.ts';
import { type AgentContact, decideStatus } from './agent-status.ts';
import { createStatusWatch } from './status-watch.ts';

export interface Agent extends AgentContact {
  readonly id: string;
  readonly machineName: string;
  readonly version: string;
  /** The current one; its thumbprint is what makes an older one of the same agent worthless. */
  readonly certificate: Certificate;
  /** The one before the last renewal; good beside the current one until then. */
  readonly replaced?: { readonly certificate: Certificate; readonly untilMs: number };
  /** What it says of its updater; unknown until it has said something. */
  readonly updaterStatus?: 'Running' | 'Stopped';
  /** Where the last bootstrap came from; signalling does not change it (fact sheet 1.5). */
  readonly externalIp: string;
}

export interface NewAgent {
  id: string;
  machineName: string;
  version: string;
  certificate: Certificate;
  externalIp: string;
}

export interface Contact {
  version: string;
  externalIp: string;
  updaterStatus?: 'Running' | 'Stopped';
}

export interface AgentRegistry extends Disposable {
  /** Agents on the list, in order of registration: removed ones are not. */
  listed(): readonly Agent[];
  /** Removed ones too, so that a refusal can say what became of them. Status as of now. */
  find(id: string): Agent | undefined;
  /** `full` if the tenant has as many agents as it may have. */
  add(agent: NewAgent): 'added' | 'full';
  seen(id: string, contact: Contact): void;
  renew(id: string, certificate: Certificate): void;
  /** As another replica knows it. */
  follow(agent: SharedAgent): void;
}

export interface AgentRegistryOptions {
  clock: Clock;
  timings: Timings;
  /** Agents that may be listed at a time. */
  agentsMax: number;
  changed(change: AgentStatusChange): void;
  /** For other replicas: an agent as it is now. */
  tell?(agent: SharedAgent): void;
}

type Entry = { -readonly [Name in keyof Agent]: Agent[Name] };

export function createAgentRegistry(options: AgentRegistryOptions): AgentRegistry {
  const { clock, timings, changed, tell } = options;
  const entries = new Map<string, Entry>();
  const report = ({ id, machineName, status }: Entry, from: AgentStatus | 'none', atMs: number) =>
    changed({ agentId: id, machineName, from, to: status, atMs });
  const watch = createStatusWatch<Entry>({ clock, timings, changed: report });
  const listed = () => [...entries.values()].filter(({ status }) => status !== 'Removed');
  return {
    listed,
    find(id) {
      const entry = entries.get(id);
      // A live timer may fire late; a caller must not slip in before it.
      const nowMs = clock.nowMs();
      if (entry && decideStatus(entry, nowMs, timings) !== entry.status) watch.settle(entry, nowMs);
      return entry;
    },
    add(agent) {
      if (listed().length >= options.agentsMax) return 'full';
      const registeredMs = clock.nowMs();
      const entry: Entry = { ...agent, registeredMs, lastSeenMs: undefined, status: 'Inactive' };
      entries.set(agent.id, entry);
      report(entry, 'none', registeredMs);
      watch.settle(entry, registeredMs);
      tell?.(entry);
      return 'added';
    },
    seen(id, contact) {
      const entry = entries.get(id);
      if (entry === undefined || entry.status === 'Removed') return;
      Object.assign(entry, contact, { lastSeenMs: clock.nowMs() });
      watch.settle(entry, clock.nowMs());
      tell?.(entry);
    },
    renew(id, certificate) {
      const entry = entries.get(id);
      if (entry === undefined) return;
      replaceCertificate(entry, certificate, clock.nowMs() + timings.keyOverlapMs);
      watch.settle(entry, clock.nowMs());
      tell?.(entry);
    },
    follow(agent) {
      const known = entries.get(agent.id);
      const entry = followed(known, agent);
      entries.set(agent.id, entry);
      if (!known) report(entry, 'none', clock.nowMs());
      watch.settle(entry, clock.nowMs());
    },
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  };
}

function replaceCertificate(entry: Entry, certificate: Certificate, untilMs: number): void {
  entry.replaced = { certificate: entry.certificate, untilMs };
  entry.certificate = certificate;
}

/** As another replica knows it; when it was seen last, whoever saw it. */
function followed(known: Entry | undefined, agent: SharedAgent): Entry {
  const entry: Entry = known ?? { ...agent, status: 'Inactive' };
  const seen = [known?.lastSeenMs, agent.lastSeenMs].filter((atMs) => atMs !== undefined);
  const lastSeenMs = seen.length === 0 ? undefined : Math.max(...seen);
  return Object.assign(entry, agent, { lastSeenMs });
}
