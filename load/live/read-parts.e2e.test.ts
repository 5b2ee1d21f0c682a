/** Parts as runners leave them: `load/join/recorded` was written by k6 2.2.0 in two segments. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { joinParts } from '../join/join-parts.ts';
import { passingRun } from '../report/fixture-load-result.ts';
import { renderLoadSummary } from '../report/render-summary.ts';
import { readParts } from './read-parts.ts';

const RECORDED = path.join(import.meta.dirname, '../join/recorded');
const folder = mkdtempSync(path.join(tmpdir(), 'pta-lab-parts-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a runner that left samples and a summary counts once, by its samples', () => {
  const parts = readParts([RECORDED]);
  expect(parts.map(({ name }) => name)).toEqual(['samples-1', 'samples-2']);
  const joined = joinParts(parts);
  // Six and four sign-ins are in what was kept of the recording.
  expect(joined.run.latency.count).toBe(10);
  expect(joined.run.latency.histogram).toBeDefined();
  expect(joined.run.seconds[0]?.completed).toBe(9);
  expect(joined.restsOn.startedAt.slice(0, 16)).toBe('2026-11-22T20:17');
});

test('thresholds of a summary are judged on samples that do not hold them', () => {
  const { thresholds } = joinParts(readParts([RECORDED])).run;
  const expressions = thresholds.map(({ metric, expression }) => `${metric} ${expression}`);
  expect(expressions).toContain('sign_ins{result:80002} count<1');
  expect(thresholds).toContainEqual(
    expect.objectContaining({ expression: 'p(95)<120', met: false, samples: 10 }),
  );
});

test('summaries of k6 alone give counts, and say that percentiles are bounds', () => {
  const files = [1, 2].map((n) => path.join(RECORDED, `summary-${n}.json`));
  const joined = joinParts(readParts(files));
  expect(joined).toMatchObject({ verdict: 'fail', restsOn: { crypto: 'unknown' } });
  expect(joined.run).toMatchObject({ latency: { count: 201, atMost: true }, failed: 10 });
  expect(joined.run.results).toEqual({ '0': 191, '80002': 10 });
  expect(joined.run.thresholds).toContainEqual(
    expect.objectContaining({ expression: 'p(95)<120', undecided: true }),
  );
});

test('runs of pta-lab load are found in their folders', () => {
  const inner = path.join(folder, 'peak-1');
  cpSync(RECORDED, inner, { recursive: true });
  writeFileSync(path.join(inner, 'summary.json'), renderLoadSummary(passingRun()));
  expect(readParts([folder]).map(({ name }) => name)).toEqual(['peak-1']);
});

test.each([
  ['nowhere', 'expected a file or folder with parts, found nothing'],
  [path.join(import.meta.dirname, '../../agent'), 'expected parts of a load run'],
])('what holds no parts is refused: %s', (place, words) => {
  expect(() => readParts([place])).toThrow(words);
});
