import { expect, test } from 'vitest';
import { createVirtualClock } from '../../runtime/virtual/clock.ts';
import { createTurns } from './turns.ts';

test('one agent has the turn until it gives it back, or until its time is up', async () => {
  const clock = createVirtualClock(0);
  const turns = createTurns(clock, 1_000);
  expect([turns.take('a'), turns.take('b'), turns.take('a')]).toEqual([true, false, true]);
  turns.giveBack('b');
  expect(turns.take('b')).toBe(false);
  turns.giveBack('a');
  expect(turns.take('b')).toBe(true);
  await clock.advanceTo(999);
  expect(turns.take('a')).toBe(false);
  await clock.advanceTo(1_000);
  expect(turns.take('a')).toBe(true);
});
