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
import type { Validation } from './agents/validation.ts';
import type { SignInLog, SignInRow } from './sign-in/sign-in-log.ts';
import type { Tenant, UserIndex } from './tenant/tenant.ts';
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
  surface: 'registration' | 'bootstrap' | 'signalling' | 'connector' | 'renewal';
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
  users: UserIndex;
  registrationAuthority: Authority;
  endpoints: readonly SignallingEndpoint[];
  registry: AgentRegistry;
  signalling: Signalling;
  validation: Validation;
  signer: TokenSigner;
  log: SignInLog;
  observer: Observer;
  trace: Trace;
}
