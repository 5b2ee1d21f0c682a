/**
 * What makes a virtual run worth trusting: it repeats itself, and nothing asynchronous hides in it.
 */
import { expect, test } from 'vitest';
import { FAULTS } from '../lab/faults/index.ts';
import { startLab } from '../lab/start-lab.ts';
import { guardVirtualRun } from '../runtime/virtual/guard.ts';

async function rehearse(seed: string): Promise<string> {
  const lab = await startLab({ seed, traffic: { everyMs: 1_000 } });
  await lab.advance(30_000);
  for (const id of Object.keys(FAULTS)) {
    await lab.faults.on(id);
    await lab.advance(90_000);
    await lab.faults.reset();
    await lab.advance(90_000);
  }
  await lab[Symbol.asyncDispose]();
  return JSON.stringify(lab.timeline.entries);
}

test('the same seed gives the same timeline, byte for byte, and another seed another one', async () => {
  const first = await rehearse('42');
  expect(await rehearse('42')).toBe(first);
  expect(await rehearse('43')).not.toBe(first);
});

test('a virtual run touches no asynchronous resource but promises and the turns of its clock', async () => {
  const { strays, value } = await guardVirtualRun(() => rehearse('42'));
  expect(strays).toEqual([]);
  expect(value).toContain('80001');
});

test('the guard names a stray timer and where it was made', async () => {
  const { strays } = await guardVirtualRun(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
  });
  expect(strays).toHaveLength(1);
  expect(strays[0]).toMatch(/^Timeout .*virtual-run\.test\.ts/);
});

test('deleting every symptom from the declarations changes nothing that the lab does', async () => {
  const told = await rehearse('42');
  const claims = Object.values(FAULTS).map((fault) => [fault, fault.symptoms] as const);
  for (const [fault] of claims) fault.symptoms = () => [];
  const untold = await rehearse('42');
  for (const [fault, symptoms] of claims) fault.symptoms = symptoms;
  expect(untold).toBe(told);
  for (const sign of ['80001', '80002', '80007', '31034', '31019']) expect(untold).toContain(sign);
});

test('three hours without a fault bring no failure and no change of status', async () => {
  const lab = await startLab({ seed: 'quiet' });
  const from = lab.timeline.entries.length;
  await lab.advance(3 * 3_600_000);
  const odd = lab.timeline.entries
    .slice(from)
    .filter((entry) => entry.kind !== 'sign-in' || ![0, 50126].includes(Number(entry.result)));
  await lab[Symbol.asyncDispose]();
  expect(odd).toEqual([]);
});
