/**
 * One rehearsal on a running lab. Whatever happens on the way (an unmet expectation, a broken
 * harness, our own bug, Ctrl-C), every fault is taken back and a journal can be written.
 *
 *   steady state ──▶ method ──▶ rollback (always) ──▶ steady state
 *        └ not met ────────────────▲      after trouble: ┘ not observed
 */
import type { Lab } from '../lab/lab.ts';
import { LabError } from '../runtime/lab-error.ts';
import { describeStep, nameStep } from './describe-step.ts';
import { isoTime } from './iso-time.ts';
import type { SteadyState, StepRecord } from './journal.ts';
import { type Progress, type ProgressReport, reportProgress } from './progress.ts';
import { createStage, runStep } from './run-step.ts';
import type { Scenario, Step } from './scenario.ts';
import { observeSteadyState, observeSteadyStateWithin, type ProbeCount } from './steady-state.ts';
import type { Course, Trouble } from './verdict.ts';

export interface RehearseOptions {
  stop: AbortSignal;
  onProgress: (progress: Progress) => void;
}

/** What happened, written down on the way: `compose-journal.ts` reads it at the end. */
export interface Rehearsal extends Course {
  readonly startMs: number;
  before: SteadyState | null;
  run: StepRecord[];
  rollbacks: StepRecord[];
  after: SteadyState | null;
  trouble: Trouble | null;
  /** Our own bug, if that ended the run. */
  crash?: unknown;
}

export async function rehearse(
  lab: Lab,
  scenario: Scenario,
  { stop, onProgress }: RehearseOptions,
): Promise<Rehearsal> {
  const steps = scenario.method.length + 2;
  const progress = reportProgress(lab, scenario.id, steps, onProgress);
  try {
    return await rehearseSteps(lab, scenario, stop, progress);
  } finally {
    progress[Symbol.dispose]();
  }
}

async function rehearseSteps(
  lab: Lab,
  { method, steadyState, after }: Scenario,
  stop: AbortSignal,
  progress: ProgressReport,
): Promise<Rehearsal> {
  const startMs = lab.clock.nowMs();
  const kept: Rehearsal = {
    ...{ startMs, before: null, run: [], rollbacks: [], after: null, trouble: null },
  };
  const probes: ProbeCount = { next: 1 };
  const look = () => observeSteadyState(lab, steadyState, probes);
  lab.timeline.add({ kind: 'phase', atMs: startMs, phase: 'before' });

  await guarded(kept, stop, async () => {
    progress.begin('steady state before', 0);
    kept.before = addProbes(lab, await look());
    if (kept.before.steady_state_met) await runMethod(lab, method, kept, stop, progress);
  });
  for (const step of method.slice(kept.run.length)) kept.run.push(notRun(lab, step));

  await guarded(kept, stop, async () => progress.begin('rollback', method.length + 1));
  kept.rollbacks.push(await rollBack(lab));

  if (kept.before?.steady_state_met !== true || kept.trouble !== null) return kept;
  await guarded(kept, stop, async () => {
    progress.begin('steady state after', method.length + 1);
    const state = await observeSteadyStateWithin(lab, look, after.withinMs, stop);
    kept.after = addProbes(lab, state);
  });
  return kept;
}

/** Lets nothing through, because the rollback comes next; remembers what ended the work. */
async function guarded(
  kept: Rehearsal,
  stop: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
    if (stop.aborted) kept.trouble ??= { kind: 'interrupted' };
  } catch (error) {
    if (error instanceof LabError) {
      kept.trouble = { kind: 'harness', code: error.code, sentence: error.message };
      return;
    }
    kept.trouble = { kind: 'crash', name: error instanceof Error ? error.name : typeof error };
    kept.crash = error;
  }
}

/** An unmet expectation does not end the method; a phase that never begins does. */
async function runMethod(
  lab: Lab,
  method: readonly Step[],
  kept: Rehearsal,
  stop: AbortSignal,
  progress: ProgressReport,
): Promise<void> {
  const stage = createStage(kept.startMs);
  for (const [at, step] of method.entries()) {
    if (stop.aborted) return;
    progress.begin(nameStep(step), at + 1);
    const record: StepRecord = { ...notRun(lab, step), end: '' };
    const outcome = await runStep(lab, step, stage, stop, progress.tick);
    const end = isoTime(lab.clock.nowMs());
    kept.run.push({ ...record, ...outcome, end });
    if (step.kind === 'phase' && outcome.status !== 'succeeded') return;
  }
}

function notRun(lab: Lab, step: Step): StepRecord {
  const now = isoTime(lab.clock.nowMs());
  const type = step.kind === 'expect' || step.kind === 'phase' ? 'probe' : 'action';
  return { activity: describeStep(step), type, status: 'not-run', start: now, end: now };
}

async function rollBack(lab: Lab): Promise<StepRecord> {
  const keys = lab.faults.list().map((fault) => fault.key);
  const activity = keys.length === 0 ? 'reset faults (none is on)' : `heal ${keys.join(', ')}`;
  const start = isoTime(lab.clock.nowMs());
  const problem = await lab.faults.reset().then(
    () => undefined,
    (error: unknown) => (error instanceof LabError ? error.message : 'an unexpected error'),
  );
  const end = isoTime(lab.clock.nowMs());
  const record = { activity, type: 'action', start, end } as const;
  if (problem === undefined) return { ...record, status: 'succeeded' };
  return { ...record, status: 'failed', evidence: problem };
}

function addProbes(lab: Lab, state: SteadyState): SteadyState {
  const atMs = lab.clock.nowMs();
  for (const { probe, verdict, summary } of state.probes) {
    lab.timeline.add({ kind: 'probe', atMs, probe, verdict, summary });
  }
  return state;
}
