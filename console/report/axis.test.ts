import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PHASES } from '../../lab/timeline.ts';
import { createAxis } from './axis.ts';

const START = Date.UTC(2026, 0, 5);
const LEFT = 100;
const RIGHT = 900;

function axisOf(lengthsMs: readonly number[], segmentMin = 100) {
  let atMs = START;
  const phases = lengthsMs.map((lengthMs, at) => {
    const startMs = atMs;
    atMs += lengthMs;
    return { phase: PHASES[at % PHASES.length] ?? 'before', startMs, endMs: atMs };
  });
  return createAxis({ startMs: START, endMs: atMs, phases, left: LEFT, right: RIGHT, segmentMin });
}

test('phases of like length share the width in proportion', () => {
  const { segments } = axisOf([10_000, 20_000, 10_000]);
  expect(segments.map(({ x0, x1 }) => x1 - x0)).toEqual([200, 400, 200]);
});

test('a phase of seconds beside one of hours keeps the least width', () => {
  const { segments } = axisOf([30_000, 7_200_000, 30_000]);
  expect(segments.map(({ x0, x1 }) => x1 - x0)).toEqual([100, 600, 100]);
});

test('a run without phases is one segment', () => {
  const axis = createAxis({
    startMs: START,
    endMs: START + 1000,
    phases: [],
    left: 0,
    right: 100,
    segmentMin: 10,
  });
  expect(axis.segments).toHaveLength(1);
  expect(axis.x(START + 500)).toBe(50);
});

test('times before and after the run lie on the edges', () => {
  const axis = axisOf([1000]);
  expect(axis.x(START - 5000)).toBe(LEFT);
  expect(axis.x(START + 5000)).toBe(RIGHT);
});

const lengths = fc.array(fc.integer({ min: 1000, max: 900_000_000 }), {
  minLength: 1,
  maxLength: 8,
});

test('later is never further left, and segments fill the width', () => {
  fc.assert(
    fc.property(lengths, fc.array(fc.nat(1000), { minLength: 2 }), (lengthsMs, permille) => {
      const axis = axisOf(lengthsMs);
      const spanMs = axis.endMs - axis.startMs;
      const times = permille.toSorted((a, b) => a - b).map((n) => START + (n * spanMs) / 1000);
      const xs = times.map((atMs) => axis.x(atMs));
      for (const [at, x] of xs.entries()) {
        expect(x).toBeGreaterThanOrEqual((xs[at - 1] ?? LEFT) - 1e-6);
      }
      expect(axis.segments[0]?.x0).toBe(LEFT);
      expect(axis.segments.at(-1)?.x1).toBeCloseTo(RIGHT, 6);
    }),
  );
});

test('labels of ticks never touch', () => {
  fc.assert(
    fc.property(lengths, (lengthsMs) => {
      let free = Number.NEGATIVE_INFINITY;
      for (const { x, label, anchor } of axisOf(lengthsMs).ticks) {
        const width = label.length * 6;
        const from = anchor === 'start' ? x : anchor === 'middle' ? x - width / 2 : x - width;
        expect(from).toBeGreaterThanOrEqual(free);
        free = from + width;
      }
    }),
  );
});
