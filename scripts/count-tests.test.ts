/** What CI counts: green only if every test of every run was run and passed. */
import { expect, test } from 'vitest';
import { countTests } from './count-tests.mjs';

type Status = 'passed' | 'failed' | 'pending';

function report(...statuses: Status[]) {
  const assertionResults = statuses.map((status) => ({
    ...{ status, fullName: `a ${status} test` },
    ...(status === 'failed' && { failureMessages: ['expected 1 to be 2\n  at a.test.ts:3'] }),
  }));
  const failed = statuses.includes('failed');
  const file = { name: 'a.test.ts', status: failed ? 'failed' : 'passed', message: '' };
  return { success: !failed, testResults: [{ ...file, assertionResults }] };
}

test('adds up the runs, and names what failed', () => {
  const reports = [
    { name: 'one', report: report('passed', 'passed') },
    { name: 'two', report: report('passed', 'failed') },
  ];
  const complaints = ['two: failed: a failed test: expected 1 to be 2'];
  expect(countTests(reports)).toEqual({ passed: 3, failed: 1, complaints });
});

test('names a test that was skipped', () => {
  const { complaints } = countTests([{ name: 'one', report: report('passed', 'pending') }]);
  expect(complaints).toEqual(['one: pending: a pending test']);
});

test('a file that cannot be loaded counts as a failure', () => {
  const file = { name: 'b.test.ts', status: 'failed', message: 'no such module' };
  const broken = { success: false, testResults: [{ ...file, assertionResults: [] }] };
  const { failed, complaints } = countTests([{ name: 'one', report: broken }]);
  expect(failed).toBe(1);
  expect(complaints).toContain('one: cannot run b.test.ts: no such module');
});

test.each([
  ['a run without tests', { success: true, testResults: [] }, 'one: no tests'],
  ['a run without a report', undefined, 'one: no report, the run ended early'],
  [
    'an error outside of any test',
    { ...report('passed'), success: false },
    'one: an error outside of any test',
  ],
])('%s is a complaint', (_, given, complaint) => {
  expect(countTests([{ name: 'one', report: given }]).complaints).toEqual([complaint]);
});
