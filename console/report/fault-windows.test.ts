import { expect, test } from 'vitest';
import { faultWindows } from './fault-windows.ts';

test('a window is closed by the same fault at the same place', () => {
  const on = { kind: 'fault', fault: 'dc-down', state: 'on' } as const;
  expect(
    faultWindows([
      { ...on, atMs: 1, where: 'dc-1' },
      { ...on, atMs: 2, where: 'dc-2' },
      { ...on, atMs: 3, where: 'dc-2', state: 'off' },
    ]),
  ).toEqual([
    { kind: 'fault', id: 'dc-down', where: 'dc-1', startMs: 1, endMs: undefined },
    { kind: 'fault', id: 'dc-down', where: 'dc-2', startMs: 2, endMs: 3 },
  ]);
});

test('a fault that comes twice has two windows', () => {
  const entry = { kind: 'fault', fault: 'dc-down', where: 'dc-1' } as const;
  const windows = faultWindows([
    { ...entry, atMs: 1, state: 'on' },
    { ...entry, atMs: 2, state: 'off' },
    { ...entry, atMs: 3, state: 'on' },
  ]);
  expect(windows.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
    [1, 2],
    [3, undefined],
  ]);
});

test('changes stand below the faults, until they are undone', () => {
  const change = { kind: 'change', change: 'stop-agent', where: 'agt-1' } as const;
  const windows = faultWindows([
    { ...change, atMs: 1, state: 'done' },
    { kind: 'fault', fault: 'dc-down', where: 'dc-1', atMs: 2, state: 'on' },
    { ...change, atMs: 3, state: 'undone' },
  ]);
  expect(windows.map(({ id, endMs }) => [id, endMs])).toEqual([
    ['dc-down', undefined],
    ['stop-agent', 3],
  ]);
});
