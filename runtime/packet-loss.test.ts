/** How late TCP makes what was lost, against the waits that RFC 6298 gives. */
import { expect, test } from 'vitest';
import { createDice } from './dice.ts';
import { connectLatenessMs, dataLatenessMs } from './packet-loss.ts';

/** Loses the first `count` packets. */
function losing(count: number) {
  let left = count;
  return { below: () => (left-- > 0 ? 0 : 2 ** 32 - 1) };
}

// EVIDENCE-OF RFC-6298: "the sender SHOULD set RTO <- 1 second"
// EVIDENCE-OF RFC-6298: "The host MUST set RTO <- RTO * 2"
test.each([
  [0, 0, 0],
  [1, 1_000, 200],
  [2, 3_000, 600],
  [3, 7_000, 1_400],
])('after %i losses a connection is %i ms late, data %i ms', (losses, connectMs, dataMs) => {
  expect(connectLatenessMs(losing(losses), 0.5)).toBe(connectMs);
  expect(dataLatenessMs(losing(losses), 0.5)).toBe(dataMs);
});

test('a SYN is sent again six times, and data fifteen times', () => {
  expect(connectLatenessMs(losing(6), 0.5)).toBe(63_000);
  expect(connectLatenessMs(losing(7), 0.5)).toBe(Number.POSITIVE_INFINITY);
  expect(dataLatenessMs(losing(15), 0.5)).toBeLessThan(1_000_000);
  expect(dataLatenessMs(losing(16), 0.5)).toBe(Number.POSITIVE_INFINITY);
});

test('nothing is late where nothing is lost, and everything for ever where all is', () => {
  const dice = createDice('loss');
  expect(connectLatenessMs(dice, 0)).toBe(0);
  expect(dataLatenessMs(dice, 1)).toBe(Number.POSITIVE_INFINITY);
});

test('a tenth of the packets lost makes about a tenth of the messages late', () => {
  const dice = createDice('loss');
  const late = Array.from({ length: 2_000 }, () => dataLatenessMs(dice, 0.1) > 0);
  const share = late.filter(Boolean).length / late.length;
  expect(share).toBeGreaterThan(0.07);
  expect(share).toBeLessThan(0.13);
});
