/**
 * From what happened to a verdict: pure. The order of the rows is the rule: what broke the harness
 * comes before what the harness saw, because a broken harness sees nothing that counts.
 *
 * A steady state that does not hold BEFORE the change is `inconclusive`: nothing was rehearsed. One
 * that does not come back AFTER the rollback is `fail`: the change left something behind.
 */
import type { Verdict } from '../../probes/probe.ts';
import type {
  Journal,
  ProbeRecord,
  SteadyState,
  StepRecord,
  WatchedProbe,
} from '../journal/journal.ts';
import type { Violation } from '../proof/check-history.ts';
import type { Hypothesis } from '../scenario.ts';

/** What ended a run before its time. */
export type Trouble =
  | { kind: 'interrupted' }
  | { kind: 'harness'; code: string; sentence: string }
  | { kind: 'crash'; name: string };

export interface Course {
  readonly hypothesis: Hypothesis;
  before: SteadyState | null;
  /** Null where the steady state is not looked at during the method. */
  during: readonly WatchedProbe[] | null;
  run: readonly StepRecord[];
  rollbacks: readonly StepRecord[];
  after: SteadyState | null;
  trouble: Trouble | null;
}

export type Decision = Pick<Journal, 'status' | 'deviated' | 'verdict' | 'because'>;

/** A steady state or an expectation did not hold. */
export function hasDeviated(course: Course): boolean {
  const { before, after, run } = course;
  return (
    before?.steady_state_met === false ||
    after?.steady_state_met === false ||
    missedDuring(course) !== undefined ||
    run.some((step) => step.status === 'failed')
  );
}

export function decideVerdict(
  course: Course,
  violations: readonly Pick<Violation, 'invariant' | 'sentence'>[] = [],
): Decision {
  const { before, trouble } = course;
  const deviated = hasDeviated(course);
  const decide = (status: Journal['status'], verdict: Verdict, because: string): Decision => ({
    status,
    deviated,
    verdict,
    because,
  });

  const unhealed = course.rollbacks.find((step) => step.status !== 'succeeded');
  if (unhealed) return decide('failed', 'fail', `the rollback failed: ${unhealed.evidence ?? ''}`);
  const [violation] = violations;
  if (violation) {
    const { invariant, sentence } = violation;
    const why = `pta-lab broke a rule of its own (${invariant}): ${sentence}`;
    return decide('completed', 'fail', why);
  }
  if (trouble !== null) {
    const status = trouble.kind === 'interrupted' ? 'interrupted' : 'aborted';
    return decide(status, 'inconclusive', troubleText(trouble, course));
  }
  if (before?.steady_state_met === false) {
    const why = `the steady state did not hold before the change: ${firstMiss(before)}`;
    return decide('aborted', 'inconclusive', why);
  }
  const failed = course.run.find((step) => step.status === 'failed');
  if (failed) return decide('completed', 'fail', `${failed.activity}: ${failed.evidence ?? ''}`);
  const dip = missedDuring(course);
  if (dip) return decide('completed', 'fail', dipText(dip, course.hypothesis));
  return decide('completed', ...judgeEnd(course));
}

/** Nothing went wrong on the way: was enough seen, and did the steady state come back? */
function judgeEnd(course: Course): [Verdict, string] {
  const { after, during, hypothesis } = course;
  if (after !== null && missed(after, 'fail')) {
    return ['fail', `the steady state did not come back after the rollback: ${firstMiss(after)}`];
  }
  const untold = course.run.find((step) => step.status === 'inconclusive');
  if (untold) return ['inconclusive', `${untold.activity}: ${untold.evidence ?? ''}`];
  const unseen = during?.find(({ looks }) => looks === 0);
  if (unseen) {
    return [
      'inconclusive',
      `the steady state was never looked at during the method: ${unseen.probe}`,
    ];
  }
  const isWanted = hypothesis.strategy !== 'before' && hypothesis.strategy !== 'during';
  if (isWanted && after?.steady_state_met !== true) {
    const why = after ? firstMiss(after) : 'not observed';
    return ['inconclusive', `the steady state after could not be told: ${why}`];
  }
  return ['pass', passText(course)];
}

function missedDuring({ during, hypothesis }: Course): WatchedProbe | undefined {
  return during?.find(({ share }) => share !== null && share < hypothesis.atLeast);
}

function dipText({ probe, looks, passed, misses }: WatchedProbe, { atLeast }: Hypothesis): string {
  const first = misses[0] ? `; first ${misses[0].start}: ${misses[0].summary}` : '';
  const wanted = atLeast === 1 ? 'all' : `${atLeast * 100} %`;
  return (
    `the steady state did not hold during the method: ${probe} passed ${passed} of ${looks} ` +
    `looks, expected ${wanted}${first}`
  );
}

function missed(state: SteadyState, verdict: Verdict): boolean {
  return state.probes.some((probe) => probe.verdict === verdict);
}

function firstMiss(state: SteadyState): string {
  const miss = state.probes.find((probe: ProbeRecord) => probe.verdict !== 'pass');
  return miss ? `${miss.probe}: ${miss.summary}` : 'no probe ran';
}

function troubleText(trouble: Trouble, { rollbacks }: Course): string {
  switch (trouble.kind) {
    case 'interrupted':
      return rollbacks.length > 0
        ? 'interrupted before the end; what was done was taken back'
        : 'interrupted before the end; nothing was taken back, as the rollback strategy says';
    case 'harness':
      return trouble.code.endsWith('_LIMIT')
        ? `ended before its time: ${trouble.sentence} (${trouble.code})`
        : `the harness broke: ${trouble.sentence} (${trouble.code})`;
    case 'crash':
      return `pta-lab itself broke (${trouble.name}); this says nothing about the rehearsed change`;
  }
}

const WHEN: Readonly<Record<Hypothesis['strategy'], string>> = {
  'before-and-after': 'before and after',
  before: 'before',
  after: 'after',
  during: 'during the method',
  continuously: 'before, during and after',
};

function passText({ run, hypothesis }: Course): string {
  const judged = run.filter(({ evidence }) => evidence !== undefined).length;
  if (judged === 0) {
    return `the method expects nothing; the steady state held ${WHEN[hypothesis.strategy]}`;
  }
  const expectations = judged === 1 ? 'the one expectation' : `all ${judged} expectations`;
  return `${expectations} held, and the steady state held ${WHEN[hypothesis.strategy]}`;
}
