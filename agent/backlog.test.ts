import { expect, test } from 'vitest';
import { createVirtualClock } from '../runtime/virtual/clock.ts';
import { createBacklog } from './backlog.ts';

/** When each of `count` pieces of work began that came at once. */
async function begins(count: number, perSecond: number | undefined, untilMs: number) {
  const clock = createVirtualClock(0);
  const backlog = createBacklog(clock);
  backlog.setPace(perSecond);
  const atMs: number[] = [];
  for (let n = 0; n < count; n++) backlog.add(() => atMs.push(clock.nowMs()));
  await clock.advanceTo(untilMs);
  return { clock, backlog, atMs };
}

test('without a limit everything begins at once', async () => {
  expect((await begins(3, undefined, 0)).atMs).toEqual([0, 0, 0]);
});

test('four a second begin a quarter of a second apart, in order', async () => {
  expect((await begins(3, 4, 10_000)).atMs).toEqual([0, 250, 500]);
});

test('after a pause the first one waits for nobody', async () => {
  const { clock, backlog, atMs } = await begins(1, 1, 5_000);
  backlog.add(() => atMs.push(clock.nowMs()));
  expect(atMs).toEqual([0, 5_000]);
});

test('when the limit goes, what waits goes on at once; when the process goes, it never begins', async () => {
  const healed = await begins(3, 1, 999);
  expect(healed.atMs).toEqual([0]);
  healed.backlog.setPace(undefined);
  expect(healed.atMs).toEqual([0, 999, 999]);
  const dropped = await begins(3, 1, 999);
  dropped.backlog[Symbol.dispose]();
  await dropped.clock.advanceTo(60_000);
  expect(dropped.atMs).toEqual([0]);
});
