/** The order of timers is what makes a run repeatable, so it is checked against a plain sort. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTimerHeap } from './timer-heap.ts';

test('entries leave by due time and, when due together, in the order they were added', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ due: fc.nat(20), cancelled: fc.boolean() })), (rows) => {
      const heap = createTimerHeap();
      const ran: number[] = [];
      const handles = rows.map(({ due }, index) => heap.add(due, () => ran.push(index)));
      rows.forEach(({ cancelled }, index) => {
        if (cancelled) handles[index]?.[Symbol.dispose]();
      });
      const kept = rows.map((row, index) => ({ ...row, index })).filter((row) => !row.cancelled);
      expect(heap.size).toBe(kept.length);
      for (let due = heap.nextDueMs(); due !== undefined; due = heap.nextDueMs()) {
        const entry = heap.pop();
        expect(entry?.dueMs).toBe(due);
        entry?.run();
      }
      const sorted = kept.toSorted((a, b) => a.due - b.due || a.index - b.index);
      expect(ran).toEqual(sorted.map((row) => row.index));
    }),
  );
});

test('entries may be added and cancelled while others are popped', () => {
  const heap = createTimerHeap();
  const ran: string[] = [];
  const later = heap.add(5, () => ran.push('later'));
  heap.add(1, () => {
    ran.push('first');
    heap.add(1, () => ran.push('second'));
    later[Symbol.dispose]();
  });
  for (let entry = heap.pop(); entry; entry = heap.pop()) entry.run();
  expect(ran).toEqual(['first', 'second']);
});

test('cancelling an entry that already left takes nothing else with it', () => {
  const heap = createTimerHeap();
  const gone = heap.add(1, () => {});
  heap.add(2, () => {});
  heap.pop();
  gone[Symbol.dispose]();
  gone[Symbol.dispose]();
  expect(heap.size).toBe(1);
});
