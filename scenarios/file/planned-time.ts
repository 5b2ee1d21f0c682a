/**
 * How long a method may take in lab time, before it runs: every step says how long it waits at
 * most, so a rehearsal that would never end is refused while nothing has started.
 */

import { formatDuration } from '../../runtime/duration.ts';
import type { Problem } from '../../runtime/yaml/problem.ts';
import type { Scenario, Step } from '../scenario.ts';

export function plannedMs(step: Step): number {
  const { pauseBeforeMs = 0, pauseAfterMs = 0 } = step;
  return pauseBeforeMs + deedMs(step) + pauseAfterMs;
}

function deedMs(step: Step): number {
  switch (step.kind) {
    case 'wait':
    case 'advance':
      return step.durationMs;
    case 'phase':
    case 'expect':
    case 'require':
    case 'probe':
      return step.withinMs;
    case 'inject':
    case 'do':
    case 'traffic':
      return step.background ? 0 : (step.forMs ?? 0);
    case 'heal':
    case 'undo':
      return 0;
  }
}

export function findTooLong({ method, limitMs }: Scenario): Problem[] {
  let totalMs = 0;
  for (const [at, step] of method.entries()) {
    totalMs += plannedMs(step);
    if (totalMs <= limitMs) continue;
    const text =
      `expected the method to end within ${formatDuration(limitMs)} of lab time (limit), but up ` +
      `to this step it may take ${formatDuration(totalMs)}`;
    return [{ path: ['method', at], text }];
  }
  return [];
}
