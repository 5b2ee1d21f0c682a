/**
 * The steady state: every probe of the list once, in order. After a rollback the lab may need time
 * to come back, so the second look is repeated until all pass or the time is up; the last look
 * counts.
 */
import {
  contextOnServer,
  contextOutside,
  lockoutPolicyOf,
} from '../../lab/diagnosis/standpoints.ts';
import type { Operation } from '../../lab/history.ts';
import type { Lab } from '../../lab/lab.ts';
import type { AgentServer } from '../../lab/servers/agent-server.ts';
import { hurry } from '../../lab/time/hurry.ts';
import { PROBES } from '../../probes/index.ts';
import type { SignInObservation } from '../../probes/observations.ts';
import type { ProbeContext } from '../../probes/probe.ts';
import { runProbe } from '../../probes/run-probe.ts';
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
  for (const step of steps) probes.push(await hurry(lab, observeProbe(lab, step, count)));
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
  const standing = probe.standsOn === undefined ? undefined : serverOf(lab, step.on);
  const usual = withOwner(lab, step, probeContext(lab, account, count.next++, standing));
  const context = step.password === 'wrong' ? withWrongPassword(usual) : usual;
  const startMs = lab.clock.nowMs();
  const { judgement, observation } = await runProbe(probe, context, countAll(lab, step.expect));
  const endMs = lab.clock.nowMs();
  if (probe.id === 'sign-in' && observation !== null) {
    tellEntry(count, context, observation as SignInObservation, [startMs, endMs]);
  }
  return {
    probe: nameOf(step),
    ...judgement,
    start: isoTime(startMs),
    end: isoTime(endMs),
    observation,
  };
}

function nameOf({ probe, as, on }: ProbeStep): string {
  return [probe, ...(as ? [`as ${as}`] : []), ...(on ? [`on ${on}`] : [])].join(' ');
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

/**
 * What the estate's owner knows of it, for the one probe that needs it: whatever reads a timing is
 * named in the report. Who reads Graph may be somebody else than the usual administrator.
 */
function withOwner(lab: Lab, { probe, as }: ProbeStep, context: ProbeContext): ProbeContext {
  const readsGraph = as !== undefined && PROBES[probe]?.signsInAs === 'cloudOnly';
  const known = readsGraph ? { ...context, administrator: context.account } : context;
  if (probe !== 'lockout-policy') return known;
  return { ...known, directoryPolicy: lockoutPolicyOf(lab) };
}

function withWrongPassword(context: ProbeContext): ProbeContext {
  const { userName, password } = context.account;
  return { ...context, account: { userName, password: new Secret(`${password.reveal()}!`) } };
}

/** Words for the lab's accounts in scenarios. */
const ACCOUNT_NAMES: Readonly<Record<string, string>> = { 'break-glass': 'cloudOnly' };

function probeContext(
  lab: Lab,
  signsInAs: string,
  number: number,
  standing?: AgentServer,
): ProbeContext {
  const id = createDice(`${lab.seed}/probe/${number}`).guid();
  return standing
    ? contextOnServer(lab, standing, signsInAs, id)
    : contextOutside(lab, signsInAs, id);
}

function serverOf({ servers }: Lab, name: string | undefined): AgentServer {
  const [first] = servers.values();
  const server = name === undefined ? first : servers.get(name);
  if (server) return server;
  const known = [...servers.keys()].join(', ');
  throw new LabError('SCENARIO_SERVER', `on: expected one of the servers ${known}, got "${name}"`);
}
