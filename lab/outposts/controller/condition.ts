/**
 * What the effects in force make of one controller of Samba: the same as of an embedded one, but
 * for a clock of its own. Its SRV records are the affair of the sites' resolvers.
 */
import { type Condition, conditionUnder } from '../../../directory/condition.ts';
import type { ControllerEffect } from '../../../protocol/effects.ts';
import { LabError } from '../../../runtime/lab-error.ts';

/** @throws LabError `FAULT_NOT_SUPPORTED` */
export function conditionOf(name: string, effects: readonly ControllerEffect[]): Condition {
  const mine = effects.filter(
    ({ controllers }) => controllers.includes('*') || controllers.includes(name),
  );
  if (mine.some(({ kind }) => kind === 'clock-offset')) throw clockIsShared();
  return conditionUnder(mine);
}

function clockIsShared(): LabError {
  const sentence =
    'expected effects that a container can have, got clock-offset: containers share the clock of their machine';
  return new LabError('FAULT_NOT_SUPPORTED', sentence);
}
