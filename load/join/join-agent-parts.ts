/**
 * Agents of joined parts. Each part that was run by pta-lab had a lab of its own, so agents of the
 * same name are not the same agent: the part's name tells them apart.
 */
import type { AgentLoad, LoadResult } from '../load-result.ts';
import { byName } from '../run/join-agents.ts';
import { firstStartMs, offsetMs } from './join-seconds.ts';
import type { Part } from './part.ts';

export function joinAgentParts(parts: readonly Part[]): AgentLoad[] {
  const firstMs = firstStartMs(parts);
  const all = parts.flatMap((part) => {
    const offset = offsetMs(part, firstMs);
    return (part.lab?.agents ?? []).map((agent) => ({ part, agent: shift(agent, offset) }));
  });
  const total = all.reduce((sum, { agent }) => sum + agent.validations, 0);
  const names = all.map(({ agent }) => agent.name);
  return all
    .map(({ part, agent }) => ({
      ...agent,
      name: isUnique(agent.name, names) ? agent.name : `${part.name}/${agent.name}`,
      share: total === 0 ? 0 : agent.validations / total,
    }))
    .toSorted((a, b) => byName(a.name, b.name));
}

function isUnique(name: string, names: readonly string[]): boolean {
  return names.indexOf(name) === names.lastIndexOf(name);
}

function shift(agent: AgentLoad, offset: number): AgentLoad {
  const { cameAtMs, leftAtMs, seconds } = agent;
  return {
    ...agent,
    seconds: seconds.map((second) => ({ ...second, atMs: second.atMs + offset })),
    ...(cameAtMs !== undefined && { cameAtMs: cameAtMs + offset }),
    ...(leftAtMs !== undefined && { leftAtMs: leftAtMs + offset }),
  };
}

export function joinEvents(parts: readonly Part[]): LoadResult['events'] {
  const firstMs = firstStartMs(parts);
  const isOne = parts.length === 1;
  return parts
    .flatMap((part) =>
      (part.lab?.events ?? []).map(({ atMs, text }) => ({
        atMs: atMs + offsetMs(part, firstMs),
        text: isOne ? text : `${part.name}: ${text}`,
      })),
    )
    .toSorted((a, b) => a.atMs - b.atMs);
}
