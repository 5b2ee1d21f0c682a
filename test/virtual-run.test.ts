/**
 * What makes a virtual run worth trusting: it repeats itself, and nothing asynchronous hides in it.
 */
import { expect, test } from 'vitest';
import { FAULTS } from '../lab/faults/index.ts';
import { startLab } from '../lab/start-lab.ts';
import { guardVirtualRun } from '../runtime/virtual/guard.ts';
import { proves } from './parity/proves.ts';

/** Faults that need an estate of their own to show anything are left to the catalogue test. */
const REHEARSED = Object.values(FAULTS).filter(({ seenIn }) => seenIn?.estate === undefined);

async function rehearse(seed: string): Promise<string> {
  const lab = await startLab({ seed, traffic: { everyMs: 2_000 } });
  await lab.advance(10_000);
  for (const { id, seenIn } of REHEARSED) {
    await lab.drive(lab.faults.on(id, seenIn?.where));
    await lab.advance(35_000);
    await lab.drive(lab.faults.reset());
    await lab.advance(15_000);
  }
  await lab[Symbol.asyncDispose]();
  return JSON.stringify(lab.timeline.entries);
}

let told: Promise<string> | undefined;
/** The run that the others are compared with. */
function toldRun(): Promise<string> {
  told ??= rehearse('42');
  return told;
}

test('another seed gives another timeline', async () => {
  expect(await rehearse('43')).not.toBe(await toldRun());
});

test('the same seed gives the same timeline, byte for byte, and nothing asynchronous hides in it', async () => {
  const { strays, value } = await guardVirtualRun(() => rehearse('42'));
  expect(strays).toEqual([]);
  expect(value).toBe(await toldRun());
});

test('the guard names a stray timer and where it was made', async () => {
  const { strays } = await guardVirtualRun(async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
  });
  expect(strays).toHaveLength(1);
  expect(strays[0]).toMatch(/^Timeout .*virtual-run\.test\.ts/);
});

test(
  proves(
    'faults.cause',
    'deleting every symptom from the declarations changes nothing that the lab does',
  ),
  async () => {
    const before = await toldRun();
    const claims = Object.values(FAULTS).map((fault) => [fault, fault.symptoms] as const);
    for (const [fault] of claims) fault.symptoms = () => [];
    const untold = await rehearse('42');
    for (const [fault, symptoms] of claims) fault.symptoms = symptoms;
    expect(untold).toBe(before);
    for (const sign of ['80001', '80002', '80007', '31034', '31019'])
      expect(untold).toContain(sign);
  },
);

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
