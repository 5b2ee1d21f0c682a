/**
 * One step of a method, done. Whether what came is good enough is `judge/`'s business; this file
 * only moves the lab and remembers where the current phase began.
 */
import type { FaultLimits } from '../../lab/lab.ts';
import { formatDuration } from '../../runtime/duration.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { StepRecord } from '../journal/journal.ts';
import { judgeExpectation } from '../judge/judge.ts';
import { ALL, type Deed, type Step } from '../scenario.ts';
import { advanceBy, advanceUntil, type Journey } from './drive.ts';
import { probeWithin, runGuard } from './guard.ts';
import { beginPhase, type Stage, viewOf, viewSinceChange } from './stage.ts';
import type { ProbeCount } from './steady-state.ts';
import { DONE, outcomeOf, recorded } from './step-outcome.ts';
import type { Watch } from './watch.ts';

export interface Running extends Journey {
  stage: Stage;
  /** The steady state, as it is looked at during the method. */
  watch: Watch;
  probes: ProbeCount;
  /** Lab time that the method may still take. */
  leftMs(): number;
}

export type StepOutcome = Pick<StepRecord, 'status' | 'evidence'>;

export async function runStep(running: Running, step: Step): Promise<StepOutcome> {
  // Pauses move the clock, in live mode too, and what is due meanwhile is done on time.
  if (step.pauseBeforeMs) await advanceBy(running, step.pauseBeforeMs);
  const outcome = await runDeed(running, step);
  if (step.pauseAfterMs) await advanceBy(running, step.pauseAfterMs);
  return outcome;
}

async function runDeed(running: Running, step: Step): Promise<StepOutcome> {
  const { lab, stage, stop } = running;
  switch (step.kind) {
    case 'inject':
      return inject(running, step);
    case 'heal':
      return heal(running, step.fault);
    case 'do':
      return change(running, step);
    case 'undo':
      return undo(running, step.change);
    case 'traffic':
      return setTraffic(running, step);
    case 'wait':
      await lab.wait(step.durationMs, stop);
      await running.agenda.doDue(lab.clock.nowMs());
      return DONE;
    case 'advance':
      await advanceBy(running, step.durationMs);
      return DONE;
    case 'phase': {
      const judge = () => judgeExpectation(step.when, viewSinceChange(lab, stage));
      const finding = await advanceUntil(running, step.withinMs, judge);
      if (finding.state === 'holds') beginPhase(lab, stage, step.phase, finding.sinceMs);
      return outcomeOf(finding, stop);
    }
    case 'expect': {
      const judge = () => judgeExpectation(step.expect, viewOf(lab, stage, step.of));
      return outcomeOf(await advanceUntil(running, step.withinMs, judge), stop);
    }
    case 'probe':
      return recorded(await probeWithin(running, step.probe, step.withinMs));
    case 'require':
      return runGuard(running, step);
  }
}

type Doing<Kind extends Deed['kind']> = Extract<Deed, { kind: Kind }>;

async function inject(running: Running, step: Doing<'inject'>): Promise<StepOutcome> {
  const { lab, stage } = running;
  const { fault, where, parameters, forMs, background } = step;
  const { key } = await lab.faults.on(fault, where, parameters, limitsOf(running, step));
  stage.changeMs = lab.clock.nowMs();
  beginPhase(lab, stage, 'unnoticed', stage.changeMs);
  if (forMs === undefined || background) return DONE;
  await advanceBy(running, forMs);
  await lab.faults.off(key);
  return { ...DONE, evidence: `on for ${formatDuration(forMs)}` };
}

/** On real time every fault has a limit: one that outlives its runner heals itself. */
function limitsOf(running: Running, { forMs, background }: Doing<'inject'>): FaultLimits {
  if (forMs !== undefined && background) return { forMs };
  return running.lab.mode === 'live' ? { forMs: Math.max(1, running.leftMs()) } : {};
}

async function heal({ lab, stage }: Running, fault: string): Promise<StepOutcome> {
  const active = lab.faults.list().filter(({ id }) => fault === ALL || id === fault);
  for (const { key } of active) await lab.faults.off(key);
  stage.changeMs = lab.clock.nowMs();
  if (active.length > 0) return DONE;
  const wanted = fault === ALL ? 'a fault' : fault;
  return { status: 'failed', evidence: `expected ${wanted} to be on, but it is not` };
}

/** The phase holds what happens while the change is being made, too. */
async function change(running: Running, step: Doing<'do'>): Promise<StepOutcome> {
  const { lab, stage, agenda } = running;
  const { where, parameters, forMs, background, refused = false } = step;
  stage.changeMs = lab.clock.nowMs();
  beginPhase(lab, stage, 'changed', stage.changeMs);
  const applied = await lab.changes
    .apply(step.change, where, parameters)
    .catch((error: unknown) => refusalIn(error));
  if (typeof applied === 'string') {
    return { status: refused ? 'succeeded' : 'failed', evidence: `refused: ${applied}` };
  }
  if (refused) {
    return { status: 'failed', evidence: 'expected it to be refused, but it was done' };
  }
  if (forMs === undefined) return DONE;
  const takeBack = async () => {
    const isThere = lab.changes.list().some(({ key }) => key === applied.key);
    if (isThere) await lab.changes.undo(applied.key);
  };
  agenda.add(lab.clock.nowMs() + forMs, takeBack);
  if (!background) await advanceBy(running, forMs);
  return { ...DONE, evidence: `taken back after ${formatDuration(forMs)}` };
}

/** What a product refuses is an outcome; anything else is trouble. */
function refusalIn(error: unknown): string {
  if (error instanceof LabError && error.code === 'CHANGE_REFUSED') return error.message;
  throw error;
}

async function undo({ lab, stage }: Running, id: string): Promise<StepOutcome> {
  const made = lab.changes.list().filter((one) => id === ALL || one.id === id);
  for (const { key } of [...made].reverse()) await lab.changes.undo(key);
  stage.changeMs = lab.clock.nowMs();
  if (made.length > 0) return DONE;
  const wanted = id === ALL ? 'a change' : id;
  return { status: 'failed', evidence: `expected ${wanted} to have been made, but it was not` };
}

async function setTraffic(running: Running, step: Doing<'traffic'>): Promise<StepOutcome> {
  const { lab, agenda } = running;
  const { traffic } = lab;
  if (traffic === undefined) {
    throw new LabError('SCENARIO_TRAFFIC', 'expected a lab where people sign in, got one without');
  }
  const { forMs, background, everyMs } = step;
  const usualMs = traffic.everyMs;
  traffic.setEvery(everyMs);
  if (forMs === undefined) return DONE;
  agenda.add(lab.clock.nowMs() + forMs, async () => traffic.setEvery(usualMs));
  if (!background) await advanceBy(running, forMs);
  return DONE;
}
