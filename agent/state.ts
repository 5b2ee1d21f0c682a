/**
 * The fake agent as a state machine: what it knows, what can happen to it, and what it then wants
 * done. `step.ts` is the pure function between them; `start-agent.ts` performs the effects.
 *
 *     register → bootstrap (every 10 minutes) → hold signalling listeners ─notify─▶ pick own value
 *       → decrypt → ask a domain controller → post the answer        renew the certificate when due
 */
import type { EventName } from '../protocol/events.ts';
import type { BootstrapResponse, EncryptedPassword, SignalFrame } from '../protocol/messages.ts';
import type { NetworkFailure, NetworkPhase } from '../protocol/network-failure.ts';
import type { Timings } from '../protocol/timings.ts';
import type { Secret } from '../runtime/secret.ts';
import { type Conditions, HEALTHY } from './conditions.ts';

export interface AgentState {
  readonly timings: Timings;
  /** What is wrong with the server, as far as it changes what the service decides. */
  readonly conditions: Conditions;
  /** In the order in which they are tried: those of the own site first. */
  readonly controllers: readonly string[];
  readonly life: 'new' | 'running' | 'stopped';
  readonly identity?: AgentIdentity;
  readonly config?: BootstrapResponse;
  readonly consecutiveFailures: number;
  /**
   * False from the first failure to reach the cloud until the next success: 31034 once per outage
   * and bootstrap.
   */
  readonly cloudReached: boolean;
  readonly listeners: readonly Listener[];
  readonly counters: Counters;
}

export interface AgentIdentity {
  readonly agentId: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /**
   * Key identifiers this agent can decrypt for: the current one and, after a renewal, the one
   * before.
   */
  readonly keyIds: readonly string[];
}

/** One signalling socket. `attempts` counts the failures of the running series. */
export type Listener =
  | { readonly status: 'waiting' | 'opening'; readonly attempts: number }
  | { readonly status: 'open'; readonly heardMs: number; readonly sequence: number };

/** The documented performance counters (ED-TS). */
export interface Counters {
  readonly authentications: number;
  readonly successful: number;
  readonly failed: number;
  readonly errors: number;
}

/**
 * One validation request on its way through the agent. It is not kept in the state: it travels with
 * the events.
 */
export interface Validation {
  readonly requestId: string;
  readonly transactionId: string;
  readonly returnHost: string;
  readonly userPrincipalName: string;
  /** After this the agent gives no answer any more. */
  readonly dueMs: number;
  /** The server works on it: what ends it has to say so. */
  readonly begun?: true;
}

/** What the agent tells the cloud: a Win32 code, or why there is none. */
export type Answer = { win32: number } | { reason: string };

export interface CallFailure {
  readonly failure: NetworkFailure | `http-${number}`;
  readonly at: NetworkPhase;
}

export type AgentEvent =
  | { type: 'started'; identity: AgentIdentity }
  | { type: 'stopped' }
  | { type: 'conditions'; conditions: Conditions }
  | { type: 'timer'; name: TimerName }
  | { type: 'bootstrapped'; result: BootstrapResponse | CallFailure }
  | { type: 'listener-opened'; index: number }
  | { type: 'listener-failed'; index: number; why: CallFailure }
  | { type: 'listener-closed'; index: number; failure: NetworkFailure | undefined }
  | { type: 'frame'; index: number; frame: SignalFrame }
  /** Keep-alives were left out; it happened when the last of them would have been answered. */
  | { type: 'rested'; index: number }
  | { type: 'password-opened'; validation: Validation; password: Secret | Unopened }
  | {
      type: 'directory-answered';
      validation: Validation;
      password: Secret;
      controller: number;
      result: { win32: number } | CallFailure;
    }
  | {
      type: 'posted';
      validation: Validation;
      answer: Answer;
      attempt: number;
      result: 'accepted' | CallFailure;
    }
  | { type: 'post-again'; validation: Validation; answer: Answer; attempt: number }
  | { type: 'renewed'; result: AgentIdentity | 'deferred' | CallFailure };

/** Why an encrypted password stayed closed: the key opens it not, or there is none to try. */
export type Unopened = 'undecryptable' | 'no-key';

export type TimerName = 'bootstrap' | 'renewal' | `open:${number}` | `keepalive:${number}`;

export type AgentEffect =
  | { type: 'timer'; name: TimerName; dueMs: number }
  | { type: 'bootstrap'; initial: boolean; consecutiveFailures: number }
  | { type: 'open-listener'; index: number; url: string }
  | { type: 'close-listener'; index: number }
  | { type: 'send'; index: number; frame: SignalFrame }
  | { type: 'open-password'; validation: Validation; encrypted: EncryptedPassword }
  | { type: 'ask-directory'; validation: Validation; password: Secret; controller: number }
  | { type: 'post'; url: string; validation: Validation; answer: Answer; attempt: number }
  | { type: 'post-later'; validation: Validation; answer: Answer; attempt: number; dueMs: number }
  /** No answer will ever come of it. */
  | { type: 'give-up'; validation: Validation }
  | { type: 'renew'; url: string }
  | { type: 'report-status' }
  | { type: 'trace-failure'; requestId: string; reason: string }
  | { type: 'log'; event: EventName; message: string };

/** The next state and what is to be done, in order. */
export type Step = readonly [AgentState, readonly AgentEffect[]];

export function firstState(
  timings: Timings,
  controllers: readonly string[],
  conditions: Conditions = HEALTHY,
): AgentState {
  return {
    timings,
    controllers,
    conditions,
    life: 'new',
    consecutiveFailures: 0,
    cloudReached: true,
    listeners: [],
    counters: { authentications: 0, successful: 0, failed: 0, errors: 0 },
  };
}
