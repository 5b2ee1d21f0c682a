/** What a run rested on: which timings anything has read. */
import { expect, test } from 'vitest';
import { timingsWith } from '../../protocol/timings.ts';
import { proves } from '../../test/parity/proves.ts';
import { startLab } from '../start-lab.ts';
import { watchTimings } from './watch-timings.ts';

test('only what was read is named', () => {
  const { timings, used } = watchTimings(timingsWith());
  expect(used().size).toBe(0);
  expect(timings.inactiveAfterMs).toBe(7_200_000);
  expect([...used()]).toEqual(['inactiveAfterMs']);
});

test(
  proves('rehearse.ticket', 'a number that plays no part in a run is not one it rests on'),
  async () => {
    await using lab = await startLab();
    await lab.wait(60_000);
    const used = lab.usedTimings();
    expect(used).toContain('signInDeadlineMs');
    expect(used).not.toContain('deviceCodeLifetimeMs');
  },
);
