/**
 * One rehearsal on a running lab. Whatever happens on the way (an unmet expectation, a broken
 * harness, our own bug, Ctrl-C), what was done is taken back as the scenario says, and a journal
 * can be written.
 *
 *   steady state ──▶ method ──▶ rollback (always) ──▶ steady state
 *        └ not met ────────────────▲      after trouble: ┘ not observed
 */
import type { History, Operation } from '../../lab/history.ts';
import type { Lab } from '../../lab/lab.ts';
import { formatDuration } from '../../runtime/duration.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { describeStep, nameStep } from '../describe-step.ts';
import { isoTime } from '../journal/iso-time.ts';
import type { SteadyState, StepRecord, WatchedProbe } from '../journal/journal.ts';
import { type Course, hasDeviated, type Trouble } from '../judge/verdict.ts';
import type { Hypothesis, Scenario, Step } from '../scenario.ts';
import { createAgenda } from './agenda.ts';
import { type Progress, type ProgressReport, reportProgress } from './progress.ts';
import { rollBack } from './roll-back.ts';
import { type Running, runStep } from './run-step.ts';
import { createStage } from './stage.ts';
import { observeSteadyState, observeSteadyStateWithin, type ProbeCount } from './steady-state.ts';
import { NO_WATCH, startWatch, type Watch } from './watch.ts';

export interface RehearseOptions {
  /** A reason that is a `LabError` is told as what ended the run. */
  stop: AbortSignal;
  onProgress: (progress: Progress) => void;
  /** Told who got in by a probe. */
  history?: History;
  /** Told of the lab after each step of the method, and waited for. */
  afterStep?(lab: Lab, step: Step, tell: (operation: Operation) => void): Promise<void>;
}

/** What happened, written down on the way: `journal/compose-journal.ts` reads it at the end. */
export interface Rehearsal extends Course {
  readonly startMs: number;
  before: SteadyState | null;
  during: WatchedProbe[] | null;
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
  { stop, onProgress, history, afterStep }: RehearseOptions,
): Promise<Rehearsal> {
  const steps = scenario.method.length + 2;
  const progress = reportProgress(lab, scenario.id, steps, onProgress);
  try {
    const tell = history && ((operation: Operation) => history.add(operation));
    const probes: ProbeCount = { next: 1, ...(tell && { tell }) };
    return await rehearseSteps({ lab, scenario, stop, progress, probes, afterStep });
  } finally {
    progress[Symbol.dispose]();
  }
}

async function rehearseSteps(parts: Omit<MethodRun, 'kept'>): Promise<Rehearsal> {
  const { lab, scenario, stop, progress, probes } = parts;
  const { method, steadyState, hypothesis, after } = scenario;
  const kept = beginRehearsal(lab, hypothesis);
  const look = () => observeSteadyState(lab, steadyState, probes);
  const usualTrafficMs = lab.traffic?.everyMs;

  await guarded(kept, stop, async () => {
    if (looksAt(hypothesis, 'before')) {
      progress.begin('steady state before', 0);
      kept.before = addProbes(lab, await look());
    }
    if (kept.before?.steady_state_met === false) return;
    await runMethod({ ...parts, kept });
  });
  for (const step of method.slice(kept.run.length)) kept.run.push(notRun(lab, step));

  lab.traffic?.setEvery(usualTrafficMs);
  await guarded(kept, stop, async () => progress.begin('rollback', method.length + 1));
  const isWanted = scenario.rollback === 'always' || isAmiss(kept);
  if (scenario.rollback !== 'never' && isWanted) kept.rollbacks.push(...(await rollBack(lab)));

  if (kept.before?.steady_state_met === false || kept.trouble !== null) return kept;
  if (!looksAt(hypothesis, 'after')) return kept;
  await guarded(kept, stop, async () => {
    progress.begin('steady state after', method.length + 1);
    const state = await observeSteadyStateWithin(lab, look, after.withinMs, stop);
    kept.after = addProbes(lab, state);
  });
  return kept;
}

function beginRehearsal(lab: Lab, hypothesis: Hypothesis): Rehearsal {
  const startMs = lab.clock.nowMs();
  lab.timeline.add({ kind: 'phase', atMs: startMs, phase: 'before' });
  return {
    ...{ startMs, hypothesis, before: null, during: null, run: [], rollbacks: [], after: null },
    trouble: null,
  };
}

function looksAt({ strategy }: Hypothesis, when: 'before' | 'during' | 'after'): boolean {
  if (strategy === 'continuously') return true;
  return strategy === 'before-and-after' ? when !== 'during' : strategy === when;
}

function isAmiss(kept: Rehearsal): boolean {
  return kept.trouble !== null || hasDeviated(kept);
}

/** Lets nothing through, because the rollback comes next; remembers what ended the work. */
async function guarded(
  kept: Rehearsal,
  stop: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
    if (stop.aborted) kept.trouble ??= stopTrouble(stop);
  } catch (error) {
    kept.trouble = troubleOf(error);
    if (kept.trouble.kind === 'crash') kept.crash = error;
  }
}

function stopTrouble({ reason }: AbortSignal): Trouble {
  return reason instanceof LabError ? troubleOf(reason) : { kind: 'interrupted' };
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof LabError) {
    return { kind: 'harness', code: error.code, sentence: error.message };
  }
  return { kind: 'crash', name: error instanceof Error ? error.name : typeof error };
}

interface MethodRun {
  lab: Lab;
  scenario: Scenario;
  kept: Rehearsal;
  probes: ProbeCount;
  stop: AbortSignal;
  progress: ProgressReport;
  afterStep: RehearseOptions['afterStep'];
}

/**
 * An unmet expectation does not end the method, unless it is to fail fast; a phase that never
 * begins, a guard that is not met and a change that is refused do.
 */
async function runMethod({
  lab,
  scenario,
  kept,
  probes,
  stop,
  progress,
  afterStep,
}: MethodRun): Promise<void> {
  const { method, hypothesis, failFast, limitMs } = scenario;
  const halt = createHalt(stop);
  const watch = watchOver(lab, scenario, probes, halt);
  const leftMs = () => kept.startMs + limitMs - lab.clock.nowMs();
  const running: Running = {
    ...{ lab, watch, probes, leftMs, stop: halt.signal },
    ...{ agenda: createAgenda(), stage: createStage(kept.startMs), onTick: progress.tick },
  };
  try {
    for (const [at, step] of method.entries()) {
      if (halt.signal.aborted) break;
      if (leftMs() < 0) throw overLimit(scenario);
      progress.begin(nameStep(step), at + 1);
      const record: StepRecord = { ...notRun(lab, step), end: '' };
      const outcome = await runStep(running, step);
      kept.run.push({ ...record, ...outcome, end: isoTime(lab.clock.nowMs()) });
      await afterStep?.(lab, step, (operation) => probes.tell?.(operation));
      if (endsMethod(step, outcome.status, failFast)) break;
    }
  } finally {
    halt.release();
    await watch.end();
    if (looksAt(hypothesis, 'during')) kept.during = watch.seen();
  }
  if (halt.cause !== undefined) throw halt.cause;
}

function endsMethod({ kind }: Step, status: StepRecord['status'], failFast: boolean): boolean {
  if (status === 'succeeded') return false;
  return (
    kind === 'phase' || kind === 'require' || (failFast && status === 'failed') || kind === 'do'
  );
}

function overLimit({ limitMs }: Scenario): LabError {
  const limit = formatDuration(limitMs);
  return new LabError('SCENARIO_LIMIT', `expected the method to end within ${limit} of lab time`);
}

interface Halt {
  readonly signal: AbortSignal;
  /** Ends the method; with an error, because of it. */
  now(cause?: unknown): void;
  cause?: unknown;
  release(): void;
}

/** Ends the method when the whole run is to end, and for reasons of its own. */
function createHalt(stop: AbortSignal): Halt {
  const controller = new AbortController();
  const pass = () => controller.abort(stop.reason);
  if (stop.aborted) pass();
  stop.addEventListener('abort', pass);
  const halt: Halt = {
    signal: controller.signal,
    now(cause) {
      if (cause !== undefined) halt.cause ??= cause;
      controller.abort();
    },
    release: () => stop.removeEventListener('abort', pass),
  };
  return halt;
}

function watchOver(
  lab: Lab,
  { steadyState, hypothesis, failFast }: Scenario,
  count: ProbeCount,
  halt: Halt,
): Watch {
  if (!looksAt(hypothesis, 'during')) return NO_WATCH;
  return startWatch({
    ...{ lab, steps: steadyState, everyMs: hypothesis.everyMs, count },
    onMiss({ probe, verdict, summary }) {
      lab.timeline.add({ kind: 'probe', atMs: lab.clock.nowMs(), probe, verdict, summary });
      if (failFast && verdict === 'fail') halt.now();
    },
    onTrouble: halt.now,
  });
}

const LOOKS: readonly Step['kind'][] = ['expect', 'phase', 'probe', 'require'];

function notRun(lab: Lab, step: Step): StepRecord {
  const now = isoTime(lab.clock.nowMs());
  const type = LOOKS.includes(step.kind) ? 'probe' : 'action';
  return { activity: describeStep(step), type, status: 'not-run', start: now, end: now };
}

function addProbes(lab: Lab, state: SteadyState): SteadyState {
  const atMs = lab.clock.nowMs();
  for (const { probe, verdict, summary } of state.probes) {
    lab.timeline.add({ kind: 'probe', atMs, probe, verdict, summary });
  }
  return state;
}
