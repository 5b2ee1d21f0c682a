/**
 * What an expectation says about agents and their servers: events, the agents list, programs. Pure,
 * over the timeline.
 */
import type { TimelineEntry } from '../../lab/timeline.ts';
import type { AgentStatus } from '../../protocol/timings.ts';
import { formatDuration } from '../../runtime/duration.ts';
import type { Agents, Expectation } from '../scenario.ts';
import type { Finding, View } from './judge.ts';

export function judgeAgents(expect: Expectation, view: View): Finding[] {
  return [
    ...(expect.events ?? []).map(({ id, agents }) => judgeEvents(id, agents, view)),
    ...Object.entries(expect.status ?? {}).map(([status, agents]) =>
      judgeStatus(status, agents, view),
    ),
    ...Object.entries(expect.entries ?? {}).map(([agent, wanted]) =>
      judgeEntries(agent, wanted, view),
    ),
    ...Object.entries(expect.programs ?? {}).map(([server, wanted]) =>
      judgePrograms(server, wanted, view),
    ),
    ...(expect.findings ? [judgeFindings(expect.findings, view)] : []),
    ...(expect.statusChanges === undefined ? [] : [judgeNoStatusChange(view)]),
  ];
}

function judgeEvents(id: number, wanted: Agents, view: View): Finding {
  const agents = wanted === 'all' ? view.agents : wanted;
  const firsts = agents.map((agent) => ({
    agent,
    atMs: view.entries.find(
      (entry) =>
        entry.kind === 'event' &&
        entry.id === id &&
        entry.agent === agent &&
        entry.atMs >= view.changeMs,
    )?.atMs,
  }));
  const missing = firsts.filter(({ atMs }) => atMs === undefined).map(({ agent }) => agent);
  if (missing.length > 0) {
    const evidence = `event ${id}: none from ${missing.join(', ')}`;
    return { state: 'pending', ifNever: 'fail', evidence };
  }
  const sinceMs = Math.max(...firsts.map(({ atMs }) => atMs ?? 0));
  return { state: 'holds', sinceMs, evidence: `event ${id} from ${agents.join(', ')}` };
}

function judgeStatus(status: string, wanted: Agents, view: View): Finding {
  const agents = wanted === 'all' ? view.agents : wanted;
  const now = agents.map((agent) => ({ agent, ...statusOf(agent, view.entries) }));
  const others = now.filter((agent) => agent.status !== status);
  if (others.length > 0) {
    const came = others.map((agent) => `${agent.agent} is ${agent.status}`).join(', ');
    return { state: 'pending', ifNever: 'fail', evidence: `expected ${status}, but ${came}` };
  }
  const sinceMs = Math.max(...now.map((agent) => agent.sinceMs));
  return { state: 'holds', sinceMs, evidence: `${agents.join(', ')} ${status}` };
}

interface ListEntry {
  status: AgentStatus;
  sinceMs: number;
}

/** A server that was set up anew has two entries: the old one is Inactive, and goes later. */
function entriesOf(
  agent: string,
  timeline: readonly TimelineEntry[],
  untilMs = Number.POSITIVE_INFINITY,
): ListEntry[] {
  const latest = new Map<string, ListEntry>();
  for (const entry of timeline) {
    if (entry.kind !== 'agent-status' || entry.agent !== agent || entry.atMs > untilMs) continue;
    latest.set(entry.entry ?? '', { status: entry.to, sinceMs: entry.atMs });
  }
  return [...latest.values()];
}

const BEST_FIRST: readonly AgentStatus[] = ['Active', 'Inactive', 'Removed'];

/** Of several entries the best one counts: it is the server's agent of today. */
export function statusOf(
  agent: string,
  timeline: readonly TimelineEntry[],
  untilMs?: number,
): { status: AgentStatus | 'none'; sinceMs: number } {
  const entries = entriesOf(agent, timeline, untilMs);
  const [best] = entries.sort((a, b) => {
    return BEST_FIRST.indexOf(a.status) - BEST_FIRST.indexOf(b.status) || b.sinceMs - a.sinceMs;
  });
  return best ?? { status: 'none', sinceMs: 0 };
}

function judgeEntries(agent: string, wanted: readonly AgentStatus[], view: View): Finding {
  const entries = entriesOf(agent, view.entries);
  const listed = entries.filter(({ status }) => status !== 'Removed');
  const came = listed.map(({ status }) => status).sort();
  const text = (list: readonly string[]) => list.join(' and ') || 'none';
  const evidence = `entries of ${agent}: ${text(came)}`;
  if (String(came) === String([...wanted].sort())) {
    const sinceMs = Math.max(view.changeMs, ...entries.map((entry) => entry.sinceMs));
    return { state: 'holds', sinceMs, evidence };
  }
  const expected = `${evidence}, expected ${text([...wanted].sort())}`;
  return { state: 'pending', ifNever: 'fail', evidence: expected };
}

function judgePrograms(server: string, wanted: readonly string[], view: View): Finding {
  const came = [...(view.programsOn?.(server) ?? [])].sort();
  const evidence = `programs on ${server}: ${came.join(', ') || 'none'}`;
  if (String(came) === String([...wanted].sort())) {
    return { state: 'holds', sinceMs: view.nowMs, evidence };
  }
  const expected = `${evidence}, expected ${wanted.join(', ') || 'none'}`;
  return { state: 'pending', ifNever: 'fail', evidence: expected };
}

function judgeFindings(wanted: readonly string[], view: View): Finding {
  const came = [...new Set(view.findings?.() ?? [])].sort();
  const evidence = `found: ${came.join(', ') || 'nothing'}`;
  if (String(came) === String([...wanted].sort())) {
    return { state: 'holds', sinceMs: view.nowMs, evidence };
  }
  const expected = `${evidence}; expected ${wanted.join(', ') || 'nothing'}`;
  return { state: 'pending', ifNever: 'fail', evidence: expected };
}

function judgeNoStatusChange(view: View): Finding {
  const change = view.entries.find(
    (entry) => entry.kind === 'agent-status' && entry.atMs > view.changeMs,
  );
  if (change?.kind !== 'agent-status') {
    return { state: 'holds', sinceMs: view.changeMs, evidence: 'no agent changed its status' };
  }
  const when = formatDuration(change.atMs - view.runStartMs);
  const evidence = `expected no status change, got ${change.agent} ${change.to} after ${when}`;
  return { state: 'broken', evidence };
}
