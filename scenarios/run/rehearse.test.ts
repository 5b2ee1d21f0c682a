/**
 * What a rehearsal does when something goes wrong on the way: every fault is taken back, always.
 */
import { describe, expect, test } from 'vitest';
import type { Lab } from '../../lab/lab.ts';
import { startLab } from '../../lab/start-lab.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { parseScenario } from '../file/parse.ts';
import { composeJournal } from '../journal/compose-journal.ts';
import { rehearse } from './rehearse.ts';

const STEADY = 'steady-state: [{ probe: sign-in, expect: { result: 0 } }]';

function scenarioWith(method: string[], more: string[] = []) {
  const steps = ['method:', ...method.map((step) => `  - ${step}`)];
  const text = ['title: T', 'description: D', STEADY, ...more, ...steps].join('\n');
  return parseScenario('t.yaml', text);
}

interface Change {
  /** Called with the real lab; what it returns is put over it. */
  over?: (lab: Lab) => Partial<Lab>;
  /** Stops the run when this activity begins. */
  stopAt?: string;
}

async function run(method: string[], { over, stopAt }: Change = {}, more: string[] = []) {
  await using real = await startLab({ seed: 'rehearse' });
  const lab: Lab = { ...real, ...over?.(real) };
  const stop = new AbortController();
  const scenario = scenarioWith(method, more);
  const kept = await rehearse(lab, scenario, {
    stop: stop.signal,
    onProgress: ({ activity }) => {
      if (activity === stopAt) stop.abort();
    },
  });
  return { journal: composeJournal(lab, scenario, kept), kept, left: real.faults.list() };
}

const statuses = (steps: readonly { status: string }[]) => steps.map(({ status }) => status);

const BROKEN_METHOD = [
  'inject: dc-down',
  'expect: { sign-ins: { right-password: [0] } }\n    within: 1m',
];

describe('the rollback runs', () => {
  test('after an unmet expectation, and the method goes on behind it', async () => {
    const { journal, left } = await run([...BROKEN_METHOD, 'advance: 10s']);
    expect(statuses(journal.run)).toEqual(['succeeded', 'failed', 'succeeded']);
    expect(journal.rollbacks).toMatchObject([{ activity: 'heal dc-down#1', status: 'succeeded' }]);
    expect(left).toEqual([]);
    expect(journal).toMatchObject({ verdict: 'fail', status: 'completed', deviated: true });
    expect(journal.steady_states.after?.steady_state_met).toBe(true);
  });

  test('after a phase that never begins; what would follow is not run', async () => {
    const { journal, left } = await run([
      'inject: dc-down',
      'phase: noticed\n    when: { seen: { right-password: [80001] } }\n    within: 1m',
      'advance: 1h',
    ]);
    expect(statuses(journal.run)).toEqual(['succeeded', 'failed', 'not-run']);
    expect(left).toEqual([]);
    expect(journal.verdict).toBe('fail');
  });

  test('after an interruption; the journal says so and nothing is probed any more', async () => {
    const { journal, left } = await run(['inject: dc-down', 'advance: 10h'], {
      stopAt: 'advance 10h',
    });
    expect(journal).toMatchObject({ status: 'interrupted', verdict: 'inconclusive' });
    expect(journal.steady_states.after).toBeNull();
    expect(journal.duration).toBeLessThan(3600);
    expect(statuses(journal.rollbacks)).toEqual(['succeeded']);
    expect(left).toEqual([]);
  });

  test('after the harness broke: inconclusive, with its sentence', async () => {
    const { journal, left } = await run(['inject: dc-down', 'advance: 1h'], {
      over: () => ({
        advance: () => Promise.reject(new LabError('HARNESS_EMFILE', 'no more files')),
      }),
    });
    expect(journal).toMatchObject({
      ...{ status: 'aborted', verdict: 'inconclusive' },
      because: 'the harness broke: no more files (HARNESS_EMFILE)',
    });
    expect(statuses(journal.run)).toEqual(['succeeded', 'not-run']);
    expect(left).toEqual([]);
  });

  test('after our own bug; the journal names its class and none of its words', async () => {
    const bug = new TypeError('cannot read "Passw0rd-canary" of undefined');
    const { journal, kept, left } = await run(['inject: dc-down', 'advance: 1h'], {
      over: () => ({ advance: () => Promise.reject(bug) }),
    });
    expect(journal).toMatchObject({ status: 'aborted', verdict: 'inconclusive' });
    expect(journal.because).toContain('TypeError');
    expect(JSON.stringify(journal)).not.toContain('canary');
    expect(kept.crash).toBe(bug);
    expect(left).toEqual([]);
  });

  test('and its own failure is told, whatever else there was', async () => {
    const { journal } = await run(['inject: dc-down'], {
      over: ({ faults }) => ({
        faults: { ...faults, reset: () => Promise.reject(new LabError('X', 'no answer')) },
      }),
    });
    expect(journal).toMatchObject({
      ...{ status: 'failed', verdict: 'fail', because: 'the rollback failed: no answer' },
      rollbacks: [{ status: 'failed', evidence: 'no answer' }],
    });
  });
});

test('a lab that is not well before is left alone', async () => {
  const two = ['steady-state: [{ probe: agents, expect: { active: 2 } }]'];
  const text = ['title: T', 'description: D', ...two, 'method: [{ inject: dc-down }]'].join('\n');
  const scenario = parseScenario('t.yaml', text);
  await using lab = await startLab();
  const stop = new AbortController().signal;
  const kept = await rehearse(lab, scenario, { stop, onProgress: () => {} });
  const journal = composeJournal(lab, scenario, kept);
  expect(journal).toMatchObject({
    ...{ status: 'aborted', verdict: 'inconclusive', deviated: true },
    run: [{ status: 'not-run' }],
    steady_states: { after: null },
  });
  expect(lab.timeline.entries.filter(({ kind }) => kind === 'fault')).toEqual([]);
});

test('an expectation that nobody’s sign-in can answer is inconclusive', async () => {
  await using lab = await startLab({ traffic: false });
  const scenario = scenarioWith(['expect: { sign-ins: { right-password: [0] } }\n    within: 1m']);
  const stop = new AbortController().signal;
  const kept = await rehearse(lab, scenario, { stop, onProgress: () => {} });
  expect(composeJournal(lab, scenario, kept)).toMatchObject({
    ...{ status: 'completed', verdict: 'inconclusive', deviated: false },
  });
});

test('the steady state after is given the time that the lab needs to come back', async () => {
  // Nothing waits for the healing here: the agents reconnect only after the rollback.
  const method = ['inject: block-443', 'advance: 5m'];
  const { journal } = await run(method, {}, ['after: { within: 15m }']);
  expect(journal).toMatchObject({ verdict: 'pass' });
});

test('when one of three agents keeps its controllers, about a third of the sign-ins go on', async () => {
  const { journal } = await run([
    '{ inject: dc-down, agents: [agt-1, agt-2] }',
    'expect: { share: { right-password: { "80007": [0.5, 0.8], "0": [0.2, 0.5] } }, samples: 90 }\n' +
      '    within: 30m',
  ]);
  expect(journal.because).toMatch(/expectations? held/);
});

test('when one of three agents keeps its way out, sign-ins go on once the dead ones are noticed', async () => {
  const { journal } = await run([
    '{ inject: block-443, agents: [agt-1, agt-2] }',
    'phase: noticed\n    when: { events: [{ id: 31034, agents: [agt-1, agt-2] }] }\n    within: 5m',
    'expect: { sign-ins: { right-password: [0] }, seen: { wrong-password: [50126] } }\n' +
      '    within: 10m',
  ]);
  expect(journal.because).toMatch(/expectations? held/);
});

test('whoever watches cannot keep the faults on by breaking', async () => {
  await using lab = await startLab({ traffic: false });
  const scenario = scenarioWith(['inject: dc-down']);
  const stop = new AbortController().signal;
  const kept = await rehearse(lab, scenario, {
    stop,
    onProgress: ({ activity }) => {
      if (activity === 'rollback') throw new TypeError('display');
    },
  });
  expect(lab.faults.list()).toEqual([]);
  expect(composeJournal(lab, scenario, kept)).toMatchObject({
    ...{ verdict: 'inconclusive', rollbacks: [{ status: 'succeeded' }] },
  });
});
