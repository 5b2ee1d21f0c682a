/**
 * One step of a method, done. Whether what came is good enough is `judge.ts`'s business; this file
 * only moves the lab and remembers where the current phase began.
 */
import type { Lab } from '../lab/lab.ts';
import type { Phase } from '../lab/timeline.ts';
import { advanceBy, advanceUntil } from './drive.ts';
import type { StepRecord } from './journal.ts';
import { type Finding, judgeExpectation, type View } from './judge.ts';
import type { Step } from './scenario.ts';

/** From where expectations count; moved by injections, healings and phases. */
export interface Stage {
  readonly runStartMs: number;
  changeMs: number;
  /** Those that have begun, in order; the last one is the current one. */
  readonly phases: { phase: Phase; startMs: number }[];
}

export function createStage(runStartMs: number): Stage {
  return { runStartMs, changeMs: runStartMs, phases: [{ phase: 'before', startMs: -1 }] };
}

export type StepOutcome = Pick<StepRecord, 'status' | 'evidence'>;

const DONE: StepOutcome = { status: 'succeeded' };

export async function runStep(
  lab: Lab,
  step: Step,
  stage: Stage,
  stop: AbortSignal,
  onTick: () => void,
): Promise<StepOutcome> {
  switch (step.kind) {
    case 'inject':
      await lab.drive(lab.faults.on(step.fault, step.where, step.parameters));
      stage.changeMs = lab.clock.nowMs();
      beginPhase(lab, stage, 'unnoticed', stage.changeMs);
      return DONE;
    case 'heal':
      return await heal(lab, step.fault, stage);
    case 'wait':
      await lab.wait(step.durationMs, stop);
      return DONE;
    case 'advance':
      await advanceBy(lab, step.durationMs, stop, onTick);
      return DONE;
    case 'phase': {
      const judge = () => judgeExpectation(step.when, viewOf(lab, stage, undefined));
      const finding = await advanceUntil(lab, step.withinMs, judge, stop, onTick);
      if (finding.state === 'holds') beginPhase(lab, stage, step.phase, finding.sinceMs);
      return outcomeOf(finding, stop);
    }
    case 'expect': {
      const judge = () => judgeExpectation(step.expect, viewOf(lab, stage, step.of));
      const finding = await advanceUntil(lab, step.withinMs, judge, stop, onTick);
      return outcomeOf(finding, stop);
    }
  }
}

/**
 * A phase found late begins where its evidence stands, so that no sign-in counts to the wrong one.
 */
function beginPhase(lab: Lab, stage: Stage, phase: Phase, atMs: number): void {
  const startMs = Math.max(atMs, stage.phases.at(-1)?.startMs ?? atMs);
  stage.phases.push({ phase, startMs });
  lab.timeline.add({ kind: 'phase', atMs: startMs, phase });
}

async function heal(lab: Lab, fault: string, stage: Stage): Promise<StepOutcome> {
  const active = lab.faults.list().filter(({ id }) => id === fault);
  for (const { key } of active) await lab.drive(lab.faults.off(key));
  stage.changeMs = lab.clock.nowMs();
  if (active.length > 0) return DONE;
  return { status: 'failed', evidence: `expected ${fault} to be on, but it is not` };
}

function viewOf(lab: Lab, { runStartMs, changeMs, phases }: Stage, of: Phase | undefined): View {
  const at = of ? phases.findLastIndex(({ phase }) => phase === of) : phases.length - 1;
  return {
    ...{ runStartMs, changeMs },
    entries: lab.timeline.entries,
    agents: lab.sites.flatMap((site) => site.agents),
    phaseStartMs: phases[at]?.startMs ?? runStartMs,
    phaseEndMs: phases[at + 1]?.startMs ?? Number.POSITIVE_INFINITY,
  };
}

function outcomeOf(finding: Finding, stop: AbortSignal): StepOutcome {
  const { evidence } = finding;
  switch (finding.state) {
    case 'holds':
      return { status: 'succeeded', evidence };
    case 'broken':
      return { status: 'failed', evidence };
    case 'pending': {
      const untold = stop.aborted || finding.ifNever === 'inconclusive';
      return { status: untold ? 'inconclusive' : 'failed', evidence };
    }
  }
}
