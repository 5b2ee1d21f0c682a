/** What is wrong with the server, as it changes what the agent decides: clock, key, turns, 8080. */
import { expect, test } from 'vitest';
import { EVENTS } from '../protocol/events.ts';
import { proves } from '../test/parity/proves.ts';
import { HEALTHY } from './conditions.ts';
import {
  identity,
  live,
  loggedIds,
  ofType,
  password,
  running,
  timings,
  validation,
} from './fixture-agent.ts';
import type { AgentEvent, CallFailure } from './state.ts';

const offBy = (clockOffsetMs: number): AgentEvent => ({
  type: 'conditions',
  conditions: { ...HEALTHY, clockOffsetMs },
});

test(
  proves('agents.clock', 'five minutes off the domain are put up with, a millisecond more is 1398'),
  () => {
    const opened = { type: 'password-opened', validation, password } as const;
    const at = (offsetMs: number) =>
      live(
        [
          [0, offBy(offsetMs)],
          [0, opened],
        ],
        running,
      ).effects;
    for (const side of [1, -1]) {
      const within = at(side * timings.kerberosSkewMs);
      expect(ofType(within, 'ask-directory')).toHaveLength(1);
      const beyond = at(side * (timings.kerberosSkewMs + 1));
      expect(ofType(beyond, 'ask-directory')).toEqual([]);
      expect(ofType(beyond, 'post').map(({ answer }) => answer)).toEqual([{ win32: 1398 }]);
      expect(loggedIds(beyond)).toEqual([EVENTS.timeSkew.id]);
    }
  },
);

test('a certificate that does not hold at the server’s own time is not shown: listeners go too', () => {
  const dated = { ...identity, notBeforeMs: 1_000, notAfterMs: 2_000 };
  const from = live([[1_000, { type: 'renewed', result: dated }]], running).state;
  const at = (offsetMs: number) =>
    live(
      [
        [1_500, offBy(offsetMs)],
        [1_500, { type: 'timer', name: 'bootstrap' }],
      ],
      from,
    ).effects;
  for (const offsetMs of [-500, 500]) expect(ofType(at(offsetMs), 'bootstrap')).toHaveLength(1);
  for (const offsetMs of [-501, 501]) {
    const effects = at(offsetMs);
    expect(ofType(effects, 'bootstrap')).toEqual([]);
    expect(ofType(effects, 'close-listener')).toHaveLength(1);
    expect(loggedIds(effects)).toContain(31034);
  }
  expect(loggedIds(at(-501))).toContain(EVENTS.certificateNotUsable.id);
  expect(loggedIds(at(501))).toContain(EVENTS.trustExpired.id);
});

test(
  proves('agents.turns', 'an agent whose renewal has to wait asks again soon, and logs no failure'),
  () => {
    const { effects } = live([[7, { type: 'renewed', result: 'deferred' }]], running);
    expect(effects).toContainEqual({
      type: 'timer',
      name: 'renewal',
      dueMs: 7 + timings.renewalRetryMs,
    });
    expect(loggedIds(effects)).toEqual([EVENTS.renewalDeferred.id]);
  },
);

test('only a 443 that cannot be connected to is reported over 8080', () => {
  const after = (why: CallFailure) =>
    ofType(live([[0, { type: 'bootstrapped', result: why }]], running).effects, 'report-status');
  expect(after({ failure: 'timed-out', at: 'connect' })).toHaveLength(1);
  expect(after({ failure: 'certificate-untrusted', at: 'tls' })).toEqual([]);
  expect(after({ failure: 'http-403', at: 'exchange' })).toEqual([]);
});

test(
  proves(
    'agents.key',
    'a key that cannot be fetched and one that opens nothing answer differently',
  ),
  () => {
    const reason = (found: 'no-key' | 'undecryptable') =>
      ofType(
        live([[0, { type: 'password-opened', validation, password: found }]], running).effects,
        'post',
      ).map(({ answer }) => answer);
    expect(reason('no-key')).toEqual([{ reason: 'EncryptionDataNotFound' }]);
    expect(reason('undecryptable')).toEqual([{ reason: 'DecryptionFailed' }]);
  },
);
