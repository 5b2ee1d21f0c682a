/**
 * Due timers in the order both clocks run them: by due time, then in the order they were added. A
 * cancelled entry leaves the heap at once, so that a million cancelled time-outs do not pile up
 * until they are due.
 */
export interface TimerHeap {
  /** Disposing takes the entry out; after it was popped that does nothing. */
  add(dueMs: number, run: () => void): Disposable;
  nextDueMs(): number | undefined;
  pop(): { dueMs: number; run: () => void } | undefined;
  readonly size: number;
}

interface Entry {
  dueMs: number;
  sequence: number;
  run: () => void;
  /** Index in the heap; −1 once it has left. */
  at: number;
}

export function createTimerHeap(): TimerHeap {
  const entries: Entry[] = [];
  let sequence = 0;

  return {
    add(dueMs, run) {
      const entry: Entry = { dueMs, sequence, run, at: entries.length };
      sequence += 1;
      entries.push(entry);
      rise(entries, entry);
      return { [Symbol.dispose]: () => remove(entries, entry) };
    },
    nextDueMs: () => entries[0]?.dueMs,
    pop() {
      const first = entries[0];
      if (first) remove(entries, first);
      return first;
    },
    get size() {
      return entries.length;
    },
  };
}

function isBefore(left: Entry, right: Entry): boolean {
  return left.dueMs === right.dueMs ? left.sequence < right.sequence : left.dueMs < right.dueMs;
}

function place(entries: Entry[], entry: Entry, at: number): void {
  entries[at] = entry;
  entry.at = at;
}

function rise(entries: Entry[], entry: Entry): void {
  let at = entry.at;
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = entries[parentAt];
    if (!parent || !isBefore(entry, parent)) break;
    place(entries, parent, at);
    at = parentAt;
  }
  place(entries, entry, at);
}

function sink(entries: Entry[], entry: Entry): void {
  let at = entry.at;
  for (;;) {
    const left = entries[2 * at + 1];
    const right = entries[2 * at + 2];
    const child = left && right && isBefore(right, left) ? right : left;
    if (!child || !isBefore(child, entry)) break;
    const childAt = child.at;
    place(entries, child, at);
    at = childAt;
  }
  place(entries, entry, at);
}

function remove(entries: Entry[], entry: Entry): void {
  const { at } = entry;
  if (at < 0) return;
  entry.at = -1;
  const last = entries.pop();
  if (!last || last === entry) return;
  last.at = at;
  rise(entries, last);
  sink(entries, last);
}
