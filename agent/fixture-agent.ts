/** An agent whose state machine is fed by hand, for the tests beside it. */
import { EVENTS } from '../protocol/events.ts';
import type { BootstrapResponse } from '../protocol/messages.ts';
import { timingsWith } from '../protocol/timings.ts';
import { Secret } from '../runtime/secret.ts';
import {
  type AgentEffect,
  type AgentEvent,
  type AgentState,
  firstState,
  type Validation,
} from './state.ts';
import { step } from './step.ts';

export const timings = timingsWith();
export const identity = { agentId: 'a1', notBeforeMs: 0, notAfterMs: 1e15, keyIds: ['a1_KEY'] };
export const config: BootstrapResponse = {
  ConnectorState: 'Ok',
  PeriodicBootstrapIntervalMilliseconds: 600_000,
  CheckForTrustRenewPeriodInMinutes: 360,
  MinutesInTrustLifetimeBeforeRenew: 43_200,
  LogicalResponseTimeoutMilliseconds: 15_000,
  ResponseEndpoint: 'https://worker.lab.localhost/subscriber/connection',
  TrustRenewEndpoint: 'https://renew.lab.localhost/renewTrust',
  SignalingListenerEndpoints: [{ Name: 'l0', Url: 'wss://bus.lab.localhost/0' }],
};

/** Feeds events at the given times and returns the last state with everything it wanted done. */
export function live(
  events: readonly (readonly [number, AgentEvent])[],
  from: AgentState = firstState(timings, ['ldaps://dc-1', 'ldaps://dc-2']),
) {
  const effects: AgentEffect[] = [];
  let state = from;
  for (const [nowMs, event] of events) {
    const [next, wanted] = step(state, event, nowMs);
    state = next;
    effects.push(...wanted);
  }
  return { state, effects };
}

export const running = live([
  [0, { type: 'started', identity }],
  [0, { type: 'bootstrapped', result: config }],
  [0, { type: 'listener-opened', index: 0 }],
]).state;

export const loggedIds = (effects: readonly AgentEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'log' ? EVENTS[effect.event].id : []));
export const ofType = <T extends AgentEffect['type']>(effects: readonly AgentEffect[], type: T) =>
  effects.filter((effect): effect is Extract<AgentEffect, { type: T }> => effect.type === type);

export const validation: Validation = {
  requestId: 'r1',
  transactionId: 't1',
  returnHost: 'worker.lab.localhost',
  userPrincipalName: 'a@contoso.example',
  dueMs: 15_000,
};
export const password = new Secret('x');
