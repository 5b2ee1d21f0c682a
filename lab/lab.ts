/**
 * A running lab, as scenarios, commands, benches and tests see it. `startLab` is in `start-lab.ts`.
 */
import type { Agent } from '../agent/start-agent.ts';
import type { TraceEntry } from '../mock-entra/cloud.ts';
import type { Entra } from '../mock-entra/mock-entra.ts';
import type { AgentCapacity } from '../protocol/capacity.ts';
import type { TimingName, Timings } from '../protocol/timings.ts';
import type { Crypto, DrivenClock, Network, Vantage } from '../runtime/ports.ts';
import type { Certificate } from '../runtime/x509.ts';
import type { ChangeControl } from './changes/change.ts';
import type { Account, CryptoKind, Mode, Site } from './estate.ts';
import type { ParameterValues, Where } from './faults/fault.ts';
import type { TrafficControl } from './people/traffic.ts';
import type { ConnectServers } from './premises/connect-servers.ts';
import type { DirectoryControl } from './premises/directory-control.ts';
import type { EstateForest } from './premises/forests.ts';
import type { Sync } from './premises/sync.ts';
import type { AgentServers } from './servers/agent-server.ts';
import type { LabApplication } from './tenant/applications.ts';
import type { Followers } from './time/followers.ts';
import type { Timeline, UserGroup } from './timeline.ts';

export interface Lab extends AsyncDisposable, AgentServers {
  /** In process counts as live: time is real. */
  readonly mode: Mode;
  readonly seed: string;
  readonly cryptoKind: CryptoKind;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly sites: readonly Site[];
  /** Of the agents' servers that say nothing of their own in `sites`. */
  readonly capacity: AgentCapacity | 'host';
  /** The first is the agents' own. */
  readonly forests: readonly EstateForest[];
  readonly timings: Timings;
  /** Which of them anything has read so far. */
  usedTimings(): ReadonlySet<TimingName>;
  readonly clock: DrivenClock;
  readonly network: Network;
  readonly crypto: Crypto;
  readonly timeline: Timeline;
  /**
   * Keys: `healthy`, `disabled`, `passwordExpired`, `mustChange`, `accountExpired`, `locked`,
   * `logonHours`, `workstation`, `cloudOnly`, `mfa`, `mfaNumber`, `alternateId`, `federated`,
   * `unlicensed`, `otherForest` where there is a second one; of a tenant file each user's `kind`,
   * and `healthy` and `cloudOnly` wherever anybody can stand for them.
   */
  readonly accounts: Readonly<Record<string, Account>>;
  /** Who makes background sign-ins and takes load: none of them is in a special state. */
  readonly groups: Readonly<Record<UserGroup, readonly Account[]>>;
  /** The lab's public client application. */
  readonly clientId: string;
  /** All of the tenant, by name: `probe` is the lab's own; `web`, `spa`, `daemon`, … of Contoso. */
  readonly applications: Readonly<Record<string, LabApplication>>;
  /** The background sign-ins, where there are any. */
  readonly traffic?: TrafficControl;
  readonly faults: FaultControl;
  /** What administrators do on purpose, and how it is taken back. */
  readonly changes: ChangeControl;
  /** The on-premises directory, for whoever administers it. */
  readonly directory: DirectoryControl;
  readonly connectServers: ConnectServers;
  /** The Connect server: what changed in the directory reaches the cloud at its next cycle. */
  readonly sync: Sync;
  /** The cloud side itself, for callers in this process. */
  readonly entra: Entra;
  /** All agents hold a signalling connection. In process a lab is there before that. */
  readonly connected: Promise<void>;
  /** In process: keeps the process alive until disposed. */
  hold?(): Disposable;
  /** The latest process on each server that has an agent, for counters and certificates. */
  readonly agents: ReadonlyMap<string, Agent>;
  /** Whom the servers of a site trust, agents included. */
  siteTrust(site: string): readonly Certificate[];
  /** What the cloud refused and why, the latest of it: for people who look for a cause. */
  readonly cloudTrace: readonly TraceEntry[];
  /** Where a prober stands: outside, trusting the lab's CA. */
  readonly prober: Vantage;
  readonly endpoints: Endpoints;
  /** Waits: virtual time jumps, live time passes. Resolves early if `stop` is aborted. */
  wait(durationMs: number, stop?: AbortSignal): Promise<void>;
  /**
   * Waits for a call made from outside, such as a probe's: nothing happens in virtual time unless
   * it is driven.
   */
  drive<T>(work: Promise<T>): Promise<T>;
  /** Who keeps the lab's time in another process. */
  readonly followers: Followers;
  /** Moves the lab's clock: the same as `wait` in virtual mode, step by step in live mode. */
  advance(durationMs: number, stop?: AbortSignal): Promise<void>;
}

/**
 * Lab names (they resolve inside the lab only), and in live mode where a stranger's client finds
 * them.
 */
export interface Endpoints {
  /** `https://login.microsoftonline.com.lab.localhost/{tenantId}` */
  authority: string;
  /** `https://graph.microsoft.com.lab.localhost` */
  graph: string;
  live?: LiveEndpoints;
}

/**
 * Plain `https://localhost:{port}`; the CA is the lab's own and has to be trusted by the client.
 */
export interface LiveEndpoints {
  authority: string;
  /** Graph answers under `/v1.0` and `/beta` there. */
  graph: string;
  caFile: string;
  /** Whether the same answers on port 443, under lab names without a port. */
  port443: boolean;
  /** A CONNECT proxy that leads to this lab only: `http://127.0.0.1:{port}`. */
  proxy?: string;
  /** Whom its clients trust: a CA of this run, and the lab's. */
  proxyCaFile?: string;
  /** The proxy answers for Microsoft's own names too. */
  realNames: boolean;
}

export interface FaultControl {
  /**
   * Parameters left out take their defaults. @throws LabError `FAULT_…` on an unknown id, place,
   * parameter or value, and on what contradicts a fault that is on.
   */
  on(
    id: string,
    where?: Where,
    parameters?: Partial<ParameterValues>,
    limits?: FaultLimits,
  ): Promise<ActiveFault>;
  off(key: string): Promise<void>;
  reset(): Promise<void>;
  list(): readonly ActiveFault[];
}

export interface FaultLimits {
  /**
   * Lab time after which it heals itself. Default: one hour in live mode, no limit in virtual mode.
   */
  forMs?: number;
  /** Decides which connections a share hits. Default: the lab's seed. */
  seed?: string;
}

export interface ActiveFault {
  /** Handle for `off`, for example `block-443#1`. */
  key: string;
  id: string;
  where: Where;
  parameters: ParameterValues;
  sinceMs: number;
  /** When it heals itself; absent if only somebody else will. */
  untilMs?: number;
}
