/**
 * What a method can do beside injecting and looking: changes, guards, steps in the background,
 * blocks, traffic; and when the steady state is looked at and things are taken back.
 */
import { describe, expect, test } from 'vitest';
import { startLab } from '../../lab/start-lab.ts';
import { parseScenario } from '../file/parse.ts';
import { composeJournal } from '../journal/compose-journal.ts';
import { rehearse } from './rehearse.ts';

const HEAD = ['title: T', 'description: D', 'traffic: { every: 1s }'];
const STEADY = 'steady-state: [{ probe: sign-in, expect: { result: 0 } }]';

async function run(method: string[], more: string[] = []) {
  const steps = method.map((step) => `  - ${step}`);
  const text = [...HEAD, STEADY, ...more, 'method:', ...steps].join('\n');
  const scenario = parseScenario('t.yaml', text);
  await using lab = await startLab({ ...scenario.estate, traffic: { everyMs: 1_000 } });
  const stop = new AbortController().signal;
  const kept = await rehearse(lab, scenario, { stop, onProgress: () => {} });
  const journal = composeJournal(lab, scenario, kept, []);
  const left = [...lab.faults.list(), ...lab.changes.list()].map(({ id }) => id);
  return { journal, left, everyMs: lab.traffic?.everyMs };
}

const statuses = (steps: readonly { status: string }[]) => steps.map(({ status }) => status);

describe('a guard', () => {
  const REMOVAL = 'do: remove-agent\n    agents: [agt-2]';

  test('lets the method go on if the break-glass account signs in with every agent stopped', async () => {
    const { journal } = await run([
      'require: { probe: sign-in, as: break-glass, while-stopped: all }',
      'require: { probe: sign-in, while-stopped: [agt-2] }',
      REMOVAL,
    ]);
    expect(statuses(journal.run)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    // Nobody else signed in meanwhile: what the guard itself broke counts to no phase.
    const results = journal.phases.map((phase) =>
      Object.keys(phase.results['right-password'] ?? {}),
    );
    expect(results.flat().filter((result) => result !== '0')).toEqual([]);
  });

  test('ends the method before anything is done if no other agent answers', async () => {
    const { journal, left } = await run(
      ['require: { probe: sign-in, while-stopped: [agt-1] }', REMOVAL.replace('2', '1')],
      ['estate: { agents: 1 }'],
    );
    expect(statuses(journal.run)).toEqual(['failed', 'not-run']);
    expect(journal.because).toContain('nothing further was done: expected tokens, got AADSTS80001');
    expect(journal.timeline.some(({ kind }) => kind === 'change')).toBe(false);
    expect(left).toEqual([]);
    expect(journal.steady_states.after?.steady_state_met).toBe(true);
  });
});

test('a change is taken back after its time, in the background, while the method goes on', async () => {
  const { journal } = await run([
    '{ do: stop-agent, agents: [agt-3], for: 2m, background: true }',
    'expect: { answered-by: [agt-1, agt-2] }\n    within: 1m',
    'advance: 4m',
    'expect: { seen: { right-password: [0] } }\n    within: 1m',
  ]);
  const changes = journal.timeline.filter((entry) => entry.kind === 'change');
  expect(changes.map(({ state }) => state)).toEqual(['done', 'undone']);
  expect((changes[1]?.atMs ?? 0) - (changes[0]?.atMs ?? 0)).toBeGreaterThanOrEqual(120_000);
  expect(journal.verdict).toBe('pass');
});

test('of two faults in the background each heals after its own time', async () => {
  const { journal, left } = await run([
    '{ inject: agent-stopped, agents: [agt-1], for: 1m, background: true }',
    '{ inject: agent-stopped, agents: [agt-2], for: 3m, background: true }',
    'advance: 2m',
    'expect: { seen: { right-password: [0] } }\n    within: 1m',
    'advance: 2m',
  ]);
  const faults = journal.timeline.filter((entry) => entry.kind === 'fault');
  const startMs = faults[0]?.atMs ?? 0;
  expect(faults.map(({ atMs, state }) => [state, atMs - startMs])).toEqual([
    ...[
      ['on', 0],
      ['on', 0],
      ['off', 60_000],
      ['off', 180_000],
    ],
  ]);
  expect(left).toEqual([]);
});

test('a block is done once for each item, with its pause in between', async () => {
  const { journal } = await run([
    'for-each: { agent: [agt-1, agt-2] }\n    stagger: 5m\n    steps:\n' +
      `      - { do: restart-agent, agents: ["\${agent}"] }`,
  ]);
  expect(journal.run.map(({ activity }) => activity)).toEqual([
    'do restart-agent (agents=agt-1)',
    'advance 5m',
    'do restart-agent (agents=agt-2)',
  ]);
});

test('another rate of sign-ins ends with its time, and with the method', async () => {
  const { journal, everyMs } = await run([
    '{ traffic: { every: 100ms }, for: 1m }',
    'traffic: none',
    'advance: 1m',
  ]);
  const [before] = journal.phases;
  const count = Object.values(before?.results ?? {}).flatMap((counts) => Object.values(counts));
  expect(count.reduce((sum, one) => sum + one, 0)).toBeCloseTo(600, -2);
  expect(everyMs).toBe(1_000);
});

test('a change that must be refused is done: that is a failure; one that is refused ends the method', async () => {
  const done = await run(['{ do: restart-agent, agents: [agt-1], refused: true }']);
  expect(done.journal.because).toContain('expected it to be refused, but it was done');
  const refused = await run(['{ do: install-agent, agents: [agt-1] }', 'wait: 1s']);
  expect(statuses(refused.journal.run)).toEqual(['failed', 'not-run']);
});

describe('the steady state, watched continuously', () => {
  const WATCHED = ['hypothesis: { strategy: continuously, every: 1m }'];
  const OUTAGE = ['{ inject: agent-stopped, for: 5m }', 'advance: 20m'];

  test('is a share of looks that passed, and fails below what was asked for', async () => {
    const { journal } = await run(OUTAGE, WATCHED);
    const [seen] = journal.steady_states.during ?? [];
    expect(seen).toMatchObject({ probe: 'sign-in', looks: 25 });
    expect(seen?.share).toBeCloseTo(0.8, 1);
    expect(seen?.misses[0]?.summary).toContain('80001');
    expect(journal).toMatchObject({ verdict: 'fail', deviated: true });
    expect(journal.because).toMatch(
      /did not hold during the method: sign-in passed \d+ of 25 looks/,
    );
  });

  test('may be missed by the part that is allowed', async () => {
    const lenient = ['hypothesis: { strategy: continuously, every: 1m, at-least: 0.7 }'];
    expect((await run(OUTAGE, lenient)).journal.verdict).toBe('pass');
  });

  test('ends the method at the first miss where it is to fail fast', async () => {
    const { journal } = await run(OUTAGE, [...WATCHED, 'fail-fast: true']);
    expect(journal.run.at(-1)?.status).toBe('not-run');
    expect(journal.duration).toBeLessThan(5 * 60);
  });
});

describe('what was done is taken back', () => {
  const FINE = ['{ do: stop-agent, agents: [agt-3] }'];
  const AMISS = [...FINE, 'expect: { status: { Inactive: all } }\n    within: 1s'];

  test.each([
    ['always', FINE, []],
    ['always', AMISS, []],
    ['deviated', FINE, ['stop-agent']],
    ['deviated', AMISS, []],
    ['never', AMISS, ['stop-agent']],
  ])('%s', async (strategy, method, expected) => {
    const { left } = await run(method, [`rollback: ${strategy}`]);
    expect(left).toEqual(expected);
  });
});
