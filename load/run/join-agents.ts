/** Samples of the lab's counters as reports show them: per agent and second. Pure. */
import type { WorkLoad } from '../../agent/work-load.ts';
import type { AgentLoad, AgentSecond } from '../load-result.ts';

export interface LabSample {
  /** Lab time. */
  atMs: number;
  loads: Readonly<Record<string, WorkLoad>>;
  /** Machine names of the agents that a sign-in may be handed to. */
  there: readonly string[];
}

export interface JoinedAgents {
  agents: readonly AgentLoad[];
  events: readonly { atMs: number; text: string }[];
}

/** The first sample is of the start; later ones of the end of each second. */
export function joinAgents(
  samples: readonly LabSample[],
  sites: Readonly<Record<string, string>>,
): JoinedAgents {
  const startMs = samples[0]?.atMs ?? 0;
  const names = [...new Set(samples.flatMap(({ loads }) => Object.keys(loads)))].sort(byName);
  const counted = names.map((name) => ({ name, seconds: secondsOf(name, samples, startMs) }));
  const all = counted.reduce((sum, { seconds }) => sum + totalOf(seconds), 0);
  const agents = counted.map(({ name, seconds }): AgentLoad => {
    const validations = totalOf(seconds);
    return {
      ...{ name, site: sites[name] ?? '', validations },
      share: all === 0 ? 0 : validations / all,
      seconds,
      ...presenceOf(name, samples, startMs),
      ...useOf(name, samples),
    };
  });
  return { agents, events: agents.flatMap(eventsOf).sort((a, b) => a.atMs - b.atMs) };
}

/**
 * Samples up to the end of the load. The last of all counts too, because figures of processes come
 * late; but whom it sees there is no part of the load: scripts take back what they did.
 */
export function cutSamples(samples: readonly LabSample[], endMs: number): readonly LabSample[] {
  const during = samples.filter(({ atMs }) => atMs <= endMs);
  const last = samples.at(-1);
  if (last === undefined || during.includes(last)) return during;
  return [...during, { ...last, there: during.at(-1)?.there ?? last.there }];
}

/** `agt-2` before `agt-10`: as people count, not as strings compare. */
export function byName(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function totalOf(seconds: readonly AgentSecond[]): number {
  return seconds.reduce((sum, { validations }) => sum + validations, 0);
}

function secondsOf(name: string, samples: readonly LabSample[], startMs: number): AgentSecond[] {
  return samples.slice(1).map((sample, at) => {
    const now = sample.loads[name];
    const before = samples[at]?.loads[name]?.validations ?? 0;
    // A process that started again counts from 0.
    const grown = (now?.validations ?? 0) - before;
    const validations = grown < 0 ? (now?.validations ?? 0) : grown;
    const atMs = (samples[at]?.atMs ?? startMs) - startMs;
    return { atMs, validations, busy: now?.busy ?? 0, waiting: now?.waiting ?? 0 };
  });
}

function presenceOf(name: string, samples: readonly LabSample[], startMs: number) {
  const first = samples.findIndex(({ there }) => there.includes(name));
  const last = samples.findLastIndex(({ there }) => there.includes(name));
  const [before, left] = [samples[first - 1], samples[last + 1] && samples[last]];
  // Within the second that begins there: what it did to sign-ins is told at the same place.
  return {
    ...(before && { cameAtMs: before.atMs - startMs }),
    ...(left && { leftAtMs: left.atMs - startMs }),
  };
}

function useOf(name: string, samples: readonly LabSample[]) {
  const own = samples.filter(({ loads }) => loads[name]?.cpuMs !== undefined);
  const [first, last] = [own[0], own.at(-1)];
  const tookMs = (last?.atMs ?? 0) - (first?.atMs ?? 0);
  const cpuMs = (last?.loads[name]?.cpuMs ?? 0) - (first?.loads[name]?.cpuMs ?? 0);
  const waitP95 = samples.findLast(({ loads }) => loads[name])?.loads[name]?.waitP95;
  return {
    ...(waitP95 !== undefined && { waitP95 }),
    ...(tookMs > 0 && { cpuShare: cpuMs / tookMs }),
  };
}

function eventsOf({ name, cameAtMs, leftAtMs }: AgentLoad): { atMs: number; text: string }[] {
  return [
    ...(cameAtMs === undefined ? [] : [{ atMs: cameAtMs, text: `${name} came` }]),
    ...(leftAtMs === undefined ? [] : [{ atMs: leftAtMs, text: `${name} left` }]),
  ];
}
