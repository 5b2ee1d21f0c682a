/**
 * Judges an expectation over the timeline: pure, and asked again and again while the lab goes on.
 * `pending` may still come true; `broken` cannot any more. What is too little to tell is never a
 * failure.
 *
 *   sign-ins: those STARTED in the phase, whenever they end
 *   events, status changes: those after the last injection or healing
 */
import type { SignInResult, TimelineEntry, UserGroup } from '../lab/timeline.ts';
import { formatDuration } from './duration.ts';
import type { Agents, ByGroup, Expectation } from './scenario.ts';

export interface View {
  entries: readonly TimelineEntry[];
  /** Every agent of the estate. */
  agents: readonly string[];
  /** When the run began: times in the evidence count from here. */
  runStartMs: number;
  /** The phase: after its start, up to its end. */
  phaseStartMs: number;
  phaseEndMs: number;
  /** The last injection or healing. */
  changeMs: number;
}

export type Finding =
  | { state: 'holds'; sinceMs: number; evidence: string }
  | { state: 'pending'; ifNever: 'fail' | 'inconclusive'; evidence: string }
  | { state: 'broken'; evidence: string };

export type SignIn = Extract<TimelineEntry, { kind: 'sign-in' }>;

export function judgeExpectation(expect: Expectation, view: View): Finding {
  return allOf([
    ...groupsOf(expect.signIns).map(([group, allowed]) => judgeOnly(group, allowed, view)),
    ...(expect.seen ? [judgeSeen(expect.seen, view)] : []),
    ...groupsOf(expect.share).map(([group, ranges]) =>
      judgeShare(group, ranges, expect.samples ?? 1, view),
    ),
    ...(expect.events ?? []).map(({ id, agents }) => judgeEvents(id, agents, view)),
    ...Object.entries(expect.status ?? {}).map(([status, agents]) =>
      judgeStatus(status, agents, view),
    ),
    ...(expect.statusChanges === undefined ? [] : [judgeNoStatusChange(view)]),
  ]);
}

function groupsOf<T>(byGroup: ByGroup<T> | undefined): [UserGroup, T][] {
  return Object.entries(byGroup ?? {}) as [UserGroup, T][];
}

/** Worst first; what holds has held since its last part came true. */
function allOf(findings: readonly Finding[]): Finding {
  const broken = findings.filter((finding) => finding.state === 'broken');
  if (broken.length > 0) return { state: 'broken', evidence: evidenceOf(broken) };
  const pending = findings.filter((finding) => finding.state === 'pending');
  if (pending.length > 0) {
    const ifNever = pending.some((finding) => finding.ifNever === 'fail') ? 'fail' : 'inconclusive';
    return { state: 'pending', ifNever, evidence: evidenceOf(pending) };
  }
  const held = findings.filter((finding) => finding.state === 'holds');
  const sinceMs = Math.max(...held.map((finding) => finding.sinceMs));
  return { state: 'holds', sinceMs, evidence: evidenceOf(held) };
}

function evidenceOf(findings: readonly Finding[]): string {
  return findings.map((finding) => finding.evidence).join('; ');
}

function signInsOf(group: UserGroup, view: View): SignIn[] {
  return view.entries
    .filter((entry): entry is SignIn => entry.kind === 'sign-in' && entry.group === group)
    .filter(({ startedMs }) => startedMs > view.phaseStartMs && startedMs <= view.phaseEndMs);
}

function judgeOnly(group: UserGroup, allowed: readonly SignInResult[], view: View): Finding {
  const ended = signInsOf(group, view);
  const first = ended[0];
  if (first === undefined) return noSignIn(group);
  const wrong = ended.find((signIn) => !allowed.includes(signIn.result));
  const expected = allowed.map(renderResult).join(' or ');
  if (wrong !== undefined) {
    return {
      state: 'broken',
      evidence: `${group}: expected only ${expected}, got ${renderSignIn(wrong, view)}`,
    };
  }
  return {
    state: 'holds',
    sinceMs: justBefore(first),
    evidence: `${group}: ${ended.length} of ${ended.length} ${expected}`,
  };
}

/** All of them must have come; it has been so since the FIRST of them came, whichever that was. */
function judgeSeen(seen: ByGroup<readonly SignInResult[]>, view: View): Finding {
  const parts = groupsOf(seen).flatMap(([group, results]) =>
    results.map((result) => judgeSeenOne(group, result, view)),
  );
  const finding = allOf(parts);
  if (finding.state !== 'holds') return finding;
  const sinceMs = Math.min(
    ...parts.map((part) => (part.state === 'holds' ? part.sinceMs : Infinity)),
  );
  return { ...finding, sinceMs };
}

function judgeSeenOne(group: UserGroup, result: SignInResult, view: View): Finding {
  const ended = signInsOf(group, view);
  if (ended.length === 0) return noSignIn(group);
  const first = ended.find((signIn) => signIn.result === result);
  if (first === undefined) {
    const came = [...new Set(ended.map((signIn) => renderResult(signIn.result)))].join(', ');
    return {
      state: 'pending',
      ifNever: 'fail',
      evidence: `${group}: expected ${renderResult(result)}, got only ${came} (${ended.length})`,
    };
  }
  return {
    state: 'holds',
    sinceMs: justBefore(first),
    evidence: `${group}: ${renderSignIn(first, view)}`,
  };
}

/**
 * The first `samples` sign-ins decide, once: looking again and again until a share fits would prove
 * nothing.
 */
function judgeShare(
  group: UserGroup,
  ranges: Readonly<Record<string, readonly [number, number]>>,
  samples: number,
  view: View,
): Finding {
  const ended = signInsOf(group, view);
  if (ended.length < samples) {
    const evidence = `${group}: ${samples} sign-ins are needed to tell a share, ${ended.length} ended`;
    return { state: 'pending', ifNever: 'inconclusive', evidence };
  }
  const counted = ended.slice(0, samples);
  const parts = Object.entries(ranges).map(([result, [low, high]]) => {
    const count = counted.filter((signIn) => String(signIn.result) === result).length;
    const text = `${renderResult(result)} in ${count} of ${samples}, expected ${low} to ${high}`;
    return { fits: count / samples >= low && count / samples <= high, text };
  });
  const evidence = `${group}: ${parts.map((part) => part.text).join(', ')}`;
  return parts.every((part) => part.fits)
    ? { state: 'holds', sinceMs: counted.at(-1)?.atMs ?? 0, evidence }
    : { state: 'broken', evidence };
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

export function statusOf(agent: string, entries: readonly TimelineEntry[], untilMs = Infinity) {
  const last = entries.findLast(
    (entry) => entry.kind === 'agent-status' && entry.agent === agent && entry.atMs <= untilMs,
  );
  return last?.kind === 'agent-status'
    ? { status: last.to, sinceMs: last.atMs }
    : { status: 'none' as const, sinceMs: 0 };
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

function noSignIn(group: UserGroup): Finding {
  const evidence = `${group}: no sign-in of this phase has ended`;
  return { state: 'pending', ifNever: 'inconclusive', evidence };
}

/**
 * A phase holds what started after its begin, so one that begins with a sign-in begins just before
 * it.
 */
function justBefore(signIn: SignIn): number {
  return signIn.startedMs - 1;
}

export function renderResult(result: SignInResult | string): string {
  if (String(result) === '0') return 'signed in';
  return /^\d+$/.test(String(result)) ? `AADSTS${result}` : String(result);
}

function renderSignIn(signIn: SignIn, view: View): string {
  const when = formatDuration(signIn.startedMs - view.runStartMs);
  return `${renderResult(signIn.result)} (started after ${when}, ${signIn.correlationId})`;
}
