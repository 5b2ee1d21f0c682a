/**
 * `require`: what must be so before anything further is done. A try-out stops agents, probes, and
 * starts them again; meanwhile nobody else signs in, so that what the guard itself breaks counts to
 * no phase.
 */
import { hurry } from '../../lab/time/hurry.ts';
import { formatDuration } from '../../runtime/duration.ts';
import type { ProbeRecord, StepRecord } from '../journal/journal.ts';
import { judgeExpectation } from '../judge/judge.ts';
import type { Agents, Deed, Guard, ProbeStep } from '../scenario.ts';
import { advanceBy, advanceUntil } from './drive.ts';
import type { Running } from './run-step.ts';
import { viewOf } from './stage.ts';
import { observeProbe } from './steady-state.ts';
import { outcomeOf, recorded } from './step-outcome.ts';

type Outcome = Pick<StepRecord, 'status' | 'evidence'>;

/** The fault that stops the service of agents. */
export const STOPPED = 'agent-stopped';

/** Lab time that agents have to connect again after a try-out. */
const BACK_WITHIN_MS = 15 * 60_000;
const BACK_LOOK_MS = 1_000;

const LOOKS = 30;
const LOOK_MS_MIN = 10_000;

export async function runGuard(
  running: Running,
  { guard, withinMs }: Extract<Deed, { kind: 'require' }>,
): Promise<Outcome> {
  const outcome = await tryGuard(running, guard, withinMs);
  if (outcome.status === 'succeeded') return outcome;
  return { ...outcome, evidence: `nothing further was done: ${outcome.evidence ?? ''}` };
}

async function tryGuard(running: Running, guard: Guard, withinMs: number): Promise<Outcome> {
  const { lab, stage, stop } = running;
  if (guard.kind === 'expectation') {
    const judge = () => judgeExpectation(guard.expect, viewOf(lab, stage, undefined));
    return outcomeOf(await advanceUntil(running, withinMs, judge), stop);
  }
  if (guard.whileStopped === undefined) {
    return recorded(await probeWithin(running, guard.probe, withinMs));
  }
  const look = () => hurry(lab, observeProbe(lab, guard.probe, running.probes));
  return whileStopped(running, guard.whileStopped, look);
}

/** Looks again and again until it passes or the time is up; the last look counts. */
export async function probeWithin(
  running: Running,
  probe: ProbeStep,
  withinMs: number,
): Promise<ProbeRecord> {
  const { lab, stop, probes } = running;
  const deadlineMs = lab.clock.nowMs() + withinMs;
  for (;;) {
    const record = await hurry(lab, observeProbe(lab, probe, probes));
    const leftMs = deadlineMs - lab.clock.nowMs();
    if (record.verdict === 'pass' || leftMs <= 0 || stop.aborted) return record;
    await advanceBy(running, Math.min(leftMs, Math.max(LOOK_MS_MIN, withinMs / LOOKS)));
  }
}

async function whileStopped(
  running: Running,
  stopped: Agents,
  look: () => Promise<ProbeRecord>,
): Promise<Outcome> {
  const quiet = beQuiet(running);
  try {
    return await tryStopped(running, stopped, look);
  } finally {
    quiet[Symbol.dispose]();
  }
}

async function tryStopped(
  running: Running,
  stopped: Agents,
  look: () => Promise<ProbeRecord>,
): Promise<Outcome> {
  const { lab } = running;
  // What is on its way ends before the agents do.
  await advanceBy(running, lab.timings.signInDeadlineMs);
  const connected = lab.entra.connectedAgents();
  const staying = connected.filter(({ machineName }) => !isStopped(stopped, machineName));
  const where = stopped === 'all' ? {} : { agents: stopped };
  const { key } = await lab.faults.on(STOPPED, where);
  // Whether others answer is asked, and not what an agent may have taken as it was stopped.
  await untilConnected(running, (count) => count <= staying.length);
  const outcome = recorded(await look());
  await lab.faults.off(key);
  if (await untilConnected(running, (count) => count >= connected.length)) return outcome;
  const who = stopped === 'all' ? 'all agents' : stopped.join(', ');
  const missing = `${who} did not connect again within ${formatDuration(BACK_WITHIN_MS)}`;
  return { status: 'failed', evidence: `${outcome.evidence ?? ''}, but ${missing}` };
}

/** No background sign-ins, and no looks at the steady state. */
function beQuiet({ lab, watch }: Running): Disposable {
  const { traffic } = lab;
  const usualMs = traffic?.everyMs;
  traffic?.setEvery(undefined);
  const held = watch.hold();
  return {
    [Symbol.dispose]() {
      held[Symbol.dispose]();
      traffic?.setEvery(usualMs);
    },
  };
}

function isStopped(stopped: Agents, agent: string): boolean {
  return stopped === 'all' || stopped.includes(agent);
}

async function untilConnected(
  running: Running,
  isReached: (count: number) => boolean,
): Promise<boolean> {
  const { lab, stop } = running;
  const dueMs = lab.clock.nowMs() + BACK_WITHIN_MS;
  while (!isReached(lab.entra.connectedAgents().length)) {
    if (lab.clock.nowMs() >= dueMs || stop.aborted) return false;
    await advanceBy(running, BACK_LOOK_MS);
  }
  return true;
}
