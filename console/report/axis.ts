/**
 * The time axis of the figure. Time runs evenly within a phase, but a short phase is drawn wider
 * than its share: half a minute before two hours would otherwise be a hairline. The figure says so.
 */
import type { Phase } from '../../lab/timeline.ts';
import { formatClock, TICK_STEPS_MS } from './lab-time.ts';
import type { Anchor } from './svg.ts';

export interface Segment {
  /** `undefined` between phases. */
  phase: Phase | undefined;
  startMs: number;
  endMs: number;
  x0: number;
  x1: number;
}

export interface Tick {
  x: number;
  label: string;
  anchor: Anchor;
}

export interface Axis {
  startMs: number;
  endMs: number;
  left: number;
  right: number;
  segments: readonly Segment[];
  ticks: readonly Tick[];
  /** Times outside the run lie on its edges. */
  x(atMs: number): number;
}

export interface AxisOptions {
  startMs: number;
  endMs: number;
  phases: readonly { phase: Phase; startMs: number; endMs: number }[];
  left: number;
  right: number;
  /** No segment is narrower, as far as there is room. */
  segmentMin: number;
}

export function createAxis(options: AxisOptions): Axis {
  const { left, right, startMs } = options;
  const endMs = Math.max(options.endMs, startMs + 1);
  const segments = layOut(cutIntoPhases({ ...options, endMs }), options);
  const axis = { startMs, endMs, left, right, segments };
  return { ...axis, ticks: placeTicks(axis), x: (atMs) => positionOf(segments, atMs) };
}

type Cut = Pick<Segment, 'phase' | 'startMs' | 'endMs'>;

function cutIntoPhases({ startMs, endMs, phases }: AxisOptions): Cut[] {
  const inside = (ms: number): boolean => ms > startMs && ms < endMs;
  const edges = phases.flatMap((phase) => [phase.startMs, phase.endMs]).filter(inside);
  const bounds = [...new Set([startMs, ...edges, endMs])].toSorted((a, b) => a - b);
  return bounds.slice(0, -1).map((from, at) => ({
    phase: phases.findLast((phase) => phase.startMs <= from && from < phase.endMs)?.phase,
    startMs: from,
    endMs: bounds[at + 1] ?? endMs,
  }));
}

/** Every cut gets its share of the width, or the minimum at the expense of the others. */
function layOut(cuts: readonly Cut[], { left, right, segmentMin }: AxisOptions): Segment[] {
  const width = right - left;
  const min = Math.min(segmentMin, width / cuts.length);
  const narrow = new Set<Cut>();
  let scale = 0;
  for (let round = 0; round <= cuts.length; round++) {
    const wide = cuts.filter((cut) => !narrow.has(cut));
    const wideMs = wide.reduce((sum, cut) => sum + cut.endMs - cut.startMs, 0);
    scale = wideMs === 0 ? 0 : (width - narrow.size * min) / wideMs;
    const tooNarrow = wide.filter((cut) => (cut.endMs - cut.startMs) * scale < min);
    if (tooNarrow.length === 0) break;
    for (const cut of tooNarrow) narrow.add(cut);
  }
  let x = left;
  return cuts.map((cut) => {
    const x0 = x;
    x += narrow.has(cut) ? min : (cut.endMs - cut.startMs) * scale;
    return { ...cut, x0, x1: x };
  });
}

function positionOf(segments: readonly Segment[], atMs: number): number {
  const segment = segments.find(({ endMs }) => atMs < endMs) ?? segments.at(-1);
  if (!segment) return 0;
  const { startMs, endMs, x0, x1 } = segment;
  const share = (atMs - startMs) / (endMs - startMs);
  return x0 + Math.min(1, Math.max(0, share)) * (x1 - x0);
}

/** Between two labels. */
const CLEARANCE = 12;
const CHARACTER_WIDTH = 6;

function labelWidth(label: string): number {
  return label.length * CHARACTER_WIDTH;
}

type Ruler = Pick<Axis, 'startMs' | 'endMs' | 'right' | 'segments'>;

/** The end always has its label, then beginnings of segments, then round times between them. */
function placeTicks({ startMs, endMs, right, segments }: Ruler): Tick[] {
  const end: Tick = { x: right, label: formatClock(endMs - startMs), anchor: 'end' };
  const ticks: Tick[] = [];
  let free = Number.NEGATIVE_INFINITY;
  const limits = [...segments.slice(1).map(({ x0 }) => x0), right - labelWidth(end.label)];
  for (const [at, segment] of segments.entries()) {
    const limit = (limits[at] ?? right) - CLEARANCE;
    const label = formatClock(segment.startMs - startMs);
    const past = segment.x0 + labelWidth(label);
    if (segment.x0 >= free && past <= right - labelWidth(end.label) - CLEARANCE) {
      ticks.push({ x: segment.x0, label, anchor: 'start' });
      free = past + CLEARANCE;
    }
    const inner = innerTicks(segment, startMs).filter(({ x, label: own }) => {
      const half = labelWidth(own) / 2;
      return x - half >= free && x + half <= limit;
    });
    ticks.push(...inner);
  }
  return [...ticks, end];
}

/** Round times inside a segment, as close to one another as their labels allow. */
function innerTicks({ startMs, endMs, x0, x1 }: Segment, originMs: number): Tick[] {
  const perMs = (x1 - x0) / (endMs - startMs);
  const distance = labelWidth(formatClock(endMs - originMs)) + 3 * CLEARANCE;
  const stepMs = TICK_STEPS_MS.find((step) => step * perMs >= distance);
  if (stepMs === undefined) return [];
  const ticks: Tick[] = [];
  const firstMs = Math.ceil((startMs - originMs) / stepMs) * stepMs;
  for (let sinceMs = firstMs; sinceMs < endMs - originMs; sinceMs += stepMs) {
    const x = x0 + (sinceMs + originMs - startMs) * perMs;
    ticks.push({ x, label: formatClock(sinceMs), anchor: 'middle' });
  }
  return ticks;
}
