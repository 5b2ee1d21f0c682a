/**
 * The steady state: every probe of the list once, in order. After a rollback the lab may need time
 * to come back, so the second look is repeated until all pass or the time is up; the last look
 * counts.
 */
import type { Operation } from '../../lab/history.ts';
import type { Lab } from '../../lab/lab.ts';
import { PROBES } from '../../probes/index.ts';
import type { ProbeContext } from '../../probes/probe.ts';
import { runProbe } from '../../probes/run-probe.ts';
import type { SignInObservation } from '../../probes/sign-in.ts';
import { createDice } from '../../runtime/dice.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { Secret } from '../../runtime/secret.ts';
import { isoTime } from '../journal/iso-time.ts';
import type { ProbeRecord, SteadyState } from '../journal/journal.ts';
import type { ProbeStep } from '../scenario.ts';

const LOOKS_AFTER = 30;
const LOOK_MS_MIN = 1_000;

/** Numbers the probes of a run, so that each has a correlation id of its own from the seed. */
export interface ProbeCount {
  next: number;
  /** Who got in by a probe: their failures are forgotten, as after anybody's sign-in. */
  tell?(operation: Operation): void;
}

export async function observeSteadyState(
  lab: Lab,
  steps: readonly ProbeStep[],
  count: ProbeCount,
): Promise<SteadyState> {
  const probes: ProbeRecord[] = [];
  for (const step of steps) probes.push(await lab.drive(observeProbe(lab, step, count)));
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
    await lab.advance(Math.max(LOOK_MS_MIN, withinMs / LOOKS_AFTER), stop);
  }
}

/** Somebody has to drive the clock meanwhile. */
export async function observeProbe(
  lab: Lab,
  step: ProbeStep,
  count: ProbeCount,
): Promise<ProbeRecord> {
  const probe = PROBES[step.probe];
  if (probe === undefined) throw new LabError('PROBE_UNKNOWN', `no probe "${step.probe}"`);
  const account = ACCOUNT_NAMES[step.as ?? ''] ?? step.as ?? probe.signsInAs;
  const usual = probeContext(lab, account, count.next++);
  const context = step.password === 'wrong' ? withWrongPassword(usual) : usual;
  const startMs = lab.clock.nowMs();
  const { judgement, observation } = await runProbe(probe, context, countAll(lab, step.expect));
  const endMs = lab.clock.nowMs();
  if (probe.id === 'sign-in' && observation !== null) {
    tellEntry(count, context, observation as SignInObservation, [startMs, endMs]);
  }
  const name = step.as === undefined ? probe.id : `${probe.id} as ${step.as}`;
  return { probe: name, ...judgement, start: isoTime(startMs), end: isoTime(endMs), observation };
}

/** `active: all` fits whichever estate the scenario is rehearsed on. */
function countAll({ sites }: Lab, expect: ProbeStep['expect']): ProbeStep['expect'] {
  if (expect.active !== 'all') return expect;
  return { ...expect, active: sites.flatMap(({ agents }) => agents).length };
}

function tellEntry(
  count: ProbeCount,
  { correlationId, account: { userName } }: ProbeContext,
  { result }: SignInObservation,
  [startMs, endMs]: readonly [number, number],
): void {
  if (result !== 0) return;
  const signIn = { f: 'sign-in', correlationId } as const;
  count.tell?.({ ...signIn, type: 'invoke', atMs: startMs, userName, group: 'right-password' });
  count.tell?.({ ...signIn, type: 'return', atMs: endMs, result });
}

function withWrongPassword(context: ProbeContext): ProbeContext {
  const { userName, password } = context.account;
  return { ...context, account: { userName, password: new Secret(`${password.reveal()}!`) } };
}

/** Words for the lab's accounts in scenarios. */
const ACCOUNT_NAMES: Readonly<Record<string, string>> = { 'break-glass': 'cloudOnly' };

export function probeContext(lab: Lab, signsInAs: string, number: number): ProbeContext {
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
