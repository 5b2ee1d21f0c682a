/** What the effects in force make of one controller of Samba; how it is done is said elsewhere. */
import type { ControllerEffect } from '../../../protocol/effects.ts';
import { LabError } from '../../../runtime/lab-error.ts';

export interface Slowness {
  delayMs: number;
  /** Of what is said to it, 0 to 1. */
  share: number;
}

export interface Condition {
  stopped: boolean;
  hung: boolean;
  stale: boolean;
  delays: readonly Slowness[];
}

/** @throws LabError `FAULT_NOT_SUPPORTED` */
export function conditionUnder(name: string, effects: readonly ControllerEffect[]): Condition {
  const mine = effects.filter(
    ({ controllers }) => controllers.includes('*') || controllers.includes(name),
  );
  const delays: Slowness[] = [];
  const condition = { stopped: false, hung: false, stale: false, delays };
  for (const effect of mine) {
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
      // The records are the sites' resolvers' affair.
      case 'unlisted':
        break;
      case 'clock-offset':
        throw clockIsShared();
      default:
        effect satisfies never;
    }
  }
  return condition;
}

function clockIsShared(): LabError {
  const sentence =
    'expected effects that a container can have, got clock-offset: containers share the clock of their machine';
  return new LabError('FAULT_NOT_SUPPORTED', sentence);
}
