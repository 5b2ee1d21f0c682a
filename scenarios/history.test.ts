/** The run as operations, as a history checker reads it. */
import { expect, test } from 'vitest';
import type { SignInResult, TimelineEntry } from '../lab/timeline.ts';
import { renderHistory } from './history.ts';

function signIn(startedMs: number, atMs: number, result: SignInResult): TimelineEntry {
  const id = { userName: 'u@contoso.example', correlationId: `c-${startedMs}` };
  return { kind: 'sign-in', atMs, startedMs, group: 'right-password', result, ...id };
}

const read = (timeline: TimelineEntry[]) =>
  renderHistory(timeline)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('a sign-in is an invoke and an end, each at its time', () => {
  const history = read([signIn(20, 25, 0), signIn(10, 30, 50126)]);
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
  ['an agent that was asked and stayed silent', 80002, 'info'],
  ['an answer after the deadline', 80014, 'info'],
  ['a connection that broke', 'network:reset', 'info'],
])('%s ends as %s would be known: %s', (_, result, type) => {
  expect(read([signIn(1, 2, result)])[1]).toMatchObject({ type, result });
});

test('faults, phases, events, status changes and probes are there too', () => {
  const history = read([
    { kind: 'phase', atMs: 1, phase: 'before' },
    { kind: 'probe', atMs: 2, probe: 'sign-in', verdict: 'pass', summary: 's' },
    { kind: 'fault', atMs: 3, fault: 'dc-down', state: 'on', where: 'everywhere' },
    { kind: 'event', atMs: 4, agent: 'agt-1', id: 31019, level: 'error', message: 'm' },
    { kind: 'agent-status', atMs: 5, agent: 'agt-1', from: 'Active', to: 'Inactive' },
    { kind: 'fault', atMs: 6, fault: 'dc-down', state: 'off', where: 'everywhere' },
  ]);
  expect(history.map(({ process, f }) => `${process} ${f}`)).toEqual([
    'runner phase',
    'runner probe',
    'faults inject',
    'agt-1 event',
    'agt-1 status',
    'faults heal',
  ]);
});
