/** The run as operations, as a history checker reads it. */
import { expect, test } from 'vitest';
import type { Operation } from '../../lab/history.ts';
import type { SignInResult, TimelineEntry } from '../../lab/timeline.ts';
import { renderHistory } from './history.ts';

function signIn(startedMs: number, atMs: number, result: SignInResult): Operation[] {
  const own = { f: 'sign-in', correlationId: `c-${startedMs}` } as const;
  const who = { userName: 'u@contoso.example', group: 'right-password' } as const;
  return [
    { ...own, ...who, type: 'invoke', atMs: startedMs },
    { ...own, type: 'return', atMs, result },
  ];
}

const read = (told: Operation[], timeline: TimelineEntry[] = []) =>
  renderHistory(told, timeline)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a sign-in is an invoke and an end, each at its time', () => {
  const history = read([...signIn(20, 25, 0), ...signIn(10, 30, 50126)]);
  expect(history.map(({ process, type, atMs }) => [process, type, atMs])).toEqual([
    ['c-10', 'invoke', 10],
    ['c-20', 'invoke', 20],
    ['c-20', 'ok', 25],
    ['c-10', 'fail', 30],
  ]);
});

test.each<[string, SignInResult, string]>([
  ['tokens', 0, 'ok'],
  ['a refused password', 50126, 'fail'],
  ['nobody to ask', 80001, 'fail'],
  ['an agent that was asked and stayed silent', 80002, 'unknown'],
  ['an answer after the deadline', 80014, 'unknown'],
  ['a connection that broke', 'network:reset', 'unknown'],
])('%s ends as %s would be known: %s', (_, result, type) => {
  expect(read(signIn(1, 2, result))[1]).toMatchObject({ type, result });
});

test('faults, phases, events, status changes and probes are there too', () => {
  const history = read(
    [],
    [
      { kind: 'phase', atMs: 1, phase: 'before' },
      { kind: 'probe', atMs: 2, probe: 'sign-in', verdict: 'pass', summary: 's' },
      { kind: 'fault', atMs: 3, fault: 'dc-down', state: 'on', where: 'everywhere' },
      { kind: 'event', atMs: 4, agent: 'agt-1', id: 31019, level: 'error', message: 'm' },
      { kind: 'agent-status', atMs: 5, agent: 'agt-1', from: 'Active', to: 'Inactive' },
      { kind: 'fault', atMs: 6, fault: 'dc-down', state: 'off', where: 'everywhere' },
    ],
  );
  expect(history.map(({ process, f }) => `${process} ${f}`)).toEqual([
    'runner phase',
    'runner probe',
    'faults inject',
    'agt-1 event',
    'agt-1 status',
    'faults heal',
  ]);
});

test('what agents and the cloud told of a sign-in stands beside it', () => {
  const told: Operation[] = [
    {
      ...{ f: 'verdict', atMs: 2, agentId: 'a-1', requestId: 'r-1', answer: { win32: 1326 } },
      certificateEndsMs: 9,
    },
    { f: 'log', atMs: 3, startedMs: 1, correlationId: 'c-1', code: 50126, requestId: 'r-1' },
    { f: 'lockout', atMs: 3, key: 'k', userName: 'u@contoso.example', failures: 1, locks: 0 },
  ];
  expect(read(told).map(({ process, type, f }) => `${process} ${type} ${f}`)).toEqual([
    'a-1 ok verdict',
    'cloud info log',
    'cloud info lockout',
  ]);
});
