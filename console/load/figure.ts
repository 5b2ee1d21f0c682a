/** The figure of a load run: events, throughput, latency and agents on one time axis. */
import type { LoadResult } from '../../load/load-result.ts';
import { formatLatency, formatRate } from '../../runtime/quantities.ts';
import { type Axis, createAxis } from '../report/axis.ts';
import { FIGURE_SIZES, type FigureSize, frameRows, plotRight } from '../report/figure-frame.ts';
import type { FigureRow } from '../report/figure-row.ts';
import { formatClock } from '../report/lab-time.ts';
import { html, type Markup } from '../report/markup.ts';
import type { Slots } from '../report/results.ts';
import { lineDown, text } from '../report/svg.ts';
import { gatherPoints, secondsAPoint } from './points.ts';
import { presenceOf } from './presence.ts';
import { latencyRow, limitsOf } from './row-latency.ts';
import { throughputRow } from './row-throughput.ts';
import { agentRows } from './rows-agents.ts';

/** The narrow one fits 320 pixels with text that can be read there. */
export const LOAD_FIGURE_SIZES: readonly FigureSize[] = FIGURE_SIZES.map((size) =>
  size.name === 'narrow' ? { ...size, width: 340 } : size,
);

export function renderLoadFigure(result: LoadResult, slots: Slots, size: FigureSize): Markup {
  const { run, agents, knee } = result;
  const [left, right] = [size.gutter, plotRight(size)];
  const endMs = lengthOf(result);
  const axis = createAxis({ startMs: 0, endMs, phases: [], left, right, segmentMin: 0 });
  const pointSize = secondsAPoint(run.seconds.length, right - left);
  const points = gatherPoints(run.seconds, pointSize);
  const presence = presenceOf(agents, endMs);
  const rows = [
    ...eventRows(result, axis),
    throughputRow({ points, presence, axis, slots, knee }),
    latencyRow(points, limitsOf(result), axis),
    ...agentRows(agents, pointSize, axis),
  ];
  const guides = (end: number) => eventLines(result, axis, end);
  return frameRows({ rows, axis, size, description: describeLoad(result), guides });
}

/** Answers may come after the last sign-in was due. */
export function lengthOf({ run }: LoadResult): number {
  const last = run.seconds.at(-1);
  return Math.max(run.durationMs, last === undefined ? 0 : last.atMs + 1000);
}

const EVENT_HEIGHT = 14;
const CHARACTER_WIDTH = 6.2;
/** What does not fit here stands in the list of events. */
const EVENTS_MAX = 5;

function eventRows({ events }: LoadResult, axis: Axis): FigureRow[] {
  return events.slice(0, EVENTS_MAX).map(({ atMs, text: words }, at) => ({
    ...{ label: at === 0 ? 'Events' : '', about: '', height: EVENT_HEIGHT },
    draw: (y) => eventName(words, axis.x(atMs), y + 11, axis),
  }));
}

function eventName(words: string, x: number, y: number, axis: Axis): Markup {
  const fits = x + 8 + words.length * CHARACTER_WIDTH <= axis.right + 60;
  return fits ? text('event-name', x + 6, y, words) : text('event-name', x - 6, y, words, 'end');
}

function eventLines({ events }: LoadResult, axis: Axis, end: number): Markup {
  return html`${events.map(({ atMs }) => lineDown('switch', axis.x(atMs), 0, end))}`;
}

/** For somebody who cannot see it; the tables below have every number. */
function describeLoad({ run, agents, events }: LoadResult): string {
  const { latency, durationMs } = run;
  const rate = durationMs === 0 ? 0 : latency.count / (durationMs / 1000);
  const shares = agents.map(({ name, share }) => `${name} ${(share * 100).toFixed(1)} %`);
  const told = events.map(({ atMs, text: words }) => `${words} at ${formatClock(atMs)}`);
  return [
    'Sign-ins a second, time to answer and work of each agent over time.',
    `${formatRate(rate)} completed; half within ${formatLatency(latency.p50)}, 99 % within ${formatLatency(latency.p99)}.`,
    `Shares: ${shares.join(', ')}.`,
    ...(told.length === 0 ? [] : [`Events: ${told.join(', ')}.`]),
  ].join(' ');
}
