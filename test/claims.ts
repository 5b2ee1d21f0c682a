/**
 * Checks the claims of one fault against a lab that has it: inject, let each claimed phase pass,
 * heal. The lab is never told what is expected; what does not match comes back as sentences.
 */
import type { Fault, ParameterValues, Symptoms } from '../lab/faults/fault.ts';
import type { Lab } from '../lab/lab.ts';
import type { TimelineEntry } from '../lab/timeline.ts';

const BEFORE_MS = 20_000;
const HEALED_MS = 120_000;

interface Window {
  claim: Symptoms;
  fromMs: number;
  toMs: number;
}

export async function checkClaims(
  lab: Lab,
  fault: Fault,
  parameters: Partial<ParameterValues>,
): Promise<string[]> {
  await lab.advance(BEFORE_MS);
  const { parameters: values } = await lab.faults.on(fault.id, {}, parameters);
  const injectedMs = lab.clock.nowMs();
  const claims = fault.symptoms(lab.timings, values);
  await lab.advance(lab.timings.inactiveAfterMs + lab.timings.bootstrapIntervalMs);
  const healedMs = lab.clock.nowMs();
  await lab.faults.reset();
  const lastAfterMs = claims.find(({ phase }) => phase === 'healed')?.afterMs ?? 0;
  await lab.advance(lastAfterMs + HEALED_MS);
  return claims
    .map((claim) => windowOf(lab, claim, injectedMs, healedMs))
    .flatMap((window) => judgeWindow(lab, window));
}

function windowOf(lab: Lab, claim: Symptoms, injectedMs: number, healedMs: number): Window {
  const { keepAliveTimeoutMs, keepAliveIntervalMs } = lab.timings;
  switch (claim.phase) {
    case 'unnoticed':
      // The first listener can be given up one interval before the time-out after the onset.
      return {
        claim,
        fromMs: injectedMs + claim.afterMs,
        toMs: injectedMs + keepAliveTimeoutMs - keepAliveIntervalMs,
      };
    case 'noticed':
      return { claim, fromMs: injectedMs + claim.afterMs, toMs: healedMs };
    case 'healed':
      return { claim, fromMs: healedMs + claim.afterMs, toMs: lab.clock.nowMs() };
    default:
      return claim.phase satisfies never;
  }
}

function judgeWindow(lab: Lab, { claim, fromMs, toMs }: Window): string[] {
  const agents = [...lab.agents.keys()];
  const { entries } = lab.timeline;
  const results = Object.entries(claim.results).flatMap(([group, expected]) => {
    const seen = resultsOf(entries, group, fromMs, toMs - lab.timings.signInDeadlineMs);
    // The onset is too short for every group to have tried; whoever did must fit the claim.
    const wanted = expected.map(String).sort();
    const fits =
      claim.phase === 'unnoticed' && group !== 'right-password'
        ? seen.every((result) => wanted.includes(result))
        : String(seen) === String(wanted);
    return fits ? [] : [`${claim.phase}: ${group} expected ${expected}, got ${seen || 'none'}`];
  });
  const events = claim.events.flatMap((id) =>
    agents
      .filter((agent) => !hasEvent(entries, agent, id, fromMs, toMs))
      .map((agent) => `${claim.phase}: ${agent} did not log ${id}`),
  );
  const statuses = agents
    .map((agent) => [agent, statusAt(entries, agent, toMs)])
    .filter(([, status]) => status !== claim.status)
    .map(([agent, status]) => `${claim.phase}: ${agent} expected ${claim.status}, got ${status}`);
  return [...results, ...events, ...statuses];
}

function resultsOf(
  entries: readonly TimelineEntry[],
  group: string,
  fromMs: number,
  toMs: number,
): string[] {
  const results = entries.flatMap((entry) =>
    entry.kind === 'sign-in' &&
    entry.group === group &&
    entry.startedMs >= fromMs &&
    entry.startedMs < Math.max(toMs, fromMs + 10_000)
      ? [String(entry.result)]
      : [],
  );
  return [...new Set(results)].sort();
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

function statusAt(entries: readonly TimelineEntry[], agent: string, atMs: number): string {
  const changes = entries.flatMap((entry) =>
    entry.kind === 'agent-status' && entry.agent === agent && entry.atMs <= atMs ? [entry.to] : [],
  );
  return changes.at(-1) ?? 'none';
}
