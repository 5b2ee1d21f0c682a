/**
 * The seconds of a run, gathered into as many points as fit the width. Rates are means; a latency
 * is that of the worst second in the point's time, because percentiles cannot be averaged.
 */
import type { AgentLoad, LoadSecond } from '../../load/load-result.ts';
import { SECOND_MS } from '../../protocol/time-units.ts';

export interface Span {
  startMs: number;
  endMs: number;
}

export interface Point extends Span {
  /** A second. */
  intended: number;
  completed: number;
  dropped: number;
  failed: number;
  /** Failed a second, by result. */
  failures: ReadonlyMap<string, number>;
  latency: { p50: number; p95: number; p99: number } | undefined;
}

export interface AgentPoint extends Span {
  /** A second. */
  validations: number;
  /** The most in the point's time. */
  waiting: number;
}

const POINT_WIDTH = 6;

/** Seconds in one point. */
export function secondsAPoint(seconds: number, width: number): number {
  return Math.max(1, Math.ceil(seconds / Math.floor(width / POINT_WIDTH)));
}

/** Failures that the engine did not tell apart. */
export const UNTOLD = 'untold';

export function gatherPoints(seconds: readonly LoadSecond[], size: number): Point[] {
  return inGroups(seconds, size).map((group) => {
    const mean = (value: (second: LoadSecond) => number) => sumOf(group, value) / group.length;
    const failed = mean((second) => second.failed);
    return {
      ...spanOf(group),
      ...{ intended: mean((one) => one.intended), completed: mean((one) => one.completed) },
      ...{ dropped: mean((one) => one.dropped), failed },
      failures: failuresOf(group),
      latency: worstOf(group),
    };
  });
}

export function gatherAgentPoints({ seconds }: AgentLoad, size: number): AgentPoint[] {
  return inGroups(seconds, size).map((group) => ({
    ...spanOf(group),
    validations: sumOf(group, (second) => second.validations) / group.length,
    waiting: Math.max(...group.map(({ waiting }) => waiting)),
  }));
}

/** By time and not by place in the list: an agent that came late has no first seconds. */
function inGroups<T extends { atMs: number }>(seconds: readonly T[], size: number): T[][] {
  const groups = Map.groupBy(seconds, ({ atMs }) => Math.floor(secondOf(atMs) / size));
  return [...groups.values()];
}

/** Samples of a live lab come some milliseconds early or late. */
function secondOf(atMs: number): number {
  return Math.round(atMs / SECOND_MS);
}

function spanOf(group: readonly { atMs: number }[]): Span {
  const first = secondOf(group[0]?.atMs ?? 0);
  const last = secondOf(group.at(-1)?.atMs ?? 0);
  return { startMs: first * SECOND_MS, endMs: (last + 1) * SECOND_MS };
}

function sumOf<T>(group: readonly T[], value: (one: T) => number): number {
  return group.reduce((sum, one) => sum + value(one), 0);
}

function failuresOf(group: readonly LoadSecond[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { failed, failures } of group) {
    const told = failures ?? (failed > 0 ? { [UNTOLD]: failed } : {});
    for (const [result, count] of Object.entries(told)) {
      counts.set(result, (counts.get(result) ?? 0) + count / group.length);
    }
  }
  return counts;
}

function worstOf(group: readonly LoadSecond[]): Point['latency'] {
  const timed = group.filter(({ completed }) => completed > 0);
  const worst = (key: 'p50' | 'p95' | 'p99') =>
    Math.max(...timed.flatMap((second) => second[key] ?? []));
  const latency = { p50: worst('p50'), p95: worst('p95'), p99: worst('p99') };
  return Object.values(latency).every(Number.isFinite) ? latency : undefined;
}
