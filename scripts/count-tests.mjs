/**
 * Adds up vitest's JSON reports for CI and prints `N passed, N failed` last. A skipped test, a
 * report that is missing and a run without tests count against us: green must mean that all of it
 * ran.
 *   node scripts/count-tests.mjs <report.json>…
 */
import { existsSync } from 'node:fs';
import { readJson } from './node-version.mjs';

/**
 * @typedef {object} Report
 * @property {boolean} success
 * @property {{ name: string, status: string, message: string, assertionResults: { status: string,
 * fullName: string, failureMessages?: string[] }[] }[]} testResults
 */

/**
 * @param {readonly { name: string, report: Report | undefined }[]} reports
 * @returns {{ passed: number, failed: number, complaints: string[] }}
 */
export function countTests(reports) {
  const counts = reports.map(countReport);
  return {
    passed: sum(counts.map(({ passed }) => passed)),
    failed: sum(counts.map(({ failed }) => failed)),
    complaints: counts.flatMap(({ complaints }) => complaints),
  };
}

/** @param {{ name: string, report: Report | undefined }} named */
function countReport({ name, report }) {
  if (!report)
    return { passed: 0, failed: 0, complaints: [`${name}: no report, the run ended early`] };
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const failed = tests.filter(({ status }) => status === 'failed');
  const passed = tests.filter(({ status }) => status === 'passed').length;
  const others = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  const broken = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed'),
  );
  const complaints = [
    ...failed.map((test) => `${name}: failed: ${test.fullName}${reasonOf(test)}`),
    ...others.map(({ status, fullName }) => `${name}: ${status}: ${fullName}`),
    ...broken.map((file) => `${name}: cannot run ${file.name}: ${file.message}`),
  ];
  if (tests.length === 0) complaints.push(`${name}: no tests`);
  if (complaints.length === 0 && !report.success)
    complaints.push(`${name}: an error outside of any test`);
  return { passed, failed: failed.length + broken.length, complaints };
}

/**
 * The first line: the last screen of a long log is what people keep of it.
 * @param {{ failureMessages?: string[] }} test
 */
function reasonOf({ failureMessages: [message = ''] = [] }) {
  const [line] = message.split('\n');
  return line ? `: ${line}` : '';
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

if (process.argv[1]?.endsWith('count-tests.mjs')) {
  const reports = process.argv.slice(2).map((name) => ({
    name,
    report: existsSync(name) ? readJson(name) : undefined,
  }));
  const { passed, failed, complaints } = countTests(reports);
  for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 || complaints.length > 0 || passed === 0 ? 1 : 0;
}
