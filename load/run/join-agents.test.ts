import { expect, test } from 'vitest';
import { joinAgents, type LabSample } from './join-agents.ts';

function sample(
  second: number,
  counts: Readonly<Record<string, number>>,
  there: string[],
): LabSample {
  const loads = Object.entries(counts).map(([name, validations]) => {
    return [name, { validations, busy: 1, waiting: 2, cpuMs: second * 250 }] as const;
  });
  return { atMs: 5_000 + second * 1_000, loads: Object.fromEntries(loads), there };
}

test('counters become what each agent did in each second, and who came and left', () => {
  const both = ['agt-10', 'agt-2'];
  const { agents, events } = joinAgents(
    [
      sample(0, { 'agt-2': 100, 'agt-10': 50 }, both),
      sample(1, { 'agt-2': 130, 'agt-10': 60 }, both),
      // agt-10 started again and counts from 0; then it is gone.
      sample(2, { 'agt-2': 160, 'agt-10': 5 }, both),
      sample(3, { 'agt-2': 205, 'agt-11': 0 }, ['agt-2', 'agt-11']),
    ],
    { 'agt-2': 'hq' },
  );
  expect(agents.map(({ name }) => name)).toEqual(['agt-2', 'agt-10', 'agt-11']);
  expect(agents[0]).toMatchObject({ site: 'hq', validations: 105, cpuShare: 0.25 });
  expect(agents[0]?.share).toBeCloseTo(105 / 120);
  expect(agents[1]?.seconds.map(({ validations }) => validations)).toEqual([10, 5, 0]);
  expect(events).toEqual([
    { atMs: 2_000, text: 'agt-10 left' },
    { atMs: 2_000, text: 'agt-11 came' },
  ]);
});
