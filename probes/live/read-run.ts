/**
 * What metrics and history want of an observation, whichever probe it came from: phases, the AADSTS
 * code, the agent that answered. Members that a probe does not have are simply not there.
 */
import type { ProbeRun } from '../probe-run.ts';
import { asObject, type JsonObject, listOf, numberOf, textOf } from '../wire/json.ts';

export function readRun(observation: unknown): Pick<ProbeRun, 'phaseMs' | 'aadsts' | 'agentId'> {
  const seen = asObject(observation) ?? {};
  const visit = asObject(seen.visit) ?? {};
  const row = asObject(seen.row) ?? {};
  const result = numberOf(seen, 'result') ?? numberOf(visit, 'aadsts') ?? 0;
  return {
    phaseMs: { ...phasesOf(seen), ...stepsOf(visit) },
    aadsts: result === 0 ? null : result,
    agentId: textOf(row, 'agentId') ?? null,
  };
}

function phasesOf(seen: JsonObject): Record<string, number> {
  const phases = Object.entries(asObject(seen.phaseMs) ?? {});
  return Object.fromEntries(
    phases.flatMap(([name, took]) => (typeof took === 'number' ? [[name, took]] : [])),
  );
}

/** A page that came twice has taken the time of both. */
function stepsOf(visit: JsonObject): Record<string, number> {
  const total: Record<string, number> = {};
  for (const step of listOf(visit, 'steps')) {
    const read = asObject(step) ?? {};
    const page = textOf(read, 'page');
    if (page === undefined) continue;
    total[`page ${page}`] = (total[`page ${page}`] ?? 0) + (numberOf(read, 'tookMs') ?? 0);
  }
  return total;
}
