import { expect, test } from 'vitest';
import {
  CAPACITY,
  DOCUMENTED_AGENT,
  requestBytes,
  responseBytes,
  saturationPerSecond,
} from './capacity.ts';
import { parseCapacity, renderCapacity } from './capacity-notation.ts';

const [from, to] = [CAPACITY.bandFromPerSecond.value, CAPACITY.bandToPerSecond.value];

test('the documented server ends within the documented band, next to its controllers and 20 ms away', () => {
  // EVIDENCE-OF ED-QS: "a single Authentication Agent can handle 300 to 400 authentications per
  // second on a standard 4-core CPU, 16-GB RAM server"
  for (const roundTripMs of [0, 2, 20]) {
    const most = saturationPerSecond(DOCUMENTED_AGENT, roundTripMs);
    expect(most).toBeGreaterThan(from);
    expect(most).toBeLessThan(to);
  }
});

test('far from its controllers the slots end before the cores', () => {
  const capacity = { cores: 4, serviceMs: 10, spread: 0, slots: 20, controllerTrips: 2 };
  expect(saturationPerSecond(capacity, 20)).toBe(400);
  expect(saturationPerSecond(capacity, 45)).toBe(200);
});

test('payloads follow the documented formula', () => {
  expect([1, 3, 40].map(requestBytes)).toEqual([1_536, 3_584, 41_472]);
  expect(responseBytes()).toBe(1_024);
});

test('a capacity is read as it is written, and what is not said is as documented', () => {
  expect(parseCapacity('documented')).toEqual(DOCUMENTED_AGENT);
  expect(parseCapacity('host')).toBe('host');
  const two = { ...DOCUMENTED_AGENT, cores: 2, serviceMs: 7.5 };
  expect(parseCapacity('cores=2,service=7.5ms')).toEqual(two);
  expect(parseCapacity(renderCapacity(two))).toEqual(two);
});

test.each([
  ['fast', /expected documented, host, or parts .*got "fast"/],
  ['cpu=4', /got "cpu=4"/],
  ['cores=0', /a whole number from 1 to 256 for cores, got 0 in "cores=0"/],
  ['cores=1.5', /for cores, got 1.5/],
  ['service=0ms', /from 0.01 to 60000ms for service, got 0/],
  ['service=-3', /for service, got "-3"/],
  ['spread=2', /from 0 to 1 for spread, got 2/],
  ['cores=4=5', /got "cores=4=5"/],
  ['', /got ""/],
])('"%s" is no capacity, and the sentence says why', (text, sentence) => {
  expect(parseCapacity(text)).toEqual({ problem: expect.stringMatching(sentence) });
});
