/**
 * The figure of a report: everything that happened on one time axis, as SVG text. It is drawn here
 * and not in the browser, so a report runs no script, prints as it looks, and can be tested as a
 * string.
 */
import type { Journal } from '../../scenarios/journal/journal.ts';
import { layOutLanes } from './agent-lanes.ts';
import { type Axis, createAxis, type Segment } from './axis.ts';
import { bucketSignIns, type SignIn } from './buckets.ts';
import { type FaultWindow, faultWindows } from './fault-windows.ts';
import { type FigureSize, frameRows, plotRight } from './figure-frame.ts';
import { laneRow, markKinds } from './figure-lanes.ts';
import { type FigureRow, track } from './figure-row.ts';
import { latencyRow, outcomeRow } from './figure-sign-ins.ts';
import { formatClock, formatDuration } from './lab-time.ts';
import { html, type Markup } from './markup.ts';
import { PHASE_NAMES } from './phase-names.ts';
import { groupWords, orderGroups, type Palette } from './results.ts';
import { type Box, lineDown, rect, text, titled } from './svg.ts';

export function renderFigure(
  journal: Journal,
  palette: Palette,
  size: FigureSize,
  description: string,
): Markup {
  const axis = createAxis({
    startMs: Date.parse(journal.start),
    endMs: Date.parse(journal.end),
    phases: journal.phases,
    left: size.gutter,
    right: plotRight(size),
    segmentMin: size.segmentMin,
  });
  const rows = figureRows(journal, axis, palette);
  return frameRows({ rows, axis, size, description, guides: (end) => guides(journal, axis, end) });
}

function figureRows(journal: Journal, axis: Axis, palette: Palette): FigureRow[] {
  const signIns = journal.timeline.filter((entry) => entry.kind === 'sign-in');
  const kinds = markKinds(journal);
  return [
    ...(journal.phases.length === 0 ? [] : [phaseRow(axis)]),
    ...faultWindows(journal.timeline).map((window, at, all) =>
      faultRow(window, all[at - 1]?.kind !== window.kind, axis),
    ),
    ...signInRows(signIns, axis, palette),
    ...layOutLanes(journal, axis).map((lane) => laneRow(lane, kinds, axis)),
  ];
}

function signInRows(signIns: readonly SignIn[], axis: Axis, palette: Palette): FigureRow[] {
  const groups = orderGroups(signIns.map(({ group }) => group));
  const outcomes = groups.map((group, at) => {
    const own = signIns.filter((signIn) => signIn.group === group);
    const buckets = bucketSignIns(own, axis.segments);
    const height = at === 0 ? 104 : 40;
    return outcomeRow({ group, ...groupWords(group), height, buckets, axis, palette });
  });
  const validated = signIns.filter(({ group }) => group !== 'cloud-only');
  return validated.length === 0
    ? outcomes
    : [...outcomes, latencyRow(bucketSignIns(validated, axis.segments), axis)];
}

const PHASE_HEIGHT = 34;

function phaseRow(axis: Axis): FigureRow {
  return {
    label: 'Phase',
    about: '',
    height: PHASE_HEIGHT,
    draw: (y) => html`${axis.segments.map((segment) => phaseBand(segment, y, axis))}`,
  };
}

function phaseBand({ phase, x0, x1, startMs, endMs }: Segment, y: number, axis: Axis): Markup {
  if (phase === undefined) return html``;
  const name = PHASE_NAMES[phase];
  const lasts = formatDuration(endMs - startMs);
  return titled(`${name}: from ${formatClock(startMs - axis.startMs)}, ${lasts}`, [
    rect(`phase ${phase}`, { x: x0, y, width: x1 - x0 - 1, height: PHASE_HEIGHT }),
    text('phase-name', x0 + 7, y + 14, name),
    text('phase-length', x0 + 7, y + 28, lasts),
  ]);
}

const FAULT_HEIGHT = 20;

const WINDOW_LABELS = { fault: 'Fault', change: 'Change' } as const;

function faultRow(window: FaultWindow, isFirst: boolean, axis: Axis): FigureRow {
  const { kind, id, where, startMs, endMs } = window;
  const x = axis.x(startMs);
  const width = Math.max(3, axis.x(endMs ?? axis.endMs) - x);
  const from = formatClock(startMs - axis.startMs);
  const until = endMs === undefined ? 'still on at the end' : formatClock(endMs - axis.startMs);
  return {
    label: isFirst ? WINDOW_LABELS[kind] : '',
    about: '',
    height: FAULT_HEIGHT,
    draw: (y) =>
      titled(`${id} · ${where}: ${from} to ${until}`, [
        track(axis, y, FAULT_HEIGHT),
        rect(kind, { x, y, width, height: FAULT_HEIGHT }),
        faultName(kind, `${id} · ${where}`, { x, width }, y, axis),
      ]),
  };
}

type Bar = Pick<Box, 'x' | 'width'>;

const CHAR_WIDTH = 6.2;

/** In the bar where it fits; else beside it, on the side that has room; else cut off. */
function faultName(kind: string, words: string, bar: Bar, y: number, axis: Axis): Markup {
  const needed = words.length * CHAR_WIDTH + 14;
  const end = bar.x + bar.width;
  if (needed <= bar.width) return text(`${kind}-name`, bar.x + 7, y + 14, words);
  if (end + needed <= axis.right) return text('fault-beside', end + 7, y + 14, words);
  if (bar.x - needed >= axis.left) return text('fault-beside', bar.x - 7, y + 14, words, 'end');
  const room = Math.max(0, Math.floor((bar.width - 14) / CHAR_WIDTH) - 1);
  return text(`${kind}-name`, bar.x + 7, y + 14, room < 3 ? '' : `${words.slice(0, room)}…`);
}

/** Lines through all rows where a phase begins and where a fault goes on or off. */
function guides(journal: Journal, axis: Axis, height: number): Markup {
  const edges = axis.segments.slice(1).map(({ x0 }) => lineDown('edge', x0, 0, height));
  const switches = faultWindows(journal.timeline)
    .flatMap(({ startMs, endMs }) => (endMs === undefined ? [startMs] : [startMs, endMs]))
    .map((atMs) => lineDown('switch', axis.x(atMs), 0, height));
  return html`${edges}${switches}`;
}
