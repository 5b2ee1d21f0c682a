/** The rows of the figure about sign-ins: how they ended, as shares, and how long they took. */
import { isExpectedResult } from '../../lab/people/expected-result.ts';
import type { Axis } from './axis.ts';
import type { Bucket } from './buckets.ts';
import { type FigureRow, track } from './figure-row.ts';
import { formatClock, formatDuration } from './lab-time.ts';
import { createLogScale, type LogScale, powersOfTen, shareOnLogScale } from './log-scale.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { type Palette, resultLabel } from './results.ts';
import { lineAcross, type Point, polyline, rect, text, titled } from './svg.ts';

export interface OutcomeRowOptions {
  group: string;
  label: string;
  about: string;
  height: number;
  buckets: readonly Bucket[];
  axis: Axis;
  palette: Palette;
}

/** One bar per bucket, filled to 100 %: what is as it should be at the bottom, symptoms above. */
export function outcomeRow(options: OutcomeRowOptions): FigureRow {
  const { label, about, height, buckets, axis } = options;
  const filled = buckets.filter(({ total }) => total > 0);
  return {
    label,
    about,
    height,
    draw: (y) => html`${track(axis, y, height)}
${filled.map((bucket) => outcomeBar(bucket, y, options))}
${rightLabel(axis, y + 8, '100 %')}${rightLabel(axis, y + height, '0 %')}`,
  };
}

function outcomeBar(bucket: Bucket, y: number, options: OutcomeRowOptions): Markup {
  const { group, height, axis, palette } = options;
  let top = y + height;
  const parts = orderResults(bucket, group).map(([result, count]) => {
    const share = (count / bucket.total) * height;
    top -= share;
    const box = { ...barPlace(bucket, axis), y: top, height: share };
    return rect(palette.slot(group, result), box);
  });
  return titled(bucketWords(bucket, group, axis), parts);
}

function barPlace({ startMs, endMs }: Bucket, axis: Axis): { x: number; width: number } {
  const x = axis.x(startMs);
  const width = axis.x(endMs) - x;
  return { x, width: width > 3 ? width - 0.8 : width };
}

function orderResults({ counts }: Bucket, group: string): [result: string, count: number][] {
  const isSymptom = (result: string): number => (isExpectedResult(group, result) ? 0 : 1);
  return [...counts].toSorted(
    ([a], [b]) => isSymptom(a) - isSymptom(b) || Number(a) - Number(b) || (a < b ? -1 : 1),
  );
}

function bucketWords(bucket: Bucket, group: string, axis: Axis): string {
  const { startMs, endMs, latency } = bucket;
  const from = formatClock(startMs - axis.startMs);
  const until = formatClock(endMs - axis.startMs);
  const results = orderResults(bucket, group).map(
    ([result, count]) => `${resultLabel(result)} ${count}×`,
  );
  const took = latency ? `, half within ${formatDuration(latency.p50Ms)}` : '';
  return `${from} to ${until}: ${results.join(', ')}${took}`;
}

function rightLabel(axis: Axis, y: number, label: string): Markup {
  return text('tick', axis.right + 4, y, label);
}

const LATENCY_HEIGHT = 72;

export function latencyRow(buckets: readonly Bucket[], axis: Axis): FigureRow {
  const scale = latencyScale(buckets);
  return {
    label: 'Time to answer',
    about: 'log scale',
    height: LATENCY_HEIGHT,
    draw: (y) => {
      const yOf = (ms: number): number => y + LATENCY_HEIGHT * (1 - shareOnLogScale(ms, scale));
      return html`${track(axis, y, LATENCY_HEIGHT)}
${powersOfTen(scale).map(({ ms, label }) => decadeLine(label, yOf(ms), axis))}
${runsOf(buckets).map((run) => latencyBand(run, axis, yOf))}
${buckets.map((bucket) => latencyHover(bucket, y, axis))}`;
    },
  };
}

function latencyScale(buckets: readonly Bucket[]): LogScale {
  return createLogScale(
    buckets.flatMap(({ latency }) => (latency ? [latency.p50Ms, latency.p95Ms] : [])),
  );
}

function decadeLine(label: string, y: number, axis: Axis): Markup {
  return html`${lineAcross('grid', axis.left, axis.right, y)}${rightLabel(axis, y + 4, label)}`;
}

type Timed = Bucket & { latency: NonNullable<Bucket['latency']> };

/** Neighbouring buckets that hold sign-ins; a gap in traffic is a gap in the line. */
function runsOf(buckets: readonly Bucket[]): Timed[][] {
  const runs: Timed[][] = [[]];
  for (const bucket of buckets) {
    if (bucket.latency) runs.at(-1)?.push({ ...bucket, latency: bucket.latency });
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function latencyBand(run: readonly Timed[], axis: Axis, yOf: (ms: number) => number): Markup {
  const edge = (pick: (bucket: Timed) => number): Point[] =>
    run.flatMap((bucket) => {
      const y = yOf(pick(bucket));
      return [
        { x: axis.x(bucket.startMs), y },
        { x: axis.x(bucket.endMs), y },
      ];
    });
  const p50 = edge(({ latency }) => latency.p50Ms);
  const p95 = edge(({ latency }) => latency.p95Ms);
  const band = polyline('band', [...p95, ...p50.toReversed()], true);
  return html`${band}${polyline('p95', p95)}${polyline('p50', p50)}`;
}

function latencyHover(bucket: Bucket, y: number, axis: Axis): Markup {
  if (!bucket.latency) return NOTHING;
  const { p50Ms, p95Ms } = bucket.latency;
  const from = formatClock(bucket.startMs - axis.startMs);
  const half = formatDuration(p50Ms);
  const most = formatDuration(p95Ms);
  const box = { ...barPlace(bucket, axis), y, height: LATENCY_HEIGHT };
  return titled(`${from}: half within ${half}, 95 % within ${most}`, rect('hover', box));
}
