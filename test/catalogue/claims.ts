/**
 * Checks the claims of one fault against a lab that has it: inject, let each claimed phase pass,
 * heal, and compare what follows with a control run that never had it. The lab is never told what
 * is expected; what does not match comes back as sentences.
 */
import type { LabOptions } from '../../lab/estate.ts';
import type { Fault, ParameterValues, Symptoms } from '../../lab/faults/fault.ts';
import type { Lab } from '../../lab/lab.ts';
import { startLab } from '../../lab/start-lab.ts';
import { affectedAgents, judgeClaim, type Window } from './claim-windows.ts';
import { compareWithControl } from './control-run.ts';

const BEFORE_MS = 20_000;
const HEALED_MS = 120_000;

/**
 * Agents turn Inactive after 25 minutes here instead of 120: hours of failed retries prove nothing
 * more. Rehearsals run with the real number.
 */
const TIMINGS = { inactiveAfterMs: 25 * 60_000 };

export function optionsFor({ seenIn }: Fault, options: LabOptions): LabOptions {
  const timings = { ...TIMINGS, ...options.timings, ...seenIn?.timings };
  return { seed: 'claims', ...options, ...seenIn?.estate, timings };
}

export async function checkClaims(
  fault: Fault,
  parameters: Partial<ParameterValues>,
  options: LabOptions,
): Promise<string[]> {
  const labOptions = optionsFor(fault, options);
  const lab = await startLab(labOptions);
  try {
    const windows = await runPhases(lab, fault, parameters);
    const agents = affectedAgents(lab, fault.seenIn?.where);
    const broken = windows.flatMap((window) => judgeClaim(lab, agents, window));
    const healed = windows.find(({ claim }) => claim.phase === 'healed');
    if (!healed) return [...broken, 'no claim about the time after healing'];
    return [...broken, ...(await compareWithControl(lab, labOptions, healed))];
  } finally {
    await lab[Symbol.asyncDispose]();
  }
}

async function runPhases(
  lab: Lab,
  fault: Fault,
  parameters: Partial<ParameterValues>,
): Promise<Window[]> {
  const { inactiveAfterMs, bootstrapIntervalMs } = lab.timings;
  const { where = {}, forMs = inactiveAfterMs + bootstrapIntervalMs } = fault.seenIn ?? {};
  await lab.advance(BEFORE_MS);
  const limits = { forMs: 2 * forMs };
  const { parameters: values } = await lab.drive(
    lab.faults.on(fault.id, where, parameters, limits),
  );
  const injectedMs = lab.clock.nowMs();
  const claims = fault.symptoms(lab.timings, values);
  await lab.advance(forMs);
  const healedMs = lab.clock.nowMs();
  await lab.drive(lab.faults.reset());
  const lastAfterMs = claims.find(({ phase }) => phase === 'healed')?.afterMs ?? 0;
  await lab.advance(lastAfterMs + HEALED_MS);
  return claims.map((claim) => windowOf(lab, claim, claims, injectedMs, healedMs));
}

function windowOf(
  lab: Lab,
  claim: Symptoms,
  claims: readonly Symptoms[],
  injectedMs: number,
  healedMs: number,
): Window {
  if (claim.phase === 'healed') {
    return { claim, fromMs: healedMs + claim.afterMs, toMs: lab.clock.nowMs() };
  }
  const next = claims[claims.indexOf(claim) + 1];
  const nextMs = next && next.phase !== 'healed' ? injectedMs + next.afterMs : healedMs;
  const toMs = claim.untilMs === undefined ? nextMs : injectedMs + claim.untilMs;
  return { claim, fromMs: injectedMs + claim.afterMs, toMs };
}
