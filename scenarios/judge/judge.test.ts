/**
 * Expectations over hand-written timelines: what holds, what may still come, what cannot any more.
 */
import { describe, expect, test } from 'vitest';
import type { SignInResult, TimelineEntry, UserGroup } from '../../lab/timeline.ts';
import type { AgentStatus } from '../../protocol/timings.ts';
import type { Expectation } from '../scenario.ts';
import { judgeExpectation, type View } from './judge.ts';

const AGENTS = ['agt-1', 'agt-2'];
/** The run begins at 0, the fault comes at 100, and with it the phase. */
const AT: Omit<View, 'entries'> = {
  agents: AGENTS,
  ...{ runStartMs: 0, phaseStartMs: 100, phaseEndMs: Number.POSITIVE_INFINITY, changeMs: 100 },
  nowMs: 100,
};

function signIn(
  startedMs: number,
  result: SignInResult,
  more: { atMs?: number; group?: UserGroup } = {},
): TimelineEntry {
  const { atMs = startedMs + 1, group = 'right-password' } = more;
  const correlationId = `c-${startedMs}`;
  return { kind: 'sign-in', atMs, startedMs, group, userName: 'u', result, correlationId };
}

const event = (agent: string, id: number, atMs: number): TimelineEntry => ({
  ...{ kind: 'event', agent, id, atMs, level: 'error', message: 'm' },
});

const status = (agent: string, to: AgentStatus, atMs: number): TimelineEntry => ({
  ...{ kind: 'agent-status', agent, from: 'none', to, atMs },
});

function judge(expectation: Expectation, entries: TimelineEntry[], at: Partial<View> = {}) {
  return judgeExpectation(expectation, { ...AT, ...at, entries });
}

describe('sign-ins: at least one, and nothing else', () => {
  const only80001: Expectation = { signIns: { 'right-password': [80001] } };

  test.each([
    ['none has ended', [], 'pending'],
    ['one as expected', [signIn(150, 80001)], 'holds'],
    ['one as expected, one not', [signIn(150, 80001), signIn(160, 0)], 'broken'],
    ['only one of another group', [signIn(150, 0, { group: 'cloud-only' })], 'pending'],
    ['one that started in the phase before', [signIn(100, 80001, { atMs: 200 })], 'pending'],
    ['one that started just after its begin', [signIn(101, 80001)], 'holds'],
  ])('%s', (_, entries, state) => {
    expect(judge(only80001, entries).state).toBe(state);
  });

  test('a sign-in belongs to the phase in which it started, however late it ends', () => {
    const entries = [signIn(150, 80002, { atMs: 900 }), signIn(300, 80001)];
    const unnoticed = { signIns: { 'right-password': [80002] } };
    expect(judge(unnoticed, entries, { phaseEndMs: 299 }).state).toBe('holds');
    expect(judge(only80001, entries, { phaseStartMs: 299 }).state).toBe('holds');
  });

  test('never having seen one is inconclusive, not a failure', () => {
    expect(judge(only80001, [])).toMatchObject({ state: 'pending', ifNever: 'inconclusive' });
  });

  test('the evidence names the sign-in that broke it', () => {
    const finding = judge(only80001, [signIn(61_000, 0)]);
    expect(finding.evidence).toBe(
      'right-password: expected only AADSTS80001, got signed in (started after 1m1s, c-61000)',
    );
  });
});

describe('seen: it came at least once', () => {
  const both: Expectation = { seen: { 'right-password': [80001], 'wrong-password': [80001] } };
  const wrong = signIn(150, 80001, { group: 'wrong-password' });

  test('every part must have come', () => {
    expect(judge(both, [wrong, signIn(160, 80002)])).toMatchObject({
      ...{ state: 'pending', ifNever: 'fail' },
      evidence: 'right-password: expected AADSTS80001, got only AADSTS80002 (1)',
    });
    expect(judge(both, [wrong, signIn(160, 80002), signIn(170, 80001)]).state).toBe('holds');
  });

  test('it has held since just before the first of them started', () => {
    expect(judge(both, [wrong, signIn(170, 80001)])).toMatchObject({ sinceMs: 149 });
  });
});

describe('share: the first samples decide, once', () => {
  const twoThirds: Expectation = {
    share: { 'right-password': { 80007: [0.5, 0.8] } },
    samples: 4,
  };
  const run = (...results: number[]) => results.map((result, at) => signIn(101 + at, result));

  test.each([
    ['too few to tell', run(80007, 80007, 0), 'pending'],
    ['within the range', run(80007, 80007, 0, 80007), 'holds'],
    ['below it', run(80007, 0, 0, 0), 'broken'],
    ['above it', run(80007, 80007, 80007, 80007), 'broken'],
    ['later ones do not mend it', run(0, 0, 0, 0, 80007, 80007, 0, 80007), 'broken'],
  ])('%s', (_, entries, state) => {
    expect(judge(twoThirds, entries).state).toBe(state);
  });

  test('too few samples are inconclusive', () => {
    expect(judge(twoThirds, run(0))).toMatchObject({
      ...{ ifNever: 'inconclusive' },
      evidence: 'right-password: 4 sign-ins are needed to tell a share, 1 ended',
    });
  });
});

describe('events count from the last injection or healing', () => {
  const all: Expectation = { events: [{ id: 31034, agents: 'all' }] };

  test.each([
    ['one agent is missing', [event('agt-1', 31034, 120)], 'pending'],
    ['another id', [event('agt-1', 31034, 120), event('agt-2', 31019, 120)], 'pending'],
    ['one was before', [event('agt-1', 31034, 99), event('agt-2', 31034, 100)], 'pending'],
    ['all have it', [event('agt-1', 31034, 100), event('agt-2', 31034, 130)], 'holds'],
  ])('%s', (_, entries, state) => {
    expect(judge(all, entries).state).toBe(state);
  });

  test('it has held since the last agent wrote its first one', () => {
    const entries = [event('agt-1', 31034, 120), event('agt-2', 31034, 130)];
    expect(judge(all, [...entries, event('agt-2', 31034, 140)])).toMatchObject({ sinceMs: 130 });
  });

  test('named agents are enough where they are named', () => {
    const one: Expectation = { events: [{ id: 31034, agents: ['agt-1'] }] };
    expect(judge(one, [event('agt-1', 31034, 120)]).state).toBe('holds');
  });
});

describe('status', () => {
  const active = AGENTS.map((agent) => status(agent, 'Active', 1));

  test('the last change of each agent is what counts', () => {
    const inactive: Expectation = { status: { Inactive: 'all' } };
    expect(judge(inactive, [...active, status('agt-1', 'Inactive', 200)])).toMatchObject({
      ...{ state: 'pending', evidence: 'expected Inactive, but agt-2 is Active' },
    });
    const both = AGENTS.map((agent) => status(agent, 'Inactive', 200));
    expect(judge(inactive, [...active, ...both])).toMatchObject({ state: 'holds', sinceMs: 200 });
  });

  test('one change breaks "no status change"; those before the fault do not count', () => {
    const none: Expectation = { statusChanges: 'none' };
    expect(judge(none, active).state).toBe('holds');
    expect(judge(none, [...active, status('agt-2', 'Inactive', 300)])).toEqual({
      ...{ state: 'broken', evidence: 'expected no status change, got agt-2 Inactive after 300ms' },
    });
  });
});

test('of several parts the worst counts, and what is only untold does not hide a failure', () => {
  const expectation: Expectation = {
    signIns: { 'cloud-only': [0] },
    events: [{ id: 31034, agents: 'all' }],
  };
  expect(judge(expectation, [])).toMatchObject({ state: 'pending', ifNever: 'fail' });
  const broken = [signIn(150, 50126, { group: 'cloud-only' })];
  expect(judge(expectation, broken).state).toBe('broken');
});
