/**
 * What one run shows in given windows of lab time. Pure. The windows are those of the run with the
 * change; its twin without the change is measured in the same ones, counted from its own start.
 */
import { isExpectedResult } from '../../lab/people/expected-result.ts';
import type { Phase, TimelineEntry } from '../../lab/timeline.ts';
import type { Journal } from '../journal/journal.ts';
import type { SignIn } from '../judge/judge.ts';
import { statusOf } from '../judge/judge-agents.ts';
import type { MeasureKind } from './comparison.ts';
import { quantile } from './statistics.ts';

/** From the start of the run. */
export interface Window {
  phase: Phase;
  fromMs: number;
  toMs: number;
}

export interface Measure {
  phase: Phase;
  kind: MeasureKind;
  subject: string;
  value: number;
  /** Sign-ins behind the value. */
  samples: number;
}

export function windowsOf({ start, phases }: Journal): Window[] {
  const originMs = Date.parse(start);
  return phases.map(({ phase, startMs, endMs }) => ({
    ...{ phase, fromMs: startMs - originMs, toMs: endMs - originMs },
  }));
}

/** A phase may come more than once; its windows are measured together. */
export function measureRun(journal: Journal, windows: readonly Window[]): Measure[] {
  const phases = new Set(windows.map(({ phase }) => phase));
  return [...phases].flatMap((phase) => {
    const own = windows.filter((window) => window.phase === phase);
    return measurePhase(journal, phase, own);
  });
}

/**
 * Every sign-in that ended before the change, to see whether two runs began alike. `untilMs` counts
 * from the start of the run.
 */
export function beginningOf({ timeline, start }: Journal, untilMs: number): string {
  const signIns = timeline.filter(
    (entry) => entry.kind === 'sign-in' && entry.atMs - Date.parse(start) < untilMs,
  );
  return JSON.stringify(signIns);
}

function measurePhase(journal: Journal, phase: Phase, windows: readonly Window[]) {
  const signIns = signInsIn(journal, windows);
  const groups = Map.groupBy(signIns, ({ group }) => group);
  return [
    ...[...groups].flatMap(([group, own]) => measureGroup(group, own)),
    ...presence(
      'code',
      signIns.map(({ result }) => result).filter((result) => result !== 0),
    ),
    ...presence('event', eventsIn(journal, windows)),
    ...presence('status', statusAfter(journal, windows)),
  ].map((measure): Measure => ({ phase, ...measure }));
}

function measureGroup(group: string, own: readonly SignIn[]): Omit<Measure, 'phase'>[] {
  const failed = own.filter(({ result }) => !isExpectedResult(group, String(result)));
  const took = own.map(({ atMs, startedMs }) => atMs - startedMs);
  const row = { subject: group, samples: own.length };
  return [
    { kind: 'failed', ...row, value: failed.length / own.length },
    { kind: 'p50', ...row, value: quantile(took, 0.5) },
    { kind: 'p95', ...row, value: quantile(took, 0.95) },
  ];
}

function presence(kind: MeasureKind, seen: readonly (string | number)[]): Omit<Measure, 'phase'>[] {
  return [...new Set(seen.map(String))].map((subject) => {
    const samples = seen.filter((one) => String(one) === subject).length;
    return { kind, subject, value: 1, samples };
  });
}

function isIn(atMs: number, { start }: Journal, windows: readonly Window[]): boolean {
  const sinceMs = atMs - Date.parse(start);
  return windows.some(({ fromMs, toMs }) => sinceMs > fromMs && sinceMs <= toMs);
}

function signInsIn(journal: Journal, windows: readonly Window[]): SignIn[] {
  return journal.timeline
    .filter((entry): entry is SignIn => entry.kind === 'sign-in')
    .filter(({ startedMs }) => isIn(startedMs, journal, windows));
}

/** What happens at the moment of the change belongs to it: an event counts from the edge on. */
function eventsIn(journal: Journal, windows: readonly Window[]): number[] {
  type Logged = Extract<TimelineEntry, { kind: 'event' }>;
  return journal.timeline
    .filter((entry): entry is Logged => entry.kind === 'event' && entry.level !== 'information')
    .filter(({ atMs }) => isIn(atMs + 1, journal, windows))
    .map(({ id }) => id);
}

function statusAfter({ estate, timeline, start }: Journal, windows: readonly Window[]): string[] {
  const endMs = Date.parse(start) + Math.max(...windows.map(({ toMs }) => toMs));
  return estate.sites
    .flatMap(({ agents }) => agents)
    .map((agent): string => statusOf(agent, timeline, endMs).status)
    .filter((status) => status !== 'Active');
}
