import { expect, test } from 'vitest';
import { createVirtualClock } from '../../runtime/virtual/clock.ts';
import { hurry } from './hurry.ts';

function createStub(mode: 'virtual' | 'live') {
  const clock = createVirtualClock(0);
  const advanced: number[] = [];
  const lab = {
    mode,
    drive: <T>(work: Promise<T>) => work,
    async advance(durationMs: number) {
      advanced.push(durationMs);
      await clock.advanceTo(clock.nowMs() + durationMs);
    },
  };
  return { lab, clock, advanced };
}

test('work that waits for a time-out of the lab does not wait for it in real time', async () => {
  const { lab, clock, advanced } = createStub('live');
  const work = clock.sleep(5_000).then(() => 'timed out');
  expect(await hurry(lab, work)).toBe('timed out');
  expect(advanced).toEqual([2_500, 2_500]);
});

test('what ends by itself, or breaks, moves no clock', async () => {
  const { lab, advanced } = createStub('live');
  expect(await hurry(lab, Promise.resolve('seen'))).toBe('seen');
  await expect(hurry(lab, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(advanced).toEqual([]);
});

test('virtual time is driven, and never moved besides', async () => {
  const { lab, clock, advanced } = createStub('virtual');
  const seen = hurry(lab, clock.sleep(1_000));
  await clock.advanceTo(1_000);
  await seen;
  expect(advanced).toEqual([]);
});
