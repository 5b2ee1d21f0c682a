/**
 * Whether two runs of one scenario tell the same story: what people read in each phase, which
 * events agents logged, how each agent's status changed, what the diagnosis named, the verdict. How
 * often and when is nobody's promise: real time has its own.
 */
import { EVENTS } from '../../protocol/events.ts';
import type { Journal, PhaseSummary } from '../journal/journal.ts';

/** Lines that can be compared: each says one thing, in words. */
export type Story = Readonly<Record<string, string>>;

/** What `rehearse --diagnose` leaves beside the journal. */
export interface NamedCauses {
  before: string | null;
  state: string;
  causes: readonly { cause: string; at: readonly string[] }[];
}

/** `journal` only: diagnoses are left out where nobody asked for them. */
export function tellStory(
  { verdict, phases, timeline, estate, run }: Journal,
  diagnoses: readonly NamedCauses[] = [],
): Story {
  const agents = estate.sites.flatMap((site) => site.agents);
  const lines = [
    ['verdict', verdict] as const,
    ...run.map(({ activity, status }, at) => [`step ${at + 1} (${activity})`, status] as const),
    ['phases', phases.map(({ phase }) => phase).join(', ')] as const,
    ...phases.flatMap((phase, at) => tellPhase(phase, at + 1, timeline)),
    ...tellEvents(timeline),
    ...agents.map((agent) => [`status of ${agent}`, tellStatus(timeline, agent)] as const),
    ...diagnoses.map(({ state, causes: [first] }, at) => {
      const named = first ? `${first.cause} at ${first.at.join(', ') || 'all'}` : 'nothing';
      return [`diagnosis ${at + 1}`, `${state}: ${named}`] as const;
    }),
  ];
  return Object.fromEntries(lines);
}

/**
 * Injecting, healing and rolling back take real parts their time (Samba starts, changes replicate,
 * an agent connects), and virtual ones none: who began to sign in while that was being done, up to
 * the next phase, is left out. So is who was under way when it began: a kernel sends once more what
 * was dropped, and may get through.
 */
function tellPhase(
  { phase, startMs, endMs }: PhaseSummary,
  number: number,
  timeline: Journal['timeline'],
) {
  const done = timeline.filter(
    (entry) => entry.kind === 'fault' || (entry.kind === 'change' && entry.state === 'undone'),
  );
  const doneMs = Math.min(...done.map(({ atMs }) => atMs).filter((atMs) => atMs > startMs));
  const untilMs = Math.min(endMs, doneMs);
  const signIns = timeline
    .filter((entry) => entry.kind === 'sign-in')
    .filter(({ startedMs, atMs }) => startedMs > startMs && startedMs < untilMs && atMs <= doneMs);
  const groups = Map.groupBy(signIns, ({ group }) => group);
  return [...groups].map(([group, its]) => {
    const codes = new Set(its.map(({ result }) => String(result)));
    return [`phase ${number} (${phase}): ${group}`, sorted([...codes])] as const;
  });
}

/**
 * Before, while each fault or change is on, and after: when the cloud notices is not when an agent
 * does, so that phases would split them by chance. What begins while something else is on is one
 * with it. What an agent logged while it was on it may log again soon after it: an attempt that
 * began under it times out, or gets through, because a kernel goes on sending.
 */
function tellEvents(timeline: Journal['timeline']) {
  const stretches = new Map([
    ['before', new Set<string>()],
    ['after', new Set<string>()],
  ]);
  const on = new Set<string>();
  const echoes = new Set<string>();
  let stretch = 'before';
  let healedMs = 0;
  for (const entry of timeline) {
    if (entry.kind === 'event') {
      const whose = `${entry.agent} ${nameEvent(entry.id)}`;
      if (on.size > 0) echoes.add(whose);
      const isSoon = stretch === 'after' && entry.atMs - healedMs <= ECHO_MS;
      if (!isSoon || !echoes.has(whose)) stretches.get(stretch)?.add(nameEvent(entry.id));
    }
    const turned = turnedBy(entry);
    if (turned === undefined) continue;
    if (turned.isOn && on.size === 0) {
      stretch = `while ${turned.what}`;
      echoes.clear();
    }
    if (turned.isOn) on.add(turned.what);
    else on.delete(turned.what);
    if (on.size === 0) {
      stretch = 'after';
      healedMs = entry.atMs;
    }
    if (!stretches.has(stretch)) stretches.set(stretch, new Set());
  }
  return [...stretches].map(([name, ids]) => [`events ${name}`, sorted([...ids])] as const);
}

/** Lab time: longer than any attempt of an agent takes to time out. */
const ECHO_MS = 60_000;

function turnedBy(entry: Journal['timeline'][number]) {
  if (entry.kind === 'fault') return { what: entry.fault, isOn: entry.state === 'on' };
  if (entry.kind === 'change') return { what: entry.change, isOn: entry.state === 'done' };
  return undefined;
}

/** Which of the two an agent tries again first is a matter of its timers. */
const BACK: readonly number[] = [EVENTS.bootstrapRecovered.id, EVENTS.signallingRestored.id];

function nameEvent(id: number): string {
  return BACK.includes(id) ? 'back' : String(id);
}

function sorted(codes: readonly string[]): string {
  return codes.toSorted().join(', ') || 'none';
}

function tellStatus(timeline: Journal['timeline'], agent: string): string {
  const changes = timeline.flatMap((entry) =>
    entry.kind === 'agent-status' && entry.agent === agent ? entry.to : [],
  );
  return changes.join(', ') || 'none';
}

/** In a short phase not every group tries; who did not try read nothing that could differ. */
const PHASE = /^(phase \d+ \(\w+\)): /;

/** One sentence each; empty: they agree. */
export function findDisagreements(
  [oneName, one]: readonly [string, Story],
  [otherName, other]: readonly [string, Story],
): string[] {
  const places = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const compared = places.filter((place) => !PHASE.test(place) || (place in one && place in other));
  const differing = compared.flatMap((place) => {
    const [here, there] = [one[place] ?? 'not there', other[place] ?? 'not there'];
    if (here === there || differsInPaceOnly(place, one, other)) return [];
    return `${place}: ${oneName} ${here}; ${otherName} ${there}`;
  });
  return [...differing, ...findSilence([oneName, one], [otherName, other])];
}

/**
 * The first of a group to notice ends the phase for all: others may have read before what this one
 * reads in the next.
 */
function differsInPaceOnly(place: string, one: Story, other: Story): boolean {
  const [, number, group] = /^phase (\d+) \(unnoticed\)(: .*)$/.exec(place) ?? [];
  if (number === undefined) return false;
  const next = `phase ${Number(number) + 1} (noticed)${group}`;
  const codes = (...lines: (string | undefined)[]) =>
    lines.flatMap((line) => line?.split(', ') ?? []);
  const isIn = (here: Story, there: Story) =>
    codes(here[place]).every((code) => codes(there[place], there[next]).includes(code));
  return isIn(one, other) && isIn(other, one);
}

/**
 * A phase that had time for two groups in one run and for nobody in the other proves nothing. How
 * long something goes unnoticed is nobody's promise, nor how long a change takes.
 */
function findSilence(...stories: readonly [string, Story][]): string[] {
  const counts = stories.map(([, story]) => {
    const phases = Object.keys(story)
      .flatMap((place) => PHASE.exec(place)?.[1] ?? [])
      .filter((phase) => !/\((unnoticed|changed)\)$/.test(phase));
    return new Map([...Map.groupBy(phases, (phase) => phase)].map(([at, of]) => [at, of.length]));
  });
  const phases = new Set(counts.flatMap((count) => [...count.keys()]));
  return [...phases].flatMap((phase) => {
    const groups = counts.map((count) => count.get(phase) ?? 0);
    if (Math.min(...groups) > 0 || Math.max(...groups) < 2) return [];
    const words = stories.map(([name], at) => `${name} ${groups[at]}`);
    return `${phase}: groups who signed in: ${words.join('; ')}`;
  });
}
