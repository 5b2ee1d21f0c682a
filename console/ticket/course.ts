/**
 * When a run was disturbed, who noticed and when it had recovered: pure, from the timeline alone.
 * Times are since the first disturbance, in milliseconds of lab time.
 */
import { isExpectedResult } from '../../lab/people/expected-result.ts';
import type { TimelineEntry } from '../../lab/timeline.ts';

export interface Course {
  /** Absent where nothing was done to the estate. */
  disturbed?: string;
  noticed: readonly Notice[];
  /** Since the last fault went off or the last change was undone; absent if none ever was. */
  recovery?: {
    failedUntilMs: number;
    /** Absent where the portal showed every agent Active all the time. */
    activeAgainMs?: number;
  };
}

export interface Notice {
  by: 'users' | 'event log' | 'portal' | 'probes';
  afterMs: number;
  what: string;
}

type Of<K extends TimelineEntry['kind']> = Extract<TimelineEntry, { kind: K }>;

/** Only the right password says for certain that something is wrong with the chain. */
function isFailure(entry: TimelineEntry): entry is Of<'sign-in'> {
  return (
    entry.kind === 'sign-in' &&
    entry.group === 'right-password' &&
    !isExpectedResult(entry.group, String(entry.result))
  );
}

export function readCourse(timeline: readonly TimelineEntry[]): Course {
  const disturbance = firstDisturbance(timeline);
  if (disturbance === undefined) return { noticed: [] };
  const { atMs } = disturbance;
  const end = timeline.findLast((entry) => isRelief(entry) && entry.atMs >= atMs);
  const after = timeline.filter((entry) => entry.atMs >= atMs);
  return {
    disturbed: disturbance.kind === 'fault' ? disturbance.fault : disturbance.change,
    noticed: noticesOf(after, atMs),
    ...(end && { recovery: recoveryOf(timeline, end.atMs) }),
  };
}

/** What is tried out before the change, such as one agent without the others, is not it. */
function firstDisturbance(timeline: readonly TimelineEntry[]) {
  const begun = timeline.find((entry) => entry.kind === 'phase' && entry.phase !== 'before');
  const all = timeline.filter(isDisturbance);
  return all.find(({ atMs }) => begun !== undefined && atMs >= begun.atMs) ?? all[0];
}

function isDisturbance(entry: TimelineEntry): entry is Of<'fault'> | Of<'change'> {
  return (
    (entry.kind === 'fault' && entry.state === 'on') ||
    (entry.kind === 'change' && entry.state === 'done')
  );
}

function isRelief(entry: TimelineEntry): boolean {
  return (
    (entry.kind === 'fault' && entry.state === 'off') ||
    (entry.kind === 'change' && entry.state === 'undone')
  );
}

function noticesOf(after: readonly TimelineEntry[], sinceMs: number): Notice[] {
  const failure = after.find((entry) => isFailure(entry) && entry.startedMs >= sinceMs);
  const event = after.find((entry) => entry.kind === 'event' && entry.level !== 'information');
  const status = after.find((entry) => entry.kind === 'agent-status' && entry.to !== 'Active');
  const probe = after.find((entry) => entry.kind === 'probe' && entry.verdict === 'fail');
  return [
    ...(failure && isFailure(failure)
      ? [notice('users', failure, sinceMs, resultWord(failure.result))]
      : []),
    ...(probe?.kind === 'probe' ? [notice('probes', probe, sinceMs, probe.probe)] : []),
    ...(event?.kind === 'event'
      ? [notice('event log', event, sinceMs, `${event.id} on ${event.agent}`)]
      : []),
    ...(status?.kind === 'agent-status'
      ? [notice('portal', status, sinceMs, `${status.agent} ${status.to}`)]
      : []),
  ].toSorted((a, b) => a.afterMs - b.afterMs);
}

function notice(by: Notice['by'], entry: TimelineEntry, sinceMs: number, what: string): Notice {
  return { by, afterMs: entry.atMs - sinceMs, what };
}

function resultWord(result: number | string): string {
  return typeof result === 'number' ? `AADSTS${result}` : result;
}

function recoveryOf(timeline: readonly TimelineEntry[], endMs: number) {
  const failure = timeline.findLast((entry) => isFailure(entry) && entry.atMs >= endMs);
  const active = timeline.findLast(
    (entry) => entry.kind === 'agent-status' && entry.to === 'Active' && entry.atMs >= endMs,
  );
  return {
    failedUntilMs: failure ? failure.atMs - endMs : 0,
    ...(active && { activeAgainMs: active.atMs - endMs }),
  };
}
