/**
 * From what happened to a verdict: pure. The order of the rows is the rule: what broke the harness
 * comes before what the harness saw, because a broken harness sees nothing that counts.
 *
 * A steady state that does not hold BEFORE the change is `inconclusive`: nothing was rehearsed. One
 * that does not come back AFTER the rollback is `fail`: the change left something behind.
 */
import type { Verdict } from '../lab/timeline.ts';
import type { Journal, ProbeRecord, SteadyState, StepRecord } from './journal.ts';

/** What ended a run before its time. */
export type Trouble =
  | { kind: 'interrupted' }
  | { kind: 'harness'; code: string; sentence: string }
  | { kind: 'crash'; name: string };

export interface Course {
  before: SteadyState | null;
  run: readonly StepRecord[];
  rollbacks: readonly StepRecord[];
  after: SteadyState | null;
  trouble: Trouble | null;
}

export type Decision = Pick<Journal, 'status' | 'deviated' | 'verdict' | 'because'>;

export function decideVerdict(course: Course): Decision {
  const { before, after, trouble } = course;
  const deviated =
    before?.steady_state_met === false ||
    after?.steady_state_met === false ||
    course.run.some((step) => step.status === 'failed');
  const decide = (status: Journal['status'], verdict: Verdict, because: string): Decision => ({
    status,
    deviated,
    verdict,
    because,
  });

  const unhealed = course.rollbacks.find((step) => step.status !== 'succeeded');
  if (unhealed) return decide('failed', 'fail', `the rollback failed: ${unhealed.evidence ?? ''}`);
  if (trouble !== null) {
    const status = trouble.kind === 'interrupted' ? 'interrupted' : 'aborted';
    return decide(status, 'inconclusive', troubleText(trouble));
  }
  if (before?.steady_state_met === false) {
    const why = `the steady state did not hold before the change: ${firstMiss(before)}`;
    return decide('aborted', 'inconclusive', why);
  }
  const failed = course.run.find((step) => step.status === 'failed');
  if (failed) return decide('completed', 'fail', `${failed.activity}: ${failed.evidence ?? ''}`);
  if (after !== null && missed(after, 'fail')) {
    const why = `the steady state did not come back after the rollback: ${firstMiss(after)}`;
    return decide('completed', 'fail', why);
  }
  const untold = course.run.find((step) => step.status === 'inconclusive');
  if (untold)
    return decide('completed', 'inconclusive', `${untold.activity}: ${untold.evidence ?? ''}`);
  if (after?.steady_state_met !== true) {
    const why = `the steady state after could not be told: ${after ? firstMiss(after) : 'not observed'}`;
    return decide('completed', 'inconclusive', why);
  }
  return decide('completed', 'pass', passText(course));
}

function missed(state: SteadyState, verdict: Verdict): boolean {
  return state.probes.some((probe) => probe.verdict === verdict);
}

function firstMiss(state: SteadyState): string {
  const miss = state.probes.find((probe: ProbeRecord) => probe.verdict !== 'pass');
  return miss ? `${miss.probe}: ${miss.summary}` : 'no probe ran';
}

function troubleText(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'interrupted':
      return 'interrupted before the end; every fault was taken back';
    case 'harness':
      return `the harness broke: ${trouble.sentence} (${trouble.code})`;
    case 'crash':
      return `pta-lab itself broke (${trouble.name}); this says nothing about the rehearsed change`;
  }
}

function passText({ run }: Course): string {
  const judged = run.filter(({ evidence }) => evidence !== undefined).length;
  const expectations = judged === 1 ? 'the one expectation' : `all ${judged} expectations`;
  return `${expectations} held, and the steady state held before and after`;
}
