import { expect, test } from 'vitest';
import { type AgentCapacity, saturationPerSecond } from '../protocol/capacity.ts';
import { createDice } from '../runtime/dice.ts';
import { createVirtualClock } from '../runtime/virtual/clock.ts';
import { createServerCores } from './server-cores.ts';

const TWO_CORES: AgentCapacity = {
  ...{ cores: 2, serviceMs: 10, spread: 0, slots: 100, controllerTrips: 1 },
};

/** Each piece of work is away from the core for `awayMs` before its answer leaves. */
function createServer(capacity: AgentCapacity, awayMs = 0) {
  const clock = createVirtualClock(0);
  const cores = createServerCores(clock, capacity, createDice('1'));
  const [begins, ends]: [number[], number[]] = [[], []];
  const add = (workMs = 0) =>
    void cores
      .run(async () => {
        begins.push(clock.nowMs());
        if (workMs > 0) await clock.sleep(workMs);
      })
      .then(async () => {
        if (awayMs > 0) await clock.sleep(awayMs);
        ends.push(clock.nowMs());
        cores.free();
      });
  return { clock, cores, begins, ends, add };
}

test('as many are worked on at once as there are cores, the others wait in order', async () => {
  const { clock, add, begins, ends } = createServer(TWO_CORES);
  for (let n = 0; n < 5; n++) add();
  await clock.advanceTo(100);
  expect(begins).toEqual([0, 0, 10, 10, 20]);
  expect(ends).toEqual([10, 10, 20, 20, 30]);
});

test('work that waits for a controller holds a slot and no core', async () => {
  const { clock, add, begins } = createServer({ ...TWO_CORES, slots: 3 }, 25);
  for (let n = 0; n < 4; n++) add();
  await clock.advanceTo(100);
  // Two cores, a third slot when they are free, and the fourth when the first answer has left.
  expect(begins).toEqual([0, 0, 10, 35]);
});

test('a machine that takes longer than the model holds the core for as long as it takes', async () => {
  const { clock, add, ends } = createServer({ ...TWO_CORES, cores: 1 });
  for (let n = 0; n < 3; n++) add(300);
  await clock.advanceTo(1_000);
  expect(ends).toEqual([300, 600, 900]);
});

test('one that only stood still for a moment makes up for it', async () => {
  const { clock, add, ends } = createServer({ ...TWO_CORES, cores: 1 });
  add(30);
  for (let n = 0; n < 3; n++) add();
  await clock.advanceTo(100);
  expect(ends).toEqual([30, 30, 30, 40]);
});

test('what waits when the process goes is never done', async () => {
  const { clock, cores, add, begins } = createServer({ ...TWO_CORES, cores: 1 });
  add();
  add();
  await clock.advanceTo(5);
  cores[Symbol.dispose]();
  await clock.advanceTo(100);
  expect(begins).toEqual([0]);
});

test.each([
  ['near its controllers', 0],
  ['far from them', 40],
])('an overloaded server %s does what its capacity says', async (_where, roundTripMs) => {
  const capacity = { cores: 4, serviceMs: 11.4, spread: 0.5, slots: 10, controllerTrips: 1 };
  const { clock, add, ends } = createServer(capacity, roundTripMs);
  for (let n = 0; n < 4_000; n++) add();
  await clock.advanceTo(8_000);
  const most = saturationPerSecond(capacity, roundTripMs);
  expect(ends.length / 8 / most).toBeCloseTo(1, 1);
  expect(ends.length / 8).toBeLessThan(most * 1.02);
});
