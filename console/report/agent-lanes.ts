/** What each agent's lane shows: status over time, and events, merged where marks would touch. */
import type { TimelineEntry } from '../../lab/timeline.ts';
import type { Journal } from '../../scenarios/journal/journal.ts';
import type { Axis } from './axis.ts';

export type AgentEvent = Extract<TimelineEntry, { kind: 'event' }>;
type StatusChange = Extract<TimelineEntry, { kind: 'agent-status' }>;

export interface AgentLane {
  agent: string;
  site: string | undefined;
  /** `none` before the agent registered, `unknown` where the journal does not say. */
  statuses: readonly { status: string; startMs: number; endMs: number }[];
  marks: readonly EventMark[];
}

export interface EventMark {
  id: number;
  level: AgentEvent['level'];
  message: string;
  count: number;
  firstMs: number;
  lastMs: number;
}

const MARK_DISTANCE = 10;

export function layOutLanes(journal: Journal, axis: Axis): AgentLane[] {
  const events = journal.timeline.filter((entry) => entry.kind === 'event');
  const changes = journal.timeline.filter((entry) => entry.kind === 'agent-status');
  const sites = new Map(
    journal.estate.sites.flatMap(({ name, agents }) => agents.map((agent) => [agent, name])),
  );
  const agents = new Set([...sites.keys(), ...[...changes, ...events].map(({ agent }) => agent)]);
  return [...agents].map((agent) => ({
    agent,
    site: sites.get(agent),
    statuses: statusesOf(
      changes.filter((change) => change.agent === agent),
      axis,
      journal.phases[0]?.status[agent],
    ),
    marks: mergeMarks(
      events.filter((event) => event.agent === agent),
      axis,
    ),
  }));
}

/** `unchanged` is the status of an agent that never changed while the timeline was kept. */
function statusesOf(
  changes: readonly StatusChange[],
  { startMs, endMs }: Axis,
  unchanged: string | undefined,
): AgentLane['statuses'] {
  const bounds = changes.map(({ atMs }) => Math.min(endMs, Math.max(startMs, atMs)));
  return [-1, ...changes.keys()].flatMap((at) => {
    const fromMs = bounds[at] ?? startMs;
    const toMs = bounds[at + 1] ?? endMs;
    const status = changes[at]?.to ?? changes[0]?.from ?? unchanged ?? 'unknown';
    return toMs > fromMs ? [{ status, startMs: fromMs, endMs: toMs }] : [];
  });
}

function mergeMarks(events: readonly AgentEvent[], axis: Axis): EventMark[] {
  const marks: EventMark[] = [];
  const open = new Map<number, EventMark>();
  for (const { id, level, message, atMs } of events) {
    const near = open.get(id);
    if (near && axis.x(atMs) - axis.x(near.firstMs) < MARK_DISTANCE) {
      near.count += 1;
      near.lastMs = atMs;
      continue;
    }
    const mark = { id, level, message, count: 1, firstMs: atMs, lastMs: atMs };
    open.set(id, mark);
    marks.push(mark);
  }
  return marks;
}
