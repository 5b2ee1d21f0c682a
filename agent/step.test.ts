import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENTS } from '../protocol/events.ts';
import type { ValidationRequest } from '../protocol/messages.ts';
import type { NetworkPhase } from '../protocol/network-failure.ts';
import { Secret } from '../runtime/secret.ts';
import {
  config,
  identity,
  live,
  loggedIds,
  ofType,
  password,
  running,
  timings,
  validation,
} from './fixture-agent.ts';
import type { AgentEvent } from './state.ts';

test('a registered agent bootstraps, then opens every listener it was given', () => {
  const { effects } = live([
    [0, { type: 'started', identity }],
    [5, { type: 'bootstrapped', result: config }],
  ]);
  expect(ofType(effects, 'bootstrap')).toEqual([
    { type: 'bootstrap', initial: true, consecutiveFailures: 0 },
  ]);
  expect(ofType(effects, 'open-listener').map(({ url }) => url)).toEqual([
    'wss://bus.lab.localhost/0',
  ]);
  expect(effects).toContainEqual({ type: 'timer', name: 'bootstrap', dueMs: 600_005 });
});

test('a failed bootstrap is tried again after the interval and logs 31034', () => {
  const why = { failure: 'timed-out', at: 'connect' } as const;
  const { state, effects } = live([[1000, { type: 'bootstrapped', result: why }]], running);
  expect(loggedIds(effects)).toEqual([31034]);
  expect(effects).toContainEqual({ type: 'timer', name: 'bootstrap', dueMs: 601_000 });
  const again = live([[601_000, { type: 'timer', name: 'bootstrap' }]], state).effects;
  expect(again).toEqual([{ type: 'bootstrap', initial: false, consecutiveFailures: 1 }]);
});

test('a silent listener is given up at the keep-alive time-out and not a millisecond earlier', () => {
  const at = (nowMs: number) =>
    live([[nowMs, { type: 'timer', name: 'keepalive:0' }]], running).effects;
  expect(ofType(at(timings.keepAliveTimeoutMs - 1), 'close-listener')).toEqual([]);
  expect(ofType(at(timings.keepAliveTimeoutMs), 'close-listener')).toHaveLength(1);
});

test('reconnecting follows 200 ms doubling, five attempts, then a pause and a new series', () => {
  let { state, effects } = live(
    [[0, { type: 'listener-closed', index: 0, failure: 'reset' }]],
    running,
  );
  const pauses = ofType(effects, 'timer').map(({ dueMs }) => dueMs);
  for (let attempt = 0; attempt < 6; attempt++) {
    const why = { failure: 'refused', at: 'connect' } as const;
    ({ state, effects } = live(
      [
        [0, { type: 'timer', name: 'open:0' }],
        [0, { type: 'listener-failed', index: 0, why }],
      ],
      state,
    ));
    pauses.push(...ofType(effects, 'timer').map(({ dueMs }) => dueMs));
  }
  expect(pauses).toEqual([200, 400, 800, 1600, 3200, timings.signallingRetryPauseMs, 400]);
});

test('an outage is logged as 31034 once by signalling, however many listeners fail', () => {
  const why = { failure: 'timed-out', at: 'connect' } as const;
  const { effects } = live(
    [
      [0, { type: 'listener-closed', index: 0, failure: 'reset' }],
      [200, { type: 'timer', name: 'open:0' }],
      [300, { type: 'listener-failed', index: 0, why }],
      [700, { type: 'timer', name: 'open:0' }],
      [800, { type: 'listener-failed', index: 0, why }],
    ],
    running,
  );
  expect(loggedIds(effects).filter((id) => id === 31034)).toHaveLength(1);
});

const request: ValidationRequest = {
  RequestId: 'r1',
  TransactionId: 't1',
  SubscriptionId: 'tenant',
  ReturnHost: 'worker.lab.localhost',
  UserPrincipalName: 'a@contoso.example',
  EncryptedData: [
    { Base64EncryptedData: 'b3RoZXI=', KeyIdentifer: 'a2_KEY' },
    { Base64EncryptedData: 'b3du', KeyIdentifer: 'a1_KEY' },
  ],
};
test('the agent decrypts the value sealed for its own key and no other', () => {
  const { effects } = live(
    [[0, { type: 'frame', index: 0, frame: { type: 'notify', request } }]],
    running,
  );
  expect(
    ofType(effects, 'open-password').map(({ encrypted }) => encrypted.Base64EncryptedData),
  ).toEqual(['b3du']);
  expect(ofType(effects, 'send').map(({ frame }) => frame.type)).toEqual(['ack']);
});

test('a request without a value for its key is answered with EncryptionDataNotFound', () => {
  const foreign = { ...request, EncryptedData: request.EncryptedData.slice(0, 1) };
  const { effects } = live(
    [[0, { type: 'frame', index: 0, frame: { type: 'notify', request: foreign } }]],
    running,
  );
  expect(ofType(effects, 'post').map(({ answer }) => answer)).toEqual([
    { reason: 'EncryptionDataNotFound' },
  ]);
});

const answered = (
  controller: number,
  result: { win32: number } | { failure: 'refused' | 'timed-out'; at: NetworkPhase },
  nowMs = 0,
) =>
  live(
    [[nowMs, { type: 'directory-answered', validation, password, controller, result }]],
    running,
  );

test('controllers are asked one after the other; when none is left the answer is 1311 and event 31019', () => {
  const first = answered(0, { failure: 'refused', at: 'connect' }).effects;
  expect(ofType(first, 'ask-directory').map(({ controller }) => controller)).toEqual([1]);
  const last = answered(1, { failure: 'refused', at: 'connect' }).effects;
  expect(loggedIds(last)).toEqual([31019]);
  expect(ofType(last, 'post').map(({ answer }) => answer)).toEqual([{ win32: 1311 }]);
});

test.each([
  [0, 'exchange'],
  [1, 'exchange'],
  [1, 'tls'],
] as const)(
  'controller %i of two accepts and is silent then (%s): so is the agent',
  (at, phase) => {
    const { effects, state } = answered(at, { failure: 'timed-out', at: phase });
    expect(effects.map(({ type }) => type)).toEqual(['log', 'give-up']);
    expect(loggedIds(effects)).toEqual([EVENTS.validationTimedOut.id]);
    expect(state.counters.errors).toBe(1);
  },
);

test.each(['connect', 'tls'] as const)(
  'one that is not connected in time (%s) is passed over',
  (at) => {
    const { effects } = answered(0, { failure: 'timed-out', at });
    expect(ofType(effects, 'ask-directory').map(({ controller }) => controller)).toEqual([1]);
  },
);

test('counters follow the documented ones: right, wrong and errors apart', () => {
  expect(answered(0, { win32: 0 }).state.counters).toMatchObject({ successful: 1, failed: 0 });
  expect(answered(0, { win32: 1326 }).state.counters).toMatchObject({ successful: 0, failed: 1 });
  expect(answered(1, { failure: 'refused', at: 'connect' }).state.counters.errors).toBe(1);
});

test('an answer is posted five times with doubling pauses and then given up', () => {
  const failure = { failure: 'timed-out', at: 'exchange' } as const;
  const answer = { win32: 0 };
  const dues: number[] = [];
  for (let attempt = 1; attempt <= 5; attempt++) {
    const { effects } = live(
      [[0, { type: 'posted', validation, answer, attempt, result: failure }]],
      running,
    );
    dues.push(...ofType(effects, 'post-later').map(({ dueMs }) => dueMs));
    if (attempt === 5) expect(loggedIds(effects)).toEqual([EVENTS.responseRefused.id]);
  }
  expect(dues).toEqual([200, 400, 800, 1600]);
});

test('the certificate is renewed in its last thirty days and not a millisecond before', () => {
  const ending = live(
    [[0, { type: 'renewed', result: { ...identity, notAfterMs: 1e12 } }]],
    running,
  ).state;
  const opens = 1e12 - timings.renewalWindowMs;
  const at = (nowMs: number) => live([[nowMs, { type: 'timer', name: 'renewal' }]], ending).effects;
  expect(ofType(at(opens - 1), 'renew')).toEqual([]);
  expect(ofType(at(opens), 'renew')).toHaveLength(1);
  expect(ofType(at(1e12), 'renew')).toEqual([]);
});

test('a stopped agent does nothing any more', () => {
  const { state } = live([[0, { type: 'stopped' }]], running);
  expect(live([[1, { type: 'timer', name: 'bootstrap' }]], state).effects).toEqual([]);
});

test('no order of events makes the machine throw or keep a secret in its state', () => {
  const events: fc.Arbitrary<AgentEvent> = fc.constantFrom<AgentEvent>(
    { type: 'timer', name: 'open:0' },
    { type: 'timer', name: 'keepalive:0' },
    { type: 'timer', name: 'renewal' },
    { type: 'bootstrapped', result: config },
    { type: 'bootstrapped', result: { failure: 'reset', at: 'tls' } },
    { type: 'listener-opened', index: 0 },
    { type: 'listener-closed', index: 0, failure: undefined },
    { type: 'listener-failed', index: 0, why: { failure: 'refused', at: 'connect' } },
    { type: 'frame', index: 0, frame: { type: 'notify', request } },
    { type: 'password-opened', validation, password: new Secret('canary') },
  );
  fc.assert(
    fc.property(fc.array(events), (order) => {
      const { state } = live(
        order.map((event, at) => [at * 1000, event] as const),
        running,
      );
      expect(JSON.stringify(state)).not.toContain('canary');
      expect(state.listeners).toHaveLength(1);
    }),
  );
});
