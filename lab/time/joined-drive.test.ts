import { expect, test } from 'vitest';
import { createVirtualClock } from '../../runtime/virtual/clock.ts';
import { joinDrives } from './joined-drive.ts';

test('work that drives work of its own comes to its end', async () => {
  const clock = createVirtualClock(0);
  const drive = joinDrives(clock);
  const inner = async () => {
    await clock.sleep(10);
    await drive(clock.sleep(1_000));
    return clock.nowMs();
  };
  expect(await drive(inner())).toBe(1_010);
});

test('two that wait at once each go on when their own work is done', async () => {
  const clock = createVirtualClock(0);
  const drive = joinDrives(clock);
  const ends: number[] = [];
  const wait = async (durationMs: number) => {
    await drive(clock.sleep(durationMs));
    ends.push(clock.nowMs());
  };
  await Promise.all([wait(1_000), wait(10_000)]);
  await wait(5_000);
  expect(ends).toEqual([1_000, 10_000, 15_000]);
});

test('a failure reaches whoever waits for it, and nobody else', async () => {
  const clock = createVirtualClock(0);
  const drive = joinDrives(clock);
  const failing = clock.sleep(5).then(() => {
    throw new Error('broken');
  });
  const results = await Promise.allSettled([drive(failing), drive(clock.sleep(20))]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
