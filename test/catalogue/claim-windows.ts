/**
 * One claimed phase against what happened in it: results per group of users, codes of the sign-in
 * log, event ids and the status of the agents concerned.
 */
import type { Symptoms, Where } from '../../lab/faults/fault.ts';
import type { Lab } from '../../lab/lab.ts';
import type { TimelineEntry } from '../../lab/timeline.ts';
import { eventRow } from '../../protocol/events.ts';

/** Lab time in which a claim is to hold. */
export interface Window {
  claim: Symptoms;
  fromMs: number;
  toMs: number;
}

/** In less time not every group of users tries; whoever does must still fit the claim. */
const EVERYBODY_TRIES_MS = 200_000;

export function affectedAgents({ sites }: Lab, { sites: named, agents }: Where = {}): string[] {
  return sites
    .filter(({ name }) => named?.includes(name) ?? true)
    .flatMap((site) => site.agents)
    .filter((name) => agents?.includes(name) ?? true);
}

export function judgeClaim(lab: Lab, agents: readonly string[], window: Window): string[] {
  const { claim, toMs } = window;
  const { entries } = lab.timeline;
  const odd = [
    ...judgeResults(lab, window),
    ...judgeLog(lab, window),
    ...judgeDuration(lab, window),
    ...claim.events.flatMap((id) =>
      agents
        .filter((agent) => !hasEvent(entries, agent, id, eventsFromMs(lab, window), toMs))
        .map((agent) => `${agent} did not log ${id}`),
    ),
    ...judgeErrors(lab, agents, window),
    ...agents
      // What is healed may be back in that very millisecond.
      .map((agent) => [agent, statusAt(entries, agent, toMs - 1)])
      .filter(([, status]) => status !== claim.status)
      .map(([agent, status]) => `${agent} expected ${claim.status}, got ${status}`),
  ];
  return odd.map((sentence) => `${claim.phase}: ${sentence}`);
}

/** Warnings come and go; an error that nobody claims would lead a reader of the document astray. */
function judgeErrors({ timeline }: Lab, agents: readonly string[], window: Window): string[] {
  const { claim, fromMs, toMs } = window;
  const logged = timeline.entries.flatMap((entry) =>
    entry.kind === 'event' &&
    agents.includes(entry.agent) &&
    entry.atMs >= fromMs &&
    entry.atMs < toMs &&
    eventRow(entry.id)?.level === 'error'
      ? entry.id
      : [],
  );
  const odd = [...new Set(logged)].filter((id) => !claim.events.includes(id));
  return odd.map((id) => `agents logged ${id}, which is not claimed`);
}

/** What is logged at the onset itself: live, injecting takes a few milliseconds of lab time. */
function eventsFromMs({ timeline }: Lab, { claim, fromMs }: Window): number {
  if (claim.afterMs > 0 || claim.phase === 'healed') return fromMs;
  const onset = timeline.entries.find((entry) => entry.kind === 'fault' && entry.state === 'on');
  return onset?.atMs ?? fromMs;
}

function judgeResults(lab: Lab, { claim, fromMs, toMs }: Window): string[] {
  const isShort = toMs - fromMs < EVERYBODY_TRIES_MS;
  const endMs = isShort ? toMs : toMs - lab.timings.signInDeadlineMs;
  return Object.entries(claim.results).flatMap(([group, expected]) => {
    const seen = resultsOf(lab.timeline.entries, group, fromMs, endMs);
    const wanted = expected.map(String).sort();
    const fits =
      isShort && group !== 'right-password'
        ? seen.every((result) => wanted.includes(result))
        : String(seen) === String(wanted);
    return fits ? [] : [`${group} expected ${expected}, got ${seen.join(', ') || 'none'}`];
  });
}

function judgeLog(lab: Lab, { claim, fromMs, toMs }: Window): string[] {
  const rows = lab.entra
    .signIns()
    .filter(({ startedMs }) => startedMs >= fromMs && startedMs < toMs);
  const codes = rows.flatMap(({ errorCode, handOff }) => [errorCode, handOff?.late?.code]);
  const missing = (claim.log ?? []).filter((code) => !codes.some((seen) => seen === code));
  return missing.map((code) => `the sign-in log does not show ${code}`);
}

function judgeDuration(lab: Lab, { claim, fromMs, toMs }: Window): string[] {
  const { signInMsMin = 0 } = claim;
  const fast = signInsIn(lab.timeline.entries, fromMs, toMs).filter(
    ({ group, atMs, startedMs }) => group === 'right-password' && atMs - startedMs < signInMsMin,
  );
  const [first] = fast;
  if (!first) return [];
  const tookMs = first.atMs - first.startedMs;
  return [`${fast.length} sign-ins took less than ${signInMsMin} ms, for example ${tookMs} ms`];
}

export function resultsOf(
  entries: readonly TimelineEntry[],
  group: string,
  fromMs: number,
  toMs: number,
): string[] {
  const results = signInsIn(entries, fromMs, toMs).filter((entry) => entry.group === group);
  return [...new Set(results.map(({ result }) => String(result)))].sort();
}

/** Those that began in that time. */
export function signInsIn(entries: readonly TimelineEntry[], fromMs: number, toMs: number) {
  return entries.filter(
    (entry) => entry.kind === 'sign-in' && entry.startedMs >= fromMs && entry.startedMs < toMs,
  ) as Extract<TimelineEntry, { kind: 'sign-in' }>[];
}

function hasEvent(
  entries: readonly TimelineEntry[],
  agent: string,
  id: number,
  fromMs: number,
  toMs: number,
): boolean {
  return entries.some(
    (entry) =>
      entry.kind === 'event' &&
      entry.agent === agent &&
      entry.id === id &&
      entry.atMs >= fromMs &&
      entry.atMs < toMs,
  );
}

/** `unlisted` is an agent that the list no longer has, or never had. */
export function statusAt(entries: readonly TimelineEntry[], agent: string, atMs: number): string {
  const latest = new Map<string, string>();
  for (const entry of entries) {
    if (entry.kind !== 'agent-status' || entry.agent !== agent || entry.atMs > atMs) continue;
    latest.delete(entry.entry ?? '');
    latest.set(entry.entry ?? '', entry.to);
  }
  // A server that was installed anew has two entries; the old one fades (SEED-A).
  const statuses = [...latest.values()];
  if (statuses.includes('Active')) return 'Active';
  const status = statuses.at(-1) ?? 'unlisted';
  return status === 'Removed' ? 'unlisted' : status;
}
