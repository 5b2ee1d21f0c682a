/**
 * `junit.xml`, whatever it tells of: cases with times in seconds. What could not be told is an
 * `error`, not a `failure`: CI systems show the difference, and neither lets a build pass.
 */
import { escapeMarkup } from './escape-markup.ts';

export type JunitProblem = 'failure' | 'error' | 'skipped';

export interface JunitCase {
  name: string;
  group: string;
  seconds: number;
  problem?: { kind: JunitProblem; message: string };
}

export interface JunitSuite {
  name: string;
  /** ISO; anything else is left out. */
  startedAt: string;
  seconds: number;
  cases: readonly JunitCase[];
}

export function junitProblemOf(verdict: 'fail' | 'inconclusive'): JunitProblem {
  return verdict === 'fail' ? 'failure' : 'error';
}

export function renderJunitXml({ name, startedAt, seconds, cases }: JunitSuite): string {
  const count = (kind: JunitProblem) =>
    cases.filter(({ problem }) => problem?.kind === kind).length;
  const totals = attributes({
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds,
  });
  const timestamp = Number.isNaN(Date.parse(startedAt))
    ? {}
    : { timestamp: startedAt.slice(0, 19) };
  const suite = attributes({ name, ...timestamp });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'pta-lab' })}${totals}>`,
    `  <testsuite${suite}${totals}>`,
    ...cases.flatMap((testCase) => renderCase(name, testCase)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function renderCase(suite: string, { name, group, seconds, problem }: JunitCase): string[] {
  const classname = `${suite}.${group}`;
  const open = `    <testcase${attributes({ name, classname, time: seconds })}`;
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
