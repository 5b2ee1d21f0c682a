import { expect, test } from 'vitest';
import { createWorkCount } from './work-load.ts';

/** One that waited so long and was answered. */
function answer(count: ReturnType<typeof createWorkCount>, waitedMs: number): void {
  count.arrived();
  count.begun(waitedMs);
  count.answered();
}

test('what arrived waits, what begun is busy, and only answers count', () => {
  const count = createWorkCount();
  for (let n = 0; n < 4; n++) count.arrived();
  for (let n = 0; n < 3; n++) count.begun(0);
  count.answered();
  count.givenUp();
  expect(count.now()).toMatchObject({ validations: 1, busy: 1, waiting: 1 });
});

test('what a process had goes with it; what it answered stays counted', () => {
  const count = createWorkCount();
  answer(count, 0);
  count.arrived();
  count.lost();
  expect(count.now()).toMatchObject({ validations: 1, busy: 0, waiting: 0 });
});

test('the 95th percentile of waits is known to within a tenth', () => {
  const count = createWorkCount();
  expect(count.now().waitP95).toBeUndefined();
  for (let n = 0; n < 95; n++) answer(count, 0);
  for (let n = 0; n < 5; n++) answer(count, 400);
  expect(count.now().waitP95).toBe(0);
  for (let n = 0; n < 10; n++) answer(count, 400);
  expect((count.now().waitP95 ?? 0) / 400).toBeCloseTo(1.05, 1);
});
