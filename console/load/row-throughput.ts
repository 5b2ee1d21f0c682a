/**
 * Sign-ins a second: bars are what completed, by how it ended; the line is what was due. Where the
 * line is above the bars, sign-ins waited or were never begun. The documented band is drawn in as
 * far as it is in reach of the run.
 */
import type { Knee } from '../../load/load-result.ts';
import { CAPACITY } from '../../protocol/capacity.ts';
import { formatCount, formatRate } from '../../runtime/quantities.ts';
import type { Axis } from '../report/axis.ts';
import { type FigureRow, FOOT, gridLine, track } from '../report/figure-row.ts';
import { formatClock } from '../report/lab-time.ts';
import { createLinearScale } from '../report/linear-scale.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import type { Slots } from '../report/results.ts';
import { lineAcross, polyline, rect, text, titled } from '../report/svg.ts';
import { failureLabel } from './failures.ts';
import type { Point, Span } from './points.ts';
import type { Presence } from './presence.ts';

const HEIGHT = 190;

export interface ThroughputOptions {
  points: readonly Point[];
  presence: readonly Presence[];
  axis: Axis;
  slots: Slots;
  /** Where answers stopped keeping up. */
  knee: Knee | undefined;
}

export function throughputRow(options: ThroughputOptions): FigureRow {
  const { points, presence, axis } = options;
  const most = Math.max(0, ...points.flatMap((one) => [one.intended, one.completed]));
  const band = bandInReach(presence, most);
  const scale = createLinearScale([most, ...band.map(({ to }) => to)]);
  return {
    label: 'Sign-ins a second',
    about: 'due and completed',
    height: HEIGHT + FOOT,
    draw: (y) => {
      const yOf = (rate: number): number => y + HEIGHT * (1 - rate / scale.top);
      // On a phone there is no room for both names at one height; the legend has the band's too.
      const named = options.knee && isNarrow(axis) ? [] : band.slice(0, 1);
      return html`${track(axis, y, HEIGHT)}
${band.map((part) => bandBox(part, yOf, axis))}
${scale.lines.map((rate) => gridLine(formatRate(rate), yOf(rate), axis))}
${points.map((point) => neverBegun(point, yOf, axis))}
${points.map((point) => bar(point, yOf, options))}
${polyline(
  'due',
  steps(points, axis, ({ intended }) => yOf(intended)),
)}
${named.map((part) => bandName(part, yOf, axis))}${kneeLine(options.knee, yOf, axis)}`;
    },
  };
}

/** Left to right along the tops of the points' times. */
export function steps<T extends Span>(points: readonly T[], axis: Axis, yOf: (one: T) => number) {
  return points.flatMap((point) => {
    const y = yOf(point);
    return [
      { x: axis.x(point.startMs), y },
      { x: axis.x(point.endMs), y },
    ];
  });
}

export function barPlace({ startMs, endMs }: Span, axis: Axis): { x: number; width: number } {
  const x = axis.x(startMs);
  const width = axis.x(endMs) - x;
  return { x, width: width > 3 ? width - 0.8 : width };
}

function bar(point: Point, yOf: (rate: number) => number, options: ThroughputOptions): Markup {
  const { axis, slots } = options;
  const failed = [...point.failures.values()].reduce((sum, rate) => sum + rate, 0);
  const parts = [['0', Math.max(0, point.completed - failed)] as const, ...point.failures];
  let below = 0;
  const boxes = parts.map(([result, rate]) => {
    const [bottom, top] = [yOf(below), yOf(below + rate)];
    below += rate;
    const box = { ...barPlace(point, axis), y: top, height: Math.max(0, bottom - top) };
    return rate > 0 ? rect(slots.slotOf(result), box) : NOTHING;
  });
  return titled(words(point), boxes);
}

/** Below the line of what was due, because the generator had nobody free for it. */
function neverBegun(point: Point, yOf: (rate: number) => number, axis: Axis): Markup {
  const { intended, dropped } = point;
  if (dropped === 0) return NOTHING;
  const y = yOf(intended);
  const box = { ...barPlace(point, axis), y, height: yOf(intended - dropped) - y };
  return titled(words(point), rect('never', box));
}

function words({ startMs, endMs, intended, completed, dropped, failures }: Point): string {
  const told = [...failures].map(([result, rate]) => `${failureLabel(result)} ${formatRate(rate)}`);
  const never = dropped > 0 ? [`never begun ${formatRate(dropped)}`] : [];
  const parts = [`due ${formatRate(intended)}`, `completed ${formatRate(completed)}`];
  const from = `${formatClock(startMs)} to ${formatClock(endMs)}`;
  return `${from}: ${[...parts, ...told, ...never].join(', ')}`;
}

interface Band extends Presence {
  from: number;
  to: number;
}

/** Below a quarter of the band a run would be flattened for a band it says nothing about. */
const IN_REACH = 0.25;

export function bandInReach(presence: readonly Presence[], most: number): Band[] {
  const bands = presence.map((part) => ({
    ...part,
    from: part.agents * CAPACITY.bandFromPerSecond.value,
    to: part.agents * CAPACITY.bandToPerSecond.value,
  }));
  return bands.some(({ from }) => from > 0 && most >= from * IN_REACH) ? bands : [];
}

function bandWords({ from, to, agents }: Band): string {
  const each = `${formatCount(agents)} ${agents === 1 ? 'agent' : 'agents'}`;
  return `documented for ${each}: ${formatCount(from)}–${formatRate(to)}`;
}

const NARROW = 400;

function isNarrow({ left, right }: Axis): boolean {
  return right - left < NARROW;
}

/** At the right, where the band has no name. */
function kneeLine(knee: Knee | undefined, yOf: (rate: number) => number, axis: Axis): Markup {
  if (!knee) return NOTHING;
  const y = yOf(knee.perSecond);
  const words = `${isNarrow(axis) ? '' : 'carried '}${formatRate(knee.perSecond)} at most`;
  return html`${lineAcross('knee', axis.left, axis.right, y)}
${text('knee-name', axis.right - 6, y - 5, words, 'end')}`;
}

function bandBox(band: Band, yOf: (rate: number) => number, axis: Axis): Markup {
  const x = axis.x(band.startMs);
  const [y, bottom] = [yOf(band.to), yOf(band.from)];
  const box = { x, y, width: axis.x(band.endMs) - x, height: bottom - y };
  return titled(bandWords(band), rect('documented', box));
}

function bandName(band: Band, yOf: (rate: number) => number, axis: Axis): Markup {
  return text('band-name', axis.left + 6, yOf(band.to) + 13, bandWords(band));
}
