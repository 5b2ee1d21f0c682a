/**
 * Judges an expectation over the timeline: pure, and asked again and again while the lab goes on.
 * `pending` may still come true; `broken` cannot any more. What is too little to tell is never a
 * failure.
 *
 *   sign-ins: those STARTED in the phase, whenever they end
 *   events, status changes (`judge-agents.ts`): those after the last injection, change or healing
 */
import type { SignInResult, TimelineEntry, UserGroup } from '../../lab/timeline.ts';
import { formatDuration } from '../../runtime/duration.ts';
import type { Agents, ByGroup, Expectation, Range } from '../scenario.ts';
import { judgeAgents } from './judge-agents.ts';

export interface View {
  entries: readonly TimelineEntry[];
  /** Every agent of the estate. */
  agents: readonly string[];
  /** When the run began: times in the evidence count from here. */
  runStartMs: number;
  /** The phase: after its start, up to its end. */
  phaseStartMs: number;
  phaseEndMs: number;
  /** The last injection, change or healing. */
  changeMs: number;
  /** What has no time of its own has been so since now. */
  nowMs: number;
  /** Codes of the cloud's sign-in log, for sign-ins of the phase. Read only if asked for. */
  logged?(): readonly number[];
  /** What Programs and Features shows on a server. */
  programsOn?(server: string): readonly string[];
  /** What an administrator finds who looks over the estate now. */
  findings?(): readonly string[];
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
    ...(expect.answeredBy ? [judgeAnsweredBy(expect.answeredBy, view)] : []),
    ...Object.entries(expect.lost ?? {}).map(([agent, range]) => judgeLost(agent, range, view)),
    ...(expect.log ? [judgeLog(expect.log, view)] : []),
    ...judgeAgents(expect, view),
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
  return allSignIns(view).filter((signIn) => signIn.group === group);
}

function allSignIns(view: View): SignIn[] {
  return view.entries
    .filter((entry): entry is SignIn => entry.kind === 'sign-in')
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

/** Everyone named has answered, and nobody else has. */
function judgeAnsweredBy(wanted: Agents, view: View): Finding {
  const agents = wanted === 'all' ? view.agents : wanted;
  const answered = allSignIns(view).filter(({ agent }) => agent !== undefined);
  const other = answered.find(({ agent = '' }) => !agents.includes(agent));
  if (other !== undefined) {
    const came = `${other.agent} answered ${renderSignIn(other, view)}`;
    return { state: 'broken', evidence: `expected answers of ${agents.join(', ')} only, ${came}` };
  }
  const firsts = agents.map((agent) => answered.find((signIn) => signIn.agent === agent));
  const missing = agents.filter((_, at) => firsts[at] === undefined);
  if (missing.length > 0) {
    const evidence = `no sign-in of this phase was answered by ${missing.join(', ')}`;
    return { state: 'pending', ifNever: 'fail', evidence };
  }
  const sinceMs = Math.max(...firsts.map((signIn) => (signIn ? justBefore(signIn) : 0)));
  return { state: 'holds', sinceMs, evidence: `answered by ${agents.join(', ')}` };
}

/**
 * What was in flight at the last change counts, so it is the end that decides. A sign-in is lost
 * when its deadline has passed: too few may still become enough.
 */
function judgeLost(agent: string, [low, high]: Range, view: View): Finding {
  const lost = view.entries.filter(
    (entry): entry is SignIn =>
      entry.kind === 'sign-in' && entry.handedTo === agent && entry.atMs > view.changeMs,
  );
  const evidence = `${agent} took ${lost.length} and never answered, expected ${low} to ${high}`;
  if (lost.length > high) return { state: 'broken', evidence };
  const last = lost.at(-1);
  if (lost.length < low) return { state: 'pending', ifNever: 'fail', evidence };
  return { state: 'holds', sinceMs: last?.atMs ?? view.changeMs, evidence };
}

function judgeLog(codes: readonly number[], view: View): Finding {
  const logged = view.logged?.() ?? [];
  const missing = codes.filter((code) => !logged.includes(code));
  const text = (list: readonly number[]) => list.map(renderResult).join(', ');
  if (missing.length === 0) {
    return { state: 'holds', sinceMs: view.nowMs, evidence: `logged: ${text(codes)}` };
  }
  const evidence = `expected ${text(missing)} in the sign-in log, which has none`;
  return { state: 'pending', ifNever: 'fail', evidence };
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
