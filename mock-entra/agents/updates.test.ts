/** Which agents are told to update, and when. Protocol and pace are the lab's own. */
import { expect, test } from 'vitest';
import { timingsWith } from '../../protocol/timings.ts';
import { createVirtualClock } from '../../runtime/virtual/clock.ts';
import { proves } from '../../test/parity/proves.ts';
import { createUpdates } from './updates.ts';

const T = timingsWith();
const OLD = '1.5.1742.0';
const NEW = '1.6.0.0';

function start() {
  const clock = createVirtualClock(0);
  return { clock, updates: createUpdates(clock, T) };
}

test(
  proves('agents.updater', 'one agent at a time is told to update, the next when it came back'),
  () => {
    const { updates } = start();
    updates.release(NEW);
    expect([updates.ask('a', OLD), updates.ask('b', OLD)]).toEqual([NEW, undefined]);
    updates.seen('a', OLD);
    expect(updates.ask('b', OLD)).toBeUndefined();
    updates.seen('a', NEW);
    expect([updates.ask('a', NEW), updates.ask('b', OLD)]).toEqual([undefined, NEW]);
  },
);

test('an agent that does not come back loses its turn at its end and not a millisecond earlier', async () => {
  const { clock, updates } = start();
  updates.release(NEW);
  updates.ask('a', OLD);
  await clock.advanceTo(T.updateTurnMs - 1);
  expect(updates.ask('b', OLD)).toBeUndefined();
  await clock.advanceTo(T.updateTurnMs);
  expect(updates.ask('b', OLD)).toBe(NEW);
});

// EVIDENCE-OF SEED-B: "Only major versions are released for auto-upgrade"
test('a version that is only to be downloaded is pushed to nobody', () => {
  const { updates } = start();
  updates.release('1.5.2482.0');
  expect(updates.ask('a', OLD)).toBeUndefined();
  updates.release(NEW, { pushed: false });
  expect(updates.ask('a', OLD)).toBeUndefined();
});

test('the newest release counts, nobody is taken back, and a withdrawn one is gone', () => {
  const { updates } = start();
  updates.release('1.7.0.0');
  updates.release(NEW);
  expect(updates.ask('a', OLD)).toBe('1.7.0.0');
  expect(updates.ask('b', '1.8.0.0')).toBeUndefined();
  updates.withdraw('1.7.0.0');
  expect(updates.ask('a', OLD)).toBe(NEW);
});
