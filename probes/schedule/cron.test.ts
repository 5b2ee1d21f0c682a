/** Local time is not a straight line: what a pattern means where clocks change. */
import { expect, test } from 'vitest';
import { cronProblem, isTimeZone, nextCron } from './cron.ts';
import { spanAt, spansBetween } from './maintenance.ts';

function from(cron: string, timeZone: string, after: string, count: number): string[] {
  const found: string[] = [];
  let afterMs: number | undefined = Date.parse(after);
  while (found.length < count && afterMs !== undefined) {
    afterMs = nextCron({ cron, timeZone }, afterMs);
    if (afterMs !== undefined) found.push(new Date(afterMs).toISOString().slice(5, 16));
  }
  return found;
}

test.each([
  // 29 March: 02:00 becomes 03:00, so 02:30 happens when the gap ends.
  ['Europe/Vienna', '30 2 * * *', '2026-03-28T12:00Z', ['03-29T01:00', '03-30T00:30']],
  // 25 October: 02:30 comes twice and is taken once.
  ['Europe/Vienna', '30 2 * * *', '2026-10-24T12:00Z', ['10-25T00:30', '10-26T01:30']],
  ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', ['03-08T07:00', '03-09T06:30']],
  ['America/New_York', '30 1 * * *', '2026-10-31T12:00Z', ['11-01T05:30', '11-02T06:30']],
])('%s: "%s" happens once a day where the clock changes', (zone, cron, after, expected) => {
  expect(from(cron, zone, after, 2)).toEqual(expected);
});

test('every half hour stays every half hour through the hour that comes twice', () => {
  const found = from('*/30 * * * *', 'Europe/Vienna', '2026-10-24T23:30Z', 5);
  expect(found).toEqual([
    '10-25T00:00',
    '10-25T00:30',
    '10-25T01:00',
    '10-25T01:30',
    '10-25T02:00',
  ]);
});

test.each([
  ['61 * * * *', 'Invalid value for minute: 61'],
  ['* * *', 'it has not five fields'],
  ['0 0 30 2 *', 'it never comes'],
  ['*/15 * * * MON-FRI', undefined],
])('"%s" is judged as %s', (cron, problem) => {
  expect(cronProblem(cron, 'UTC', 0)).toBe(problem);
});

test('a time zone is known by its name', () => {
  expect([isTimeZone('Europe/Vienna'), isTimeZone('Vienna')]).toEqual([true, false]);
});

test('a window of two hours is two hours long, also over a clock change', () => {
  const at = { cron: '0 1 * * *', timeZone: 'Europe/Vienna', durationMs: 7_200_000 };
  const begin = Date.parse('2026-10-24T23:00Z');
  expect(spanAt({ at }, begin - 1)).toBeUndefined();
  expect(spanAt({ at }, begin)).toEqual({ fromMs: begin, toMs: begin + 7_200_000 });
  expect(spanAt({ at }, begin + 7_199_999)?.fromMs).toBe(begin);
  expect(spanAt({ at }, begin + 7_200_000)).toBeUndefined();
  expect(spansBetween({ at }, begin - 86_400_000, begin + 1)).toHaveLength(2);
});
