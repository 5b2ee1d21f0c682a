/** Which phase a sign-in, an event and a status count to, at the very edges. */
import { expect, test } from 'vitest';
import type { TimelineEntry } from '../../lab/timeline.ts';
import { summarisePhases } from './phases.ts';

const phase = (atMs: number, name: 'before' | 'unnoticed' | 'noticed'): TimelineEntry => ({
  ...{ kind: 'phase', atMs, phase: name },
});

const signIn = (startedMs: number, atMs: number, result: number): TimelineEntry => ({
  ...{ kind: 'sign-in', startedMs, atMs, result, group: 'right-password' },
  ...{ userName: 'u', correlationId: 'c' },
});

const event = (atMs: number, id: number): TimelineEntry => ({
  ...{ kind: 'event', atMs, id, agent: 'agt-1', level: 'error', message: 'm' },
});

const status = (atMs: number, to: 'Active' | 'Inactive'): TimelineEntry => ({
  ...{ kind: 'agent-status', atMs, agent: 'agt-1', from: 'none', to },
});

const BEGINS = [phase(0, 'before'), phase(100, 'unnoticed'), phase(200, 'noticed')];

test('a sign-in counts to the phase in which it started, even one that started with the fault', () => {
  const entries = [signIn(100, 300, 0), signIn(101, 300, 80002), signIn(201, 202, 80001)];
  const phases = summarisePhases([...BEGINS, ...entries], ['agt-1'], 300);
  expect(phases.map(({ results }) => results['right-password'])).toEqual([
    { 0: 1 },
    { 80002: 1 },
    { 80001: 1 },
  ]);
});

test('an event that comes with the fault counts behind it', () => {
  const entries = [event(-5, 60001), event(99, 60001), event(100, 60013), event(300, 31034)];
  const phases = summarisePhases([...BEGINS, ...entries], ['agt-1'], 300);
  expect(phases.map(({ events }) => events)).toEqual([{ 60001: 2 }, { 60013: 1 }, { 31034: 1 }]);
});

test('the status is the one at the end of the phase', () => {
  const entries = [status(-5, 'Active'), status(250, 'Inactive')];
  const phases = summarisePhases([...BEGINS, ...entries], ['agt-1'], 300);
  expect(phases.map((summary) => summary.status['agt-1'])).toEqual([
    'Active',
    'Active',
    'Inactive',
  ]);
  expect(phases.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [0, 100],
    [100, 200],
    [200, 300],
  ]);
});
