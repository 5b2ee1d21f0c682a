/**
 * `junit.xml` of a rehearsal: one test case per probe and step. Times are lab time, in seconds.
 */
import {
  type JunitCase,
  type JunitProblem,
  junitProblemOf,
  renderJunitXml,
} from '../../runtime/junit-xml.ts';
import type { Journal, ProbeRecord, SteadyState, StepRecord } from './journal.ts';

export function renderJunit(journal: Journal): string {
  const { experiment, start, duration } = journal;
  const suite = { name: experiment.id, startedAt: start, seconds: duration };
  return renderJunitXml({ ...suite, cases: casesOf(journal) });
}

/** The verdict is a case of its own: an aborted run must not pass for want of failed steps. */
function casesOf({ steady_states, run, rollbacks, verdict, because }: Journal): JunitCase[] {
  return [
    ...probeCases('steady state before', steady_states.before),
    ...run.map((step) => stepCase('method', step)),
    ...rollbacks.map((step) => stepCase('rollback', step)),
    ...probeCases('steady state after', steady_states.after),
    {
      ...{ name: 'verdict', group: 'verdict', seconds: 0 },
      ...(verdict !== 'pass' && { problem: { kind: junitProblemOf(verdict), message: because } }),
    },
  ];
}

function probeCases(group: string, state: SteadyState | null): JunitCase[] {
  return (state?.probes ?? []).map(({ probe, verdict, summary }: ProbeRecord) => ({
    ...{ name: `probe ${probe}`, group, seconds: 0 },
    ...(verdict !== 'pass' && { problem: { kind: junitProblemOf(verdict), message: summary } }),
  }));
}

const PROBLEMS: Readonly<Record<StepRecord['status'], JunitProblem | null>> = {
  succeeded: null,
  failed: 'failure',
  inconclusive: 'error',
  'not-run': 'skipped',
};

function stepCase(group: string, step: StepRecord): JunitCase {
  const kind = PROBLEMS[step.status];
  const seconds = (Date.parse(step.end) - Date.parse(step.start)) / 1000;
  const message = step.evidence ?? step.status;
  return { name: step.activity, group, seconds, ...(kind && { problem: { kind, message } }) };
}
