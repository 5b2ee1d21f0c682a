/** Which course gives which verdict; the rows are the rule. */
import { expect, test } from 'vitest';
import type { SteadyState, StepRecord } from '../journal/journal.ts';
import { type Course, decideVerdict } from './verdict.ts';

const TIMES = { start: '2026-11-02T08:00:00.000Z', end: '2026-11-02T08:00:00.000Z' };

const met: SteadyState = {
  steady_state_met: true,
  probes: [{ probe: 'sign-in', verdict: 'pass', summary: 'tokens', ...TIMES, observation: null }],
};

const unmet = (verdict: 'fail' | 'inconclusive'): SteadyState => ({
  steady_state_met: false,
  probes: [
    ...met.probes,
    { probe: 'agents', verdict, summary: '2 of 3', ...TIMES, observation: null },
  ],
});

function step(status: StepRecord['status'], evidence?: string): StepRecord {
  const activity = `step ${status}`;
  return { activity, type: 'action', status, ...TIMES, ...(evidence && { evidence }) };
}

const GOOD: Course = {
  hypothesis: { strategy: 'before-and-after', everyMs: 60_000, atLeast: 1 },
  during: null,
  before: met,
  run: [step('succeeded'), step('succeeded', 'all 80001')],
  rollbacks: [step('succeeded')],
  after: met,
  trouble: null,
};

test.each<[string, Partial<Course>, string, string, boolean, string]>([
  [
    'everything held',
    {},
    'pass',
    'completed',
    false,
    'the one expectation held, and the steady state held before and after',
  ],
  [
    'an expectation did not hold',
    { run: [step('failed', 'got 0')] },
    'fail',
    'completed',
    true,
    'step failed: got 0',
  ],
  [
    'too little was seen',
    { run: [step('inconclusive', 'none ended')] },
    'inconclusive',
    'completed',
    false,
    'step inconclusive: none ended',
  ],
  [
    'a failure outweighs what could not be told before it',
    { run: [step('inconclusive', 'none ended'), step('failed', 'got 0')] },
    'fail',
    'completed',
    true,
    'step failed: got 0',
  ],
  [
    'nothing was rehearsed, because the lab was not well before',
    { before: unmet('fail'), run: [step('not-run')], after: null },
    'inconclusive',
    'aborted',
    true,
    'the steady state did not hold before the change: agents: 2 of 3',
  ],
  [
    'the change left something behind',
    { after: unmet('fail') },
    'fail',
    'completed',
    true,
    'the steady state did not come back after the rollback: agents: 2 of 3',
  ],
  [
    'nobody could look afterwards',
    { after: unmet('inconclusive') },
    'inconclusive',
    'completed',
    true,
    'the steady state after could not be told: agents: 2 of 3',
  ],
  [
    'the harness broke',
    {
      trouble: { kind: 'harness', code: 'HARNESS_EMFILE', sentence: 'no more files' },
      after: null,
    },
    'inconclusive',
    'aborted',
    false,
    'the harness broke: no more files (HARNESS_EMFILE)',
  ],
  [
    'our own bug says nothing about the change',
    { trouble: { kind: 'crash', name: 'TypeError' }, after: null },
    'inconclusive',
    'aborted',
    false,
    'pta-lab itself broke (TypeError); this says nothing about the rehearsed change',
  ],
  [
    'interrupted, even after a failure',
    { trouble: { kind: 'interrupted' }, run: [step('failed', 'got 0')], after: null },
    'inconclusive',
    'interrupted',
    true,
    'interrupted before the end; what was done was taken back',
  ],
  [
    'interrupted, where nothing is to be taken back',
    { trouble: { kind: 'interrupted' }, rollbacks: [], after: null },
    'inconclusive',
    'interrupted',
    false,
    'interrupted before the end; nothing was taken back, as the rollback strategy says',
  ],
  [
    'a rollback that failed outweighs everything',
    { rollbacks: [step('failed', 'no answer')], trouble: { kind: 'interrupted' }, after: null },
    'fail',
    'failed',
    false,
    'the rollback failed: no answer',
  ],
])('%s', (_, change, verdict, status, deviated, because) => {
  expect(decideVerdict({ ...GOOD, ...change })).toEqual({ verdict, status, deviated, because });
});
