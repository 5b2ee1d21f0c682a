/**
 * One lane per agent: its status as a bar, its events as marks below. Marks differ in shape as well
 * as in colour, and carry their id wherever there is room.
 */
import { EVENTS } from '../../protocol/events.ts';
import { formatCount } from '../../runtime/quantities.ts';
import type { Journal } from '../../scenarios/journal/journal.ts';
import type { AgentLane, EventMark } from './agent-lanes.ts';
import type { Axis } from './axis.ts';
import type { FigureRow } from './figure-row.ts';
import { formatClock } from './lab-time.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { circle, path, rect, text, titled } from './svg.ts';

export type MarkKind = 'cloud' | 'controller' | 'trouble' | 'note';

const MARK_KINDS: readonly MarkKind[] = ['cloud', 'controller', 'trouble', 'note'];

function markKind({ id, level }: Pick<EventMark, 'id' | 'level'>): MarkKind {
  if (id === EVENTS.cloudUnreachable.id) return 'cloud';
  if (id === EVENTS.controllerUnreachable.id) return 'controller';
  return level === 'information' ? 'note' : 'trouble';
}

/** The kinds that occur, each of which gets its own line in every lane. */
export function markKinds(journal: Journal): MarkKind[] {
  const seen = new Set<MarkKind>();
  for (const entry of journal.timeline) if (entry.kind === 'event') seen.add(markKind(entry));
  return MARK_KINDS.filter((kind) => seen.has(kind));
}

const BAR_HEIGHT = 17;
const MARK_LINE = 13;

export function laneRow(lane: AgentLane, kinds: readonly MarkKind[], axis: Axis): FigureRow {
  return {
    label: lane.agent,
    about: lane.site ?? '',
    height: BAR_HEIGHT + 3 + kinds.length * MARK_LINE,
    draw: (y) => html`${lane.statuses.map((status) => statusBar(status, y, axis))}
${kinds.map((kind, at) => {
  const marks = lane.marks.filter((mark) => markKind(mark) === kind);
  return markLine(marks, kind, y + BAR_HEIGHT + 3 + (at + 0.5) * MARK_LINE, axis);
})}`,
  };
}

/** Where all marks of a line have one id, it stands once at the end with their number. */
function markLine(marks: readonly EventMark[], kind: MarkKind, y: number, axis: Axis): Markup {
  const drawn = marks.map((mark, nth) => {
    const limit = marks[nth + 1]?.firstMs;
    return drawMark(mark, y, limit === undefined ? axis.right + 30 : axis.x(limit) - 2, axis);
  });
  const id = marks[0]?.id;
  if (id === undefined || !hasOneId(kind)) return html`${drawn}`;
  const total = marks.reduce((sum, { count }) => sum + count, 0);
  const words = `${id} ×${formatCount(total)}`;
  return html`${drawn}${text('mark-name', axis.right + 4, y + 3.5, words)}`;
}

function hasOneId(kind: MarkKind): boolean {
  return kind === 'cloud' || kind === 'controller';
}

/** Classes of `figure.css`; what is not in the list has none. */
export const STATUS_CLASSES: Readonly<Record<string, string>> = {
  Active: 'active',
  Inactive: 'inactive',
  Removed: 'removed',
};

const STATUS_WORDS: Readonly<Record<string, string>> = {
  none: 'Not in the list',
  unknown: 'Not recorded',
};

type StatusSpan = AgentLane['statuses'][number];

function statusBar({ status, startMs, endMs }: StatusSpan, y: number, axis: Axis): Markup {
  const x = axis.x(startMs);
  const width = axis.x(endMs) - x;
  const words = STATUS_WORDS[status] ?? status;
  const from = formatClock(startMs - axis.startMs);
  const until = formatClock(endMs - axis.startMs);
  const kind = STATUS_CLASSES[status] ?? 'absent';
  const fits = width > words.length * 6.5 + 10;
  return titled(`${words} from ${from} to ${until}`, [
    rect(kind, { x, y, width: Math.max(1, width - 0.8), height: BAR_HEIGHT }),
    fits ? text(`status-name ${kind}`, x + 7, y + 12.5, words) : NOTHING,
  ]);
}

/** The id stands beside its mark if it ends before `limit`, where the next mark begins. */
function drawMark(mark: EventMark, y: number, limit: number, axis: Axis): Markup {
  const { id, count, firstMs, lastMs, message } = mark;
  const kind = markKind(mark);
  const x = Math.min(axis.right - 4, axis.x(firstMs) + 4);
  const words = count > 1 ? `${id} ×${formatCount(count)}` : String(id);
  const fits = !hasOneId(kind) && x + 9 + words.length * 6 < limit;
  const from = formatClock(firstMs - axis.startMs);
  const until = count > 1 ? ` to ${formatClock(lastMs - axis.startMs)}` : '';
  return titled(`${words}, ${from}${until}: ${message}`, [
    markShape(kind, x, y),
    fits ? text('mark-name', x + 8, y + 3.5, words) : NOTHING,
  ]);
}

export function markShape(kind: MarkKind, x: number, y: number): Markup {
  switch (kind) {
    case 'cloud':
      return path('mark cloud', x, y - 5, 'l5 5-5 5-5-5z');
    case 'controller':
      return path('mark controller', x - 5, y - 4, 'h10l-5 9z');
    case 'trouble':
      return rect('mark trouble', { x: x - 3.5, y: y - 3.5, width: 7, height: 7 });
    case 'note':
      return circle('mark note', x, y, 3.5);
  }
}
