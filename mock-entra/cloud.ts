/**
 * What every part of the cloud side holds on to: the ports, the tenant and the running state. One
 * object per mock, made in `mock-entra.ts`. Awaiting anything but the ports in here breaks virtual
 * runs.
 */
import type { SignallingEndpoint } from '../protocol/messages.ts';
import type { AgentStatus, Timings } from '../protocol/timings.ts';
import type { Authority } from '../runtime/certificate-authority.ts';
import type { Clock, Crypto, Dice } from '../runtime/ports.ts';
import type { AgentRegistry } from './agents/agent-registry.ts';
import type { Signalling } from './agents/signalling.ts';
import type { Turns } from './agents/turns.ts';
import type { Updates } from './agents/updates.ts';
import type { Validation } from './agents/validation.ts';
import type { Conditions } from './conditions.ts';
import type { Throttle } from './graph/throttle.ts';
import type { Journal } from './journal.ts';
import type { Sharing } from './shared/sharing.ts';
import type { Writeback, WritebackOutcome } from './sign-in/change-password.ts';
import type { Injections } from './sign-in/injections.ts';
import type { SignInLog, SignInRow } from './sign-in/sign-in-log.ts';
import type { SettingsRecord } from './state/records.ts';
import type { CloudState } from './state/state.ts';
import type { Tenant, User } from './tenant/tenant.ts';
import type { Users } from './tenant/users.ts';
import type { TokenSigner } from './token/token-signer.ts';

export interface AgentStatusChange {
  agentId: string;
  machineName: string;
  from: AgentStatus | 'none';
  to: AgentStatus;
  /** When it happened in lab time, not when somebody looked. */
  atMs: number;
}

/** The lab's ear at the cloud. Called synchronously, at the lab time at which things happen. */
export interface Observer {
  signIn(row: SignInRow): void;
  agentStatus(change: AgentStatusChange): void;
}

/** What the cloud saw and refused, for people who look for a cause. No password, token or key. */
export interface TraceEntry {
  atMs: number;
  surface:
    | 'registration'
    | 'bootstrap'
    | 'signalling'
    | 'connector'
    | 'renewal'
    | 'updater'
    | 'status';
  agentId?: string;
  text: string;
}

export type Trace = (entry: TraceEntry) => void;

export interface Cloud {
  clock: Clock;
  /**
   * Ids of requests and tokens. Choices have a stream of their own, so that ids never move them.
   */
  ids: Dice;
  agentIds: Dice;
  agentGroupId: string;
  crypto: Crypto;
  timings: Timings;
  tenant: Tenant;
  /** Who was there at the start; a reset goes back to them. */
  people: readonly User[];
  state: CloudState;
  users: Users;
  /** What changes in the tenant while it lives. */
  settings(): SettingsRecord;
  /** Unjudged: see `changeSettings`. Tells the Connect server, if there is one. */
  setSettings(settings: SettingsRecord): void;
  registrationAuthority: Authority;
  /** How long ago the certificate of an agent that registers now was issued: 0 for a new one. */
  certificateAgeMs(machineName: string): number;
  endpoints: readonly SignallingEndpoint[];
  registry: AgentRegistry;
  signalling: Signalling;
  /** Whose renewal is under way. */
  renewalTurns: Turns;
  /** Versions of the agent that are released to servers. */
  updates: Updates;
  validation: Validation;
  signer: TokenSigner;
  log: SignInLog;
  /** Of Graph. */
  throttle: Throttle;
  injections: Injections;
  /** Trouble of its own, as effects brought it about. */
  conditions: Conditions;
  journal: Journal;
  /** Writes a changed password to the directory on premises; absent where nobody does. */
  writeback?: (change: Writeback) => Promise<WritebackOutcome>;
  /** With other replicas of this tenant; absent where there are none. */
  sharing?: Sharing;
  observer: Observer;
  trace: Trace;
}
