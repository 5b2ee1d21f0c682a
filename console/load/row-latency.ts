/**
 * Time to answer: the middle, 95 and 99 of 100, on a logarithmic scale, with the limits asked for.
 */
import type { LoadResult } from '../../load/load-result.ts';
import { formatLatency } from '../../runtime/quantities.ts';
import type { Axis } from '../report/axis.ts';
import { type FigureRow, FOOT, gridLine, track } from '../report/figure-row.ts';
import { formatClock } from '../report/lab-time.ts';
import { createLogScale, powersOfTen, shareOnLogScale } from '../report/log-scale.ts';
import { html, type Markup } from '../report/markup.ts';
import { lineAcross, polyline, rect, text, titled } from '../report/svg.ts';
import type { Point } from './points.ts';
import { barPlace, steps } from './row-throughput.ts';

const HEIGHT = 130;

type Timed = Point & { latency: NonNullable<Point['latency']> };

export function latencyRow(
  points: readonly Point[],
  limits: readonly Limit[],
  axis: Axis,
): FigureRow {
  const timed = points.filter((point): point is Timed => point.latency !== undefined);
  const scale = createLogScale([
    ...timed.flatMap(({ latency }) => [latency.p50, latency.p99]),
    ...limits.map(({ ms }) => ms),
  ]);
  return {
    label: 'Time to answer',
    about: 'log scale',
    height: HEIGHT + FOOT,
    draw: (y) => {
      const yOf = (ms: number): number => y + HEIGHT * (1 - shareOnLogScale(ms, scale));
      return html`${track(axis, y, HEIGHT)}${powersOfTen(scale).map(({ ms, label }) => gridLine(label, yOf(ms), axis))}
${runsOf(points).map((run) => curves(run, yOf, axis))}
${limits.map((limit) => limitLine(limit, yOf(limit.ms), y, axis))}
${timed.map((point) => hover(point, y, axis))}`;
    },
  };
}

/** Without a gap between them: a time in which nothing was answered is no line. */
function runsOf(points: readonly Point[]): Timed[][] {
  const runs: Timed[][] = [[]];
  for (const point of points) {
    if (point.latency) runs.at(-1)?.push({ ...point, latency: point.latency });
    else runs.push([]);
  }
  return runs.filter(({ length }) => length > 0);
}

function curves(run: readonly Timed[], yOf: (ms: number) => number, axis: Axis): Markup {
  const edge = (key: keyof Timed['latency']) => steps(run, axis, (one) => yOf(one.latency[key]));
  const [p50, p95, p99] = [edge('p50'), edge('p95'), edge('p99')];
  const band = polyline('band', [...p99, ...p50.toReversed()], true);
  return html`${band}${polyline('p99', p99)}${polyline('p95', p95)}${polyline('p50', p50)}`;
}

export interface Limit {
  expression: string;
  ms: number;
  met: boolean;
}

const NAME_HEIGHT = 16;

const LIMIT = /^p\([\d.]+\)\s*<=?\s*(\d+(?:\.\d+)?)$/;

/** Of thresholds on the whole run; one on a part of it would be a line with nothing below it. */
export function limitsOf({ run }: LoadResult): Limit[] {
  return run.thresholds.flatMap(({ metric, expression, met }) => {
    const ms = Number(LIMIT.exec(expression)?.[1]);
    return metric === 'sign_in_duration' && ms > 0 ? [{ expression, ms, met }] : [];
  });
}

/** Its name stands above it, where there is room above. */
function limitLine({ expression, met }: Limit, y: number, top: number, axis: Axis): Markup {
  const below = y - top < NAME_HEIGHT;
  return html`${lineAcross(met ? 'limit' : 'limit missed', axis.left, axis.right, y)}
${text('limit-name', axis.left + 6, below ? y + 12 : y - 4, expression)}`;
}

function hover(point: Timed, y: number, axis: Axis): Markup {
  const { p50, p95, p99 } = point.latency;
  const times = [
    `half within ${formatLatency(p50)}`,
    `95 % within ${formatLatency(p95)}`,
    `99 % within ${formatLatency(p99)}`,
  ];
  const box = { ...barPlace(point, axis), y, height: HEIGHT };
  return titled(`${formatClock(point.startMs)}: ${times.join(', ')}`, rect('hover', box));
}
