/**
 * What the effects in force make of one domain controller: the one place that says what each does,
 * for the embedded ones and for Samba alike. How it is brought about is said elsewhere.
 */
import type { ControllerEffect } from '../protocol/effects.ts';

export interface Slowness {
  delayMs: number;
  /** Of what is said to it, 0 to 1. */
  share: number;
}

export interface Condition {
  stopped: boolean;
  hung: boolean;
  delays: readonly Slowness[];
  stale: boolean;
  offsetMs: number;
  listed: boolean;
}

/** Delays and offsets of several add up. */
export function conditionUnder(effects: readonly ControllerEffect[]): Condition {
  const delays: Slowness[] = [];
  const condition: Condition = {
    ...{ stopped: false, hung: false, delays, stale: false, offsetMs: 0, listed: true },
  };
  for (const effect of effects) {
    switch (effect.kind) {
      case 'stop':
        condition.stopped = true;
        break;
      case 'hang':
        condition.hung = true;
        break;
      case 'slow':
        delays.push({ delayMs: effect.delayMs, share: effect.share ?? 1 });
        break;
      case 'stale':
        condition.stale = true;
        break;
      case 'clock-offset':
        condition.offsetMs += effect.offsetMs;
        break;
      case 'unlisted':
        condition.listed = false;
        break;
      default:
        effect satisfies never;
    }
  }
  return condition;
}
