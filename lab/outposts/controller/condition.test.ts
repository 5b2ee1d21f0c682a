import { expect, test } from 'vitest';
import { conditionUnder } from '../../../directory/condition.ts';
import type { ControllerEffect } from '../../../protocol/effects.ts';
import { conditionOf } from './condition.ts';
import { lastWords } from './run-samba-tool.ts';

const aimed = <const E extends { kind: ControllerEffect['kind'] }>(effect: E) => ({
  ...{ on: 'controller' as const, controllers: ['dc-2'] },
  ...effect,
});

test('effects of another controller leave this one as it is', () => {
  const effects = [aimed({ kind: 'stop' }), aimed({ kind: 'slow', delayMs: 5 })];
  const well = conditionUnder([]);
  expect(conditionOf('dc-1', effects)).toEqual(well);
  expect(conditionOf('dc-2', effects)).toEqual({
    ...{ ...well, stopped: true },
    delays: [{ delayMs: 5, share: 1 }],
  });
});

test('a clock of its own is refused in a sentence', () => {
  const effects = [aimed({ kind: 'clock-offset', offsetMs: 600_000 })];
  expect(() => conditionOf('dc-2', effects)).toThrow('share the clock of their machine');
});

test('of what a tool said the line with the error is repeated, and not where it was', () => {
  const output = 'INFO join\nERROR(ldb): uncaught - no such realm\n  File "x.py", line 3\n\n';
  expect(lastWords(output)).toBe('ERROR(ldb): uncaught - no such realm');
  expect(lastWords('first\nlast\n')).toBe('last');
  expect(lastWords('')).toBe('it said nothing');
});
