import { expect, test } from 'vitest';
import type { TimelineEntry } from '../../lab/timeline.ts';
import { renderEventLog } from './event-log.ts';
import { fixtureJournal } from './fixture-journal.ts';

const START = Date.UTC(2026, 0, 5, 8);

function logOf(timeline: TimelineEntry[]): string {
  return renderEventLog({ ...fixtureJournal(), timeline }).text;
}

function event(second: number, message = 'cannot reach', agent = 'agt-1'): TimelineEntry {
  const atMs = START + second * 1000;
  return { atMs, kind: 'event', agent, id: 31034, level: 'error', message };
}

function rowsIn(text: string): number {
  return text.split('<tbody>').join('').split('<tr><td').length - 1;
}

test('repeats are one row with a count and both times', () => {
  const text = logOf([event(1), event(2, 'cannot reach', 'agt-2'), event(61)]);
  expect(rowsIn(text)).toBe(2);
  expect(text).toContain('×2');
  expect(text).toContain('0:00:01');
  expect(text).toContain('to 0:01:01');
});

test('a repeat after a fault has changed is a row of its own', () => {
  const fault: TimelineEntry = {
    atMs: START + 2000,
    kind: 'fault',
    fault: 'block-443',
    where: 'hq',
    state: 'off',
  };
  expect(rowsIn(logOf([event(1), fault, event(3)]))).toBe(3);
});

test('the first fifty rows are open and the others folded', () => {
  const events = (n: number) => Array.from({ length: n }, (_, at) => event(at, `message ${at}`));
  expect(logOf(events(50))).not.toContain('<details>');
  const text = logOf(events(51));
  expect(text).toContain('<summary>1 more rows</summary>');
  expect(text.split('<details>')[0]).toContain('message 49');
  expect(text.split('<details>')[1]).toContain('message 50');
});

test('a log of thousands is cut and says so', () => {
  const text = logOf(Array.from({ length: 1200 }, (_, at) => event(at, `message ${at}`)));
  expect(rowsIn(text)).toBe(1000);
  expect(text).toContain('200 further rows are in');
});
