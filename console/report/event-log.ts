/**
 * Everything of the timeline but the sign-ins, in order. An agent in trouble writes the same event
 * for hours, so its repeats are one row with a count, and a very long log is cut with a note.
 */
import type { TimelineEntry } from '../../lab/timeline.ts';
import { formatCount } from '../../runtime/quantities.ts';
import type { Journal } from '../../scenarios/journal/journal.ts';
import { formatClock } from './lab-time.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { folded, quiet, section, table, tag } from './page-parts.ts';
import { PHASE_NAMES } from './phase-names.ts';

interface LogRow {
  atMs: number;
  lastMs: number;
  count: number;
  who: string;
  what: string;
  tone: 'plain' | 'good' | 'bad' | 'warning';
  words: string;
}

const ROWS_OPEN = 50;
const ROWS_MAX = 1000;

export function renderEventLog(journal: Journal): Markup {
  const originMs = Date.parse(journal.start);
  const rows = mergeRepeats(journal.timeline.flatMap((entry) => logRow(entry) ?? []));
  const open = rows.slice(0, ROWS_OPEN);
  const rest = rows.slice(ROWS_OPEN, ROWS_MAX);
  const left = rows.length - ROWS_MAX;
  return section('log', 'Event log', [
    html`<p class="quiet">Agents’ events with what the lab and the cloud did between them. Times are
lab time since ${journal.start}. Repeats of an event are one row.</p>`,
    open.length === 0 ? html`<p>Nothing was logged.</p>` : logTable(open, originMs),
    rest.length === 0 ? NOTHING : folded(`${rest.length} more rows`, logTable(rest, originMs)),
    left > 0 ? html`<p>${left} further rows are in <code>journal.json</code>.</p>` : NOTHING,
  ]);
}

function logTable(rows: readonly LogRow[], originMs: number): Markup {
  const drawn = rows.map((row) => tableRow(row, originMs));
  return table('log stacking', ['Lab time', 'Who', 'What', 'Message'], drawn);
}

function tableRow(row: LogRow, originMs: number): Markup {
  const { atMs, lastMs, count, who, what, tone, words } = row;
  const until = html` <br>${quiet(`to ${formatClock(lastMs - originMs)}`)}`;
  return html`<tr><td class="clock">${formatClock(atMs - originMs)}${count > 1 ? until : ''}</td>
<td>${who}</td><td>${tag(tone, what)}${count > 1 ? ` ×${formatCount(count)}` : ''}</td>
<td>${words}</td></tr>`;
}

const LEVEL_TONES = { information: 'plain', warning: 'warning', error: 'bad' } as const;
const VERDICT_TONES = { pass: 'good', fail: 'bad', inconclusive: 'warning' } as const;
const STATUS_TONES = { Active: 'good', Inactive: 'warning', Removed: 'bad' } as const;

function logRow(entry: TimelineEntry): LogRow | undefined {
  const at = { atMs: entry.atMs, lastMs: entry.atMs, count: 1 };
  switch (entry.kind) {
    case 'sign-in':
      return undefined;
    case 'event': {
      const what = `${entry.id} ${entry.level}`;
      const tone = LEVEL_TONES[entry.level];
      return { ...at, who: entry.agent, what, tone, words: entry.message };
    }
    case 'agent-status': {
      const words = entry.from === 'none' ? 'appeared in the agents list' : `was ${entry.from}`;
      return { ...at, who: entry.agent, what: entry.to, tone: STATUS_TONES[entry.to], words };
    }
    case 'fault': {
      const tone = entry.state === 'on' ? 'bad' : 'good';
      const words = `${entry.fault} · ${entry.where}`;
      return { ...at, who: 'lab', what: `fault ${entry.state}`, tone, words };
    }
    case 'change': {
      const words = `${entry.change} · ${entry.where}`;
      return { ...at, who: 'lab', what: `change ${entry.state}`, tone: 'plain', words };
    }
    case 'phase':
      return { ...at, who: 'lab', what: 'phase', tone: 'plain', words: PHASE_NAMES[entry.phase] };
    case 'probe': {
      const tone = VERDICT_TONES[entry.verdict];
      const who = `probe ${entry.probe}`;
      return { ...at, who, what: entry.verdict, tone, words: entry.summary };
    }
  }
}

/** Repeats count even with other agents' rows between them, but not across a fault or a phase. */
function mergeRepeats(rows: readonly LogRow[]): LogRow[] {
  const merged: LogRow[] = [];
  const open = new Map<string, LogRow>();
  for (const row of rows) {
    if (row.who === 'lab') open.clear();
    const key = JSON.stringify([row.who, row.what, row.words]);
    const earlier = open.get(key);
    if (earlier) {
      earlier.count += 1;
      earlier.lastMs = row.atMs;
      continue;
    }
    const first = { ...row };
    open.set(key, first);
    merged.push(first);
  }
  return merged;
}
