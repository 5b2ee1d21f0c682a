/**
 * `junit.xml`: one test case per probe and step. What could not be told is an `error`, not a
 * `failure`: CI systems show the difference, and neither lets a build pass. Times are lab time, in
 * seconds.
 */
import { escapeMarkup } from '../../runtime/escape-markup.ts';
import type { Journal, ProbeRecord, SteadyState, StepRecord } from './journal.ts';

type Kind = 'failure' | 'error' | 'skipped';

interface TestCase {
  name: string;
  group: string;
  seconds: number;
  problem?: { kind: Kind; message: string };
}

export function renderJunit(journal: Journal): string {
  const { id } = journal.experiment;
  const cases = casesOf(journal);
  const count = (kind: Kind) => cases.filter(({ problem }) => problem?.kind === kind).length;
  const totals = attributes({
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: journal.duration,
  });
  const suite = attributes({ name: id, timestamp: journal.start.slice(0, 19) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'pta-lab' })}${totals}>`,
    `  <testsuite${suite}${totals}>`,
    ...cases.flatMap((testCase) => renderCase(id, testCase)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** The verdict is a case of its own: an aborted run must not pass for want of failed steps. */
function casesOf({ steady_states, run, rollbacks, verdict, because }: Journal): TestCase[] {
  return [
    ...probeCases('steady state before', steady_states.before),
    ...run.map((step) => stepCase('method', step)),
    ...rollbacks.map((step) => stepCase('rollback', step)),
    ...probeCases('steady state after', steady_states.after),
    {
      ...{ name: 'verdict', group: 'verdict', seconds: 0 },
      ...(verdict !== 'pass' && { problem: { kind: kindOf(verdict), message: because } }),
    },
  ];
}

function kindOf(verdict: 'fail' | 'inconclusive'): Kind {
  return verdict === 'fail' ? 'failure' : 'error';
}

function probeCases(group: string, state: SteadyState | null): TestCase[] {
  return (state?.probes ?? []).map(({ probe, verdict, summary }: ProbeRecord) => ({
    ...{ name: `probe ${probe}`, group, seconds: 0 },
    ...(verdict !== 'pass' && { problem: { kind: kindOf(verdict), message: summary } }),
  }));
}

const PROBLEMS: Readonly<Record<StepRecord['status'], Kind | null>> = {
  succeeded: null,
  failed: 'failure',
  inconclusive: 'error',
  'not-run': 'skipped',
};

function stepCase(group: string, step: StepRecord): TestCase {
  const kind = PROBLEMS[step.status];
  const seconds = (Date.parse(step.end) - Date.parse(step.start)) / 1000;
  const message = step.evidence ?? step.status;
  return { name: step.activity, group, seconds, ...(kind && { problem: { kind, message } }) };
}

function renderCase(id: string, { name, group, seconds, problem }: TestCase): string[] {
  const open = `    <testcase${attributes({ name, classname: `${id}.${group}`, time: seconds })}`;
  if (problem === undefined) return [`${open}/>`];
  const message = attributes({ message: problem.message });
  return [`${open}>`, `      <${problem.kind}${message}/>`, '    </testcase>'];
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

const BREAKS: Readonly<Record<string, string>> = { '\n': '&#10;', '\t': '&#9;' };

/** Other control characters have no place in XML 1.0, not even escaped. */
function escapeXml(text: string): string {
  return escapeMarkup(text).replaceAll(/\p{Cc}/gu, (sign) => BREAKS[sign] ?? '\uFFFD');
}
