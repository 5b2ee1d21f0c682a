/** Which agents were there when, as far as the run says so: the documented band follows it. */
import type { AgentLoad } from '../../load/load-result.ts';
import type { Span } from './points.ts';

export interface Presence extends Span {
  agents: number;
}

export function presenceOf(agents: readonly AgentLoad[], durationMs: number): Presence[] {
  const inside = (ms: number) => ms > 0 && ms < durationMs;
  const changes = agents
    .flatMap(({ cameAtMs = 0, leftAtMs = durationMs }) => [cameAtMs, leftAtMs])
    .filter(inside);
  const bounds = [...new Set([0, ...changes, durationMs])].toSorted((a, b) => a - b);
  return bounds.slice(0, -1).map((startMs, at) => ({
    ...{ startMs, endMs: bounds[at + 1] ?? durationMs },
    agents: agents.filter((agent) => isThere(agent, startMs)).length,
  }));
}

function isThere({ cameAtMs = 0, leftAtMs = Number.POSITIVE_INFINITY }: AgentLoad, atMs: number) {
  return cameAtMs <= atMs && atMs < leftAtMs;
}

/** Then figures per agent, and of when they stopped keeping up, would be of two different sets. */
export function agentsChanged(agents: readonly AgentLoad[]): boolean {
  return agents.some((one) => one.cameAtMs !== undefined || one.leftAtMs !== undefined);
}
