/**
 * The thin loop around the state machine: an event comes in, the state moves on, effects go out.
 * The agent dials out only; it never listens.
 */
import type { Timings } from '../protocol/timings.ts';
import type { Clock, Crypto, Network, Vantage } from '../runtime/ports.ts';
import type { Secret } from '../runtime/secret.ts';
import { register } from './calls.ts';
import { refuseForeignAuthorities, refuseForeignEndpoint } from './guard.ts';
import { createLink } from './link.ts';
import { createPerformer } from './perform.ts';
import { type AgentEvent, type Counters, firstState } from './state.ts';
import { step } from './step.ts';

export interface AgentOptions {
  clock: Clock;
  crypto: Crypto;
  network: Network;
  /**
   * Where the agent stands and whom its server trusts; its own identity comes with registration.
   */
  vantage: Vantage;
  tenantId: string;
  machineName: string;
  /** `ldaps://…`, those of the own site first. */
  controllers: readonly string[];
  timings: Timings;
  /** The administrator's token, used once. */
  registrationToken: Secret;
  onEvent(event: AgentLogEntry): void;
  /** The harness itself failed (no file handles, no ports): the run can say nothing any more. */
  onTrouble(error: unknown): void;
}

export interface AgentLogEntry {
  atMs: number;
  id: number;
  level: 'information' | 'warning' | 'error';
  message: string;
}

export interface Agent {
  readonly agentId: string | undefined;
  readonly counters: Counters;
  /** When the current certificate ends, lab time. */
  readonly certificateEndsMs: number | undefined;
  stop(): void;
}

/** Registers (one attempt) and runs until stopped; a refused agent logs why and does nothing. */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  refuseForeignAuthorities(options.vantage.trust);
  for (const controller of options.controllers) refuseForeignEndpoint(controller);
  let state = firstState(options.timings, options.controllers);
  const link = createLink(options);
  const performer = createPerformer(link, dispatch);

  function dispatch(event: AgentEvent): void {
    const [next, effects] = step(state, event, options.clock.nowMs());
    state = next;
    for (const effect of effects) performer.perform(effect);
  }

  dispatch({ type: 'started' });
  const registration = await register(link);
  if ('refused' in registration) {
    performer.perform({ type: 'log', event: 'registrationRefused', message: registration.refused });
  } else {
    dispatch({ type: 'registered', result: registration });
  }
  return {
    get agentId() {
      return state.identity?.agentId;
    },
    get counters() {
      return state.counters;
    },
    get certificateEndsMs() {
      return state.identity?.notAfterMs;
    },
    stop() {
      dispatch({ type: 'stopped' });
      performer.cancelTimers();
    },
  };
}
