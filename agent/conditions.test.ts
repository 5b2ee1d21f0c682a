import { expect, test } from 'vitest';
import type { AgentServerEffect } from '../protocol/effects.ts';
import { conditionsFrom, HEALTHY, needsRestart } from './conditions.ts';

const on = { on: 'agent-server', agents: ['agt-1'] } as const;

test('without effects a server is healthy', () => {
  expect(conditionsFrom([])).toEqual(HEALTHY);
});

test('several effects compose: offsets add up, the smallest capacity and the worst state win', () => {
  const effects: AgentServerEffect[] = [
    { ...on, kind: 'clock-offset', offsetMs: 60_000 },
    { ...on, kind: 'clock-offset', offsetMs: -20_000 },
    { ...on, kind: 'capacity', perSecond: 9 },
    { ...on, kind: 'capacity', perSecond: 4 },
    { ...on, kind: 'slow', delayMs: 5 },
    { ...on, kind: 'slow', delayMs: 7, share: 0.5 },
    { ...on, kind: 'crash' },
    { ...on, kind: 'stop-service' },
  ];
  expect(conditionsFrom(effects)).toEqual({
    clockOffsetMs: 40_000,
    perSecond: 4,
    slow: [
      { delayMs: 5, share: 1 },
      { delayMs: 7, share: 0.5 },
    ],
    down: 'crashed',
  });
});

test('what a process reads at its start, and what only a restart heals, needs one', () => {
  const conditions = (kind: 'hang' | 'lose-key' | 'no-tls-1.2' | 'no-renewal') =>
    conditionsFrom([{ ...on, kind }]);
  expect(needsRestart(HEALTHY, conditions('no-tls-1.2'))).toBe(true);
  expect(needsRestart(conditions('no-tls-1.2'), HEALTHY)).toBe(true);
  expect(needsRestart(conditions('hang'), HEALTHY)).toBe(true);
  expect(needsRestart(HEALTHY, conditions('hang'))).toBe(false);
  expect(needsRestart(conditions('lose-key'), HEALTHY)).toBe(true);
  expect(needsRestart(HEALTHY, conditions('lose-key'))).toBe(false);
  expect(needsRestart(HEALTHY, conditions('no-renewal'))).toBe(false);
});
