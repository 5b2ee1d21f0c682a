/** Comparisons on real virtual runs: a change that shows, one that does not, and too few pairs. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { loadScenario } from '../catalogue.ts';
import { runScenario } from '../run/run.ts';
import type { Scenario } from '../scenario.ts';
import { runComparison } from './run-comparison.ts';

async function compare(scenario: Scenario, pairs: number) {
  const { journal } = await runScenario(scenario, { seed: 'c' });
  return runComparison(scenario, journal, { seed: 'c', pairs });
}

const BLOCKED: Scenario = {
  ...loadScenario('tls-inspection'),
  estate: { agents: 1 },
  steadyState: [{ probe: 'sign-in', expect: { result: 0 } }],
};

/** Nothing is done to the estate; the phases are there to be compared. */
const HARMLESS: Scenario = {
  ...BLOCKED,
  method: [
    { kind: 'advance', durationMs: 60_000 },
    {
      kind: 'phase',
      phase: 'noticed',
      when: { seen: { 'right-password': [0] } },
      withinMs: 600_000,
    },
    { kind: 'advance', durationMs: 300_000 },
  ],
};

test(
  proves('rehearse.compare', 'a fault that stops sign-ins is a difference in what people read'),
  async () => {
    const comparison = await compare(BLOCKED, 12);
    expect(comparison).toMatchObject({ finding: 'different', samePairsBefore: 12 });
    const different = comparison.rows.filter(({ finding }) => finding === 'different');
    const code = different.find(({ kind, subject }) => kind === 'code' && subject === '80001');
    expect(code).toMatchObject({ phase: 'noticed', without: 0, with: 12 });
    const failed = different.find(
      ({ kind, subject, phase }) =>
        kind === 'failed' && subject === 'right-password' && phase === 'noticed',
    );
    expect(failed).toMatchObject({ without: 0, with: 1 });
  },
);

test('nothing done is no difference found, and says from which share on one would have been', async () => {
  const comparison = await compare(HARMLESS, 12);
  expect(comparison.finding).toBe('no-difference-found');
  const failed = comparison.rows.find(({ subject }) => subject === 'right-password');
  expect(failed?.foundFrom).toBeLessThan(0.2);
});

test('guards and traffic before the change belong to both runs', async () => {
  const removal = loadScenario('remove-agent-under-load');
  const until = removal.method.findIndex(({ kind }) => kind === 'do');
  const method = [...removal.method.slice(0, until + 1), { kind: 'advance', durationMs: 60_000 }];
  const comparison = await compare({ ...removal, method } as Scenario, 2);
  expect(comparison.samePairsBefore).toBe(2);
});

test('three pairs are too few to say anything, whatever they show', async () => {
  const comparison = await compare(BLOCKED, 3);
  expect(comparison.finding).toBe('inconclusive');
  expect(comparison.because).toMatch(/^3 pairs of runs are too few to tell/);
});
