import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Segment } from './axis.ts';
import { bucketSignIns, type SignIn } from './buckets.ts';

const SEGMENTS: readonly Segment[] = [
  { phase: 'before', startMs: 0, endMs: 1000, x0: 0, x1: 100 },
  { phase: 'noticed', startMs: 1000, endMs: 10_000, x0: 100, x1: 300 },
];

function signIn(atMs: number, result: SignIn['result'] = 0, tookMs = 10): SignIn {
  return {
    kind: 'sign-in',
    group: 'right-password',
    userName: 'ada@contoso.example',
    atMs,
    startedMs: atMs - tookMs,
    result,
    correlationId: String(atMs),
  };
}

test('every sign-in of the run is in one bucket and no bucket spans two phases', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 10_000 })), (times) => {
      const buckets = bucketSignIns(
        times.map((atMs) => signIn(atMs)),
        SEGMENTS,
      );
      expect(buckets.reduce((sum, { total }) => sum + total, 0)).toBe(times.length);
      for (const { startMs, endMs } of buckets) {
        expect(startMs < 1000 ? endMs : 1000).toBeLessThanOrEqual(1000);
      }
    }),
  );
});

test('a sign-in that ends as a phase begins belongs to that phase', () => {
  const [before, noticed] = bucketSignIns([signIn(1000, 80001)], SEGMENTS);
  expect(before?.total).toBe(0);
  expect(noticed?.counts).toEqual(new Map([['80001', 1]]));
});

test('more sign-ins make no more bars than the width has room for', () => {
  const many = Array.from({ length: 100_000 }, (_, at) => signIn(at / 10));
  expect(bucketSignIns(many, SEGMENTS).length).toBeLessThan(50);
});

test('half and 95 percent are nearest ranks', () => {
  const signIns = Array.from({ length: 20 }, (_, at) => signIn(5000, 0, at + 1));
  const bucket = bucketSignIns(signIns, SEGMENTS).find(({ total }) => total > 0);
  expect(bucket?.latency).toEqual({ p50Ms: 10, p95Ms: 19 });
});
