import { expect, test } from 'vitest';
import {
  formatBitRate,
  formatBytes,
  formatCount,
  formatLatency,
  formatRate,
  formatShare,
} from './quantities.ts';

test('only all is 100 and only none is 0 percent', () => {
  const shares = [0, 1, 5, 500, 995, 999, 1000].map((part) => formatShare(part, 1000));
  expect(shares.map((share) => share.replace('\u202f', ' '))).toEqual([
    '0 %',
    '<1 %',
    '<1 %',
    '50 %',
    '>99 %',
    '>99 %',
    '100 %',
  ]);
  expect(formatShare(0, 0)).toBe('–');
});

test('large counts are grouped', () => {
  expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
});

test('latencies have three digits, whatever their unit', () => {
  const words = [0, 0.42, 9.84, 99.96, 184.4, 999.4, 999.6, 31_420, 120_000].map(formatLatency);
  expect(words).toEqual([
    ...['0 ms', '0.42 ms', '9.84 ms', '100 ms', '184 ms', '999 ms', '1.00 s', '31.4 s', '120 s'],
  ]);
});

test('rates keep a digit only where they are small', () => {
  expect([0, 0.52, 9.97, 602.4, 16_000].map(formatRate)).toEqual([
    ...['0/s', '0.5/s', '10/s', '602/s', '16,000/s'],
  ]);
});

test('sizes count in thousands', () => {
  expect([0, 512, 3584, 2_130_000].map(formatBytes)).toEqual([
    '0 B',
    '512 B',
    '3.58 kB',
    '2.13 MB',
  ]);
  expect([100, 3_440_000, 485_000_000].map(formatBitRate)).toEqual([
    ...['800 bit/s', '27.5 Mbit/s', '3.88 Gbit/s'],
  ]);
});
