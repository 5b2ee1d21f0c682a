/**
 * Live time: real when left alone, stepped when advanced. Real waits here are of a few
 * milliseconds.
 */
import { expect, test } from 'vitest';
import { createLiveClock, type LiveClock } from './clock.ts';

const START_MS = Date.UTC(2026, 0, 1);

function startClock(quiet: () => Promise<void> = async () => {}): LiveClock & Disposable {
  const clock = createLiveClock({ quiet, startMs: START_MS });
  return Object.assign(clock, { [Symbol.dispose]: () => clock.stop() });
}

test('left alone, timers run in order of due time, not before it', async () => {
  using clock = startClock();
  const ran: string[] = [];
  const note = (name: string, dueMs: number) => () => {
    expect(clock.nowMs()).toBeGreaterThanOrEqual(dueMs);
    ran.push(name);
  };
  const nowMs = clock.nowMs();
  clock.at(nowMs + 20, note('last', nowMs + 20));
  clock.at(nowMs + 10, note('first', nowMs + 10));
  clock.at(nowMs + 10, note('second', nowMs + 10));
  clock.at(nowMs + 15, note('cancelled', nowMs + 15))[Symbol.dispose]();
  await clock.sleep(25);
  expect(ran).toEqual(['first', 'second', 'last']);
});

test('advancing goes from timer to timer, each at its due time', async () => {
  let quiets = 0;
  using clock = startClock(async () => {
    quiets += 1;
  });
  const startMs = clock.nowMs();
  const ranAtMs: number[] = [];
  const beat = () => {
    ranAtMs.push(clock.nowMs() - startMs);
    clock.at(clock.nowMs() + 60_000, beat);
  };
  clock.at(startMs + 60_000, beat);
  await clock.advanceTo(startMs + 300_000);
  expect(ranAtMs).toEqual([60_000, 120_000, 180_000, 240_000, 300_000]);
  expect(quiets).toBe(6);
  expect(clock.nowMs() - startMs).toBeLessThan(301_000);
});

test('while it is advanced, real time that passes moves neither lab time nor timers', async () => {
  using clock = startClock(() => new Promise((resolve) => void setTimeout(resolve, 15)));
  const startMs = clock.nowMs();
  const ran: string[] = [];
  clock.at(startMs + 1000, () => {
    ran.push('due');
    clock.at(clock.nowMs() + 5, () => ran.push('soon after'));
  });
  clock.at(startMs + 1010, () => ran.push('beyond'));
  await clock.advanceTo(startMs + 1004);
  expect(ran).toEqual(['due']);
  await clock.sleep(20);
  expect(ran).toEqual(['due', 'soon after', 'beyond']);
});

test('time never goes backwards', async () => {
  using clock = startClock();
  const startMs = clock.preciseMs();
  await clock.advanceTo(startMs - 5000);
  expect(clock.preciseMs()).toBeGreaterThanOrEqual(startMs);
});

test('two advances do not mix', async () => {
  using clock = startClock(() => new Promise((resolve) => void setImmediate(resolve)));
  const startMs = clock.nowMs();
  const both = [clock.advanceTo(startMs + 10_000), clock.advanceTo(startMs + 20_000)];
  await Promise.all(both);
  expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(20_000);
  expect(clock.nowMs() - startMs).toBeLessThan(20_500);
});

test('an advance that fails leaves a clock that goes on', async () => {
  let failing = true;
  using clock = startClock(async () => {
    if (failing) throw new Error('not quiet');
  });
  const startMs = clock.nowMs();
  await expect(clock.advanceTo(startMs + 1000)).rejects.toThrow('not quiet');
  failing = false;
  await clock.advanceTo(startMs + 2000);
  await clock.sleep(2);
  expect(clock.nowMs() - startMs).toBeGreaterThanOrEqual(2002);
});

test('delays beyond what setTimeout takes do not run at once', async () => {
  using clock = startClock();
  let ran = false;
  clock.at(clock.nowMs() + 2 ** 31 + 1000, () => {
    ran = true;
  });
  await clock.sleep(10);
  expect(ran).toBe(false);
});

test('a stopped clock runs nothing any more', async () => {
  using clock = startClock();
  let ran = false;
  clock.at(clock.nowMs() + 5, () => {
    ran = true;
  });
  clock.stop();
  await new Promise((resolve) => void setTimeout(resolve, 15));
  await clock.advanceTo(clock.nowMs() + 100);
  expect(ran).toBe(false);
});
