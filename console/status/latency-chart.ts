/**
 * How long passed runs took in the last 24 hours, drawn here as SVG: line the mean of each hour,
 * dashes its slowest. A gap is an hour in which none passed; ticks below are hours with failures.
 */
import { HOUR_MS } from '../../protocol/time-units.ts';
import { formatDuration } from '../report/lab-time.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { lineAcross, type Point, polyline, rect, text, titled } from '../report/svg.ts';
import { clockTime } from './moments.ts';
import type { LatencyHour, ProbeStatus } from './status-model.ts';

const WIDTH = 360;
const LEFT = 4;
const RIGHT = 52;
const HEIGHT = 64;
const TOP = 6;
const FAILED_HEIGHT = 7;
const AXIS_HEIGHT = 18;

export function renderLatency({ hours, maintenance, module }: ProbeStatus): Markup {
  const slowestMs = Math.max(0, ...hours.map(({ maxMs }) => maxMs ?? 0));
  const topMs = niceTop(slowestMs);
  const [first] = hours;
  if (first === undefined) return NOTHING;
  const x = (atMs: number) =>
    LEFT + clamp((atMs - first.fromMs) / (hours.length * HOUR_MS)) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number) => TOP + (1 - clamp(ms / topMs)) * HEIGHT;
  const bottom = TOP + HEIGHT;
  const box = `0 0 ${WIDTH} ${bottom + FAILED_HEIGHT + AXIS_HEIGHT}`;
  return html`<svg class="figure latency" viewBox="${box}" role="img"
aria-label="How long ${module} took, last 24 hours; ${description(slowestMs)}">
${maintenance.map(({ fromMs, toMs, reason }) => shade(reason, x(fromMs), x(toMs)))}
${(slowestMs === 0 ? [0] : [0, topMs / 2, topMs]).map((ms) => scaleLine(ms, y(ms)))}
${runsOf(hours).map((run) => curve(run, 'maxMs', 'p95', x, y))}
${runsOf(hours).map((run) => curve(run, 'meanMs', 'p50', x, y))}
${hours.map((hour) => failedTick(hour, x, bottom))}
${hours.filter((_, at) => at % 6 === 0).map((hour) => hourTick(hour, x, bottom))}</svg>`;
}

function description(slowestMs: number): string {
  return slowestMs === 0 ? 'no run passed' : `slowest ${formatDuration(slowestMs)}`;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

/** 1, 2 or 5 times a power of ten: what people read off an axis. */
function niceTop(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, ms)));
  return ([1, 2, 5, 10].find((n) => n * power >= ms) ?? 10) * power;
}

function shade(reason: string, x0: number, x1: number): Markup {
  const box = { x: x0, y: TOP, width: Math.max(1, x1 - x0), height: HEIGHT + FAILED_HEIGHT };
  return titled(`Maintenance: ${reason}`, rect('planned', box));
}

function scaleLine(ms: number, y: number): Markup {
  const label = text('tick', WIDTH - RIGHT + 6, y + 4, formatDuration(ms));
  return html`${lineAcross('grid', LEFT, WIDTH - RIGHT, y)}${label}`;
}

/** Hours without a gap between them. */
function runsOf(hours: readonly LatencyHour[]): LatencyHour[][] {
  const runs: LatencyHour[][] = [[]];
  for (const hour of hours) {
    if (hour.meanMs === null) runs.push([]);
    else runs.at(-1)?.push(hour);
  }
  return runs.filter(({ length }) => length > 0);
}

function curve(
  run: readonly LatencyHour[],
  key: 'meanMs' | 'maxMs',
  kind: string,
  x: (atMs: number) => number,
  y: (ms: number) => number,
): Markup {
  // From edge to edge, so that a lone hour is a line and not a point without extent.
  const points = run.flatMap((hour, at): Point[] => {
    const level = y(hour[key] ?? 0);
    const middle = { x: x(hour.fromMs + HOUR_MS / 2), y: level };
    const begin = at === 0 ? [{ x: x(hour.fromMs), y: level }] : [];
    const end = at === run.length - 1 ? [{ x: x(hour.fromMs + HOUR_MS), y: level }] : [];
    return [...begin, middle, ...end];
  });
  return polyline(kind, points);
}

function failedTick(hour: LatencyHour, x: (atMs: number) => number, bottom: number): Markup {
  if (hour.failed === 0) return NOTHING;
  const [x0, x1] = [x(hour.fromMs), x(hour.fromMs + HOUR_MS)];
  const words = `${clockTime(hour.fromMs)}: ${hour.failed} failed`;
  const box = { x: x0, y: bottom + 1, width: Math.max(2, x1 - x0 - 1), height: FAILED_HEIGHT - 1 };
  return titled(words, rect('s1', box));
}

function hourTick(hour: LatencyHour, x: (atMs: number) => number, bottom: number): Markup {
  return text('tick', x(hour.fromMs), bottom + FAILED_HEIGHT + 13, clockTime(hour.fromMs));
}
