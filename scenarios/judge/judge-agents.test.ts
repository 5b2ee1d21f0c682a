/** Entries of the agents list, answers and losses: what two entries of one server make of them. */
import { expect, test } from 'vitest';
import type { TimelineEntry } from '../../lab/timeline.ts';
import type { AgentStatus } from '../../protocol/timings.ts';
import type { Expectation } from '../scenario.ts';
import { judgeExpectation, type View } from './judge.ts';
import { statusOf } from './judge-agents.ts';

const status = (atMs: number, entry: string, to: AgentStatus): TimelineEntry => ({
  ...{ kind: 'agent-status', atMs, agent: 'agt-1', entry, from: 'none', to },
});

const signIn = (startedMs: number, atMs: number, by: { agent?: string; handedTo?: string }) =>
  ({
    ...{ kind: 'sign-in', startedMs, atMs, group: 'right-password', userName: 'u' },
    ...{ result: by.agent ? 0 : 80002, correlationId: 'c', ...by },
  }) as const satisfies TimelineEntry;

function judge(expect: Expectation, entries: TimelineEntry[]) {
  const at = { runStartMs: 0, phaseStartMs: 100, phaseEndMs: Infinity, changeMs: 100, nowMs: 900 };
  const view: View = { ...at, entries, agents: ['agt-1', 'agt-2'] };
  return judgeExpectation(expect, view);
}

const TWO = [
  status(10, 'old', 'Active'),
  status(200, 'new', 'Active'),
  status(300, 'old', 'Inactive'),
];

test('a server with two entries is as well as the better one, and shows both', () => {
  expect(statusOf('agt-1', TWO)).toEqual({ status: 'Active', sinceMs: 200 });
  expect(judge({ entries: { 'agt-1': ['Inactive', 'Active'] } }, TWO)).toMatchObject({
    ...{ state: 'holds', sinceMs: 300 },
  });
  expect(judge({ entries: { 'agt-1': ['Active'] } }, TWO).state).toBe('pending');
});

test('an entry that was dropped is none, since it was dropped', () => {
  const dropped = [...TWO, status(800, 'old', 'Removed')];
  expect(judge({ entries: { 'agt-1': ['Active'] } }, dropped)).toMatchObject({ sinceMs: 800 });
});

test('everybody named must have answered, and nobody else may', () => {
  const own = signIn(110, 120, { agent: 'agt-1' });
  const wanted = { answeredBy: ['agt-1', 'agt-2'] };
  expect(judge(wanted, [own]).state).toBe('pending');
  expect(judge(wanted, [own, signIn(130, 140, { agent: 'agt-2' })]).state).toBe('holds');
  expect(judge({ answeredBy: ['agt-2'] }, [own])).toMatchObject({ state: 'broken' });
});

test('what was in flight when the agent went is lost with it; what had ended before is not', () => {
  const lost = (from: number, atMs: number) => signIn(from, atMs, { handedTo: 'agt-1' });
  const entries = [lost(10, 90), lost(90, 190), lost(120, 220)];
  expect(judge({ lost: { 'agt-1': [2, 2] } }, entries).state).toBe('holds');
  expect(judge({ lost: { 'agt-1': [3, 9] } }, entries).state).toBe('pending');
  expect(judge({ lost: { 'agt-1': [0, 1] } }, entries).state).toBe('broken');
});
