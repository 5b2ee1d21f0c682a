/**
 * The steady state: every probe of the list once, in order. After a rollback the lab may need time
 * to come back, so the second look is repeated until all pass or the time is up; the last look
 * counts.
 */
import type { Lab } from '../lab/lab.ts';
import { PROBES } from '../probes/index.ts';
import type { ProbeContext } from '../probes/probe.ts';
import { runProbe } from '../probes/run-probe.ts';
import { createDice } from '../runtime/dice.ts';
import { LabError } from '../runtime/lab-error.ts';
import { Secret } from '../runtime/secret.ts';
import { advanceBy } from './drive.ts';
import { isoTime } from './iso-time.ts';
import type { ProbeRecord, SteadyState } from './journal.ts';
import type { ProbeStep } from './scenario.ts';

const LOOKS_AFTER = 30;
const LOOK_MS_MIN = 1_000;

/** Numbers the probes of a run, so that each has a correlation id of its own from the seed. */
export type ProbeCount = { next: number };

export async function observeSteadyState(
  lab: Lab,
  steps: readonly ProbeStep[],
  count: ProbeCount,
): Promise<SteadyState> {
  const probes: ProbeRecord[] = [];
  for (const step of steps) probes.push(await observeProbe(lab, step, count));
  return { steady_state_met: probes.every((probe) => probe.verdict === 'pass'), probes };
}

export async function observeSteadyStateWithin(
  lab: Lab,
  look: () => Promise<SteadyState>,
  withinMs: number,
  stop: AbortSignal,
): Promise<SteadyState> {
  const deadlineMs = lab.clock.nowMs() + withinMs;
  for (;;) {
    const state = await look();
    if (state.steady_state_met || lab.clock.nowMs() >= deadlineMs || stop.aborted) return state;
    await advanceBy(lab, Math.max(LOOK_MS_MIN, withinMs / LOOKS_AFTER), stop, () => {});
  }
}

async function observeProbe(lab: Lab, step: ProbeStep, count: ProbeCount): Promise<ProbeRecord> {
  const probe = PROBES[step.probe];
  if (probe === undefined) throw new LabError('PROBE_UNKNOWN', `no probe "${step.probe}"`);
  const context = probeContext(lab, probe.signsInAs, count.next++);
  const start = isoTime(lab.clock.nowMs());
  const { judgement, observation } = await lab.drive(runProbe(probe, context, step.expect));
  return { probe: probe.id, ...judgement, start, end: isoTime(lab.clock.nowMs()), observation };
}

export function probeContext(
  lab: Lab,
  signsInAs: 'healthy' | 'cloudOnly',
  number: number,
): ProbeContext {
  const account = lab.accounts[signsInAs];
  if (account === undefined) {
    throw new LabError('HARNESS_ACCOUNT', `expected the lab to have an account "${signsInAs}"`);
  }
  return {
    network: lab.network,
    clock: lab.clock,
    crypto: lab.crypto,
    from: lab.prober,
    authority: lab.endpoints.authority,
    graph: lab.endpoints.graph,
    tenantId: lab.tenantId,
    clientId: lab.clientId,
    correlationId: createDice(`${lab.seed}/probe/${number}`).guid(),
    account: { userName: account.userName, password: new Secret(account.password) },
    timeoutMs: lab.timings.probeTimeoutMs,
  };
}
