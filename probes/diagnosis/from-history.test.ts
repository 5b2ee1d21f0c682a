/** What chance says about one bad agent of several, and when a failure is a total one. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import type { ProbeRun } from '../probe-run.ts';
import {
  agentsOutOfLine,
  attemptsToMeet,
  sightingsFrom,
  totalFailureSince,
} from './from-history.ts';

const EVERY_MS = 300_000;

function run(at: number, verdict: ProbeRun['verdict'], changes: Partial<ProbeRun> = {}): ProbeRun {
  return {
    ...{ id: `r-${at}`, target: 't', module: 'sign-in', probe: 'sign-in', tookMs: 40 },
    ...{ startedMs: at * EVERY_MS, verdict, summary: '', phaseMs: {}, aadsts: null },
    ...{ agentId: null, observation: null, ...changes },
  };
}

test(
  proves('probes.diagnosis.total-failure', 'a total failure is known within two probe intervals'),
  () => {
    const runs = [run(0, 'pass'), run(1, 'pass'), run(2, 'fail')];
    expect(totalFailureSince(runs)).toBeUndefined();
    const both = [...runs, run(3, 'fail')];
    expect(totalFailureSince(both)).toBe(2 * EVERY_MS);
    // It set in right after run 1 at the earliest, and is known at run 3.
    expect(3 * EVERY_MS - 1 * EVERY_MS).toBeLessThanOrEqual(2 * EVERY_MS);
  },
);

test('a run that could not tell neither begins nor ends a failure', () => {
  expect(
    totalFailureSince([run(0, 'pass'), run(1, 'inconclusive'), run(2, 'fail')]),
  ).toBeUndefined();
  const broken = [run(0, 'fail'), run(1, 'inconclusive'), run(2, 'fail')];
  expect(totalFailureSince(broken)).toBe(0);
});

test.each([
  [1, 3, 0.95, 8],
  [1, 2, 0.95, 5],
  [2, 3, 0.95, 3],
  [3, 3, 0.95, 1],
  [1, 3, 0.99, 12],
] as const)(
  proves('probes.diagnosis.attempts', '%d bad of %d at %d: %d attempts'),
  (bad, all, sure, count) => {
    expect(attemptsToMeet(bad, all, sure)).toBe(count);
    if (bad < all) expect((1 - bad / all) ** count).toBeLessThanOrEqual(1 - sure);
  },
);

test('no bad agent is never met', () => {
  expect(attemptsToMeet(0, 3)).toBeUndefined();
});

test(
  proves(
    'probes.diagnosis.agent-out-of-line',
    'an agent that fails more than the others is out of line',
  ),
  () => {
    const tallies = [
      { agentId: 'a', attempts: 100, failures: 1 },
      { agentId: 'b', attempts: 100, failures: 2 },
      { agentId: 'c', attempts: 100, failures: 15 },
    ];
    expect(agentsOutOfLine(tallies).map(({ agentId }) => agentId)).toEqual(['c']);
  },
);

test('few attempts, or the same trouble everywhere, put nobody out of line', () => {
  const few = [
    { agentId: 'a', attempts: 40, failures: 0 },
    { agentId: 'b', attempts: 3, failures: 3 },
  ];
  expect(agentsOutOfLine(few)).toEqual([]);
  const all = ['a', 'b'].map((agentId) => ({ agentId, attempts: 50, failures: 25 }));
  expect(agentsOutOfLine(all)).toEqual([]);
});

test('runs become sightings, with the server that their observation names', () => {
  const seen = { server: 'agt-1', description: null, observedAtMs: 0, problem: 'no' };
  const runs = [run(0, 'fail'), run(1, 'fail', { probe: 'agent-host', observation: seen })];
  const round = {
    controllers: [],
    srv: { ok: true, hosts: [] },
    stoppedEarly: false,
    problem: null,
  };
  const directory = run(2, 'pass', { probe: 'directory', observation: round });
  expect(sightingsFrom([...runs, directory])[1]).toMatchObject({ server: 'agt-1' });
  expect(sightingsFrom(runs)).toEqual([
    { probe: 'agent-host', server: 'agt-1', site: null, atMs: EVERY_MS, observation: seen },
  ]);
});
