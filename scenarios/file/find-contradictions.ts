/**
 * Faults of a method that cannot be on together, found before anything is started. What a fault in
 * the background still holds when a later step begins is only known in the run, which refuses it.
 */
import { sitesOf } from '../../lab/estate.ts';
import { type Cause, describeContradiction } from '../../lab/faults/running/contradictions.ts';
import { completeParameters } from '../../lab/places.ts';
import type { Problem } from '../../runtime/yaml/problem.ts';
import { ALL, type Scenario, type Step } from '../scenario.ts';
import type { Catalogue } from './known-deeds.ts';

/** `method` with its parameters in the lab's units. */
export function findContradictions(
  { method, estate }: Pick<Scenario, 'method' | 'estate'>,
  catalogue: Catalogue,
): Problem[] {
  const sites = sitesOf(estate);
  let on: readonly Cause[] = [];
  return method.flatMap((step, at): Problem[] => {
    if (step.kind === 'heal') {
      on = step.fault === ALL ? [] : on.filter(({ id }) => id !== step.fault);
    }
    const cause = causeOf(step, catalogue);
    if (cause === undefined) return [];
    const text = describeContradiction(cause, on, sites);
    if (lasts(step)) on = [...on, cause];
    return text === undefined ? [] : [{ path: ['method', at, 'inject'], text }];
  });
}

function causeOf(step: Step, { faults }: Catalogue): Cause | undefined {
  const fault = step.kind === 'inject' ? faults[step.fault] : undefined;
  if (fault === undefined || step.kind !== 'inject') return undefined;
  const values = completeParameters('FAULT', fault, step.parameters);
  return { id: fault.id, effects: fault.effects(step.where, values) };
}

function lasts(step: Step): boolean {
  return step.kind === 'inject' && step.forMs === undefined;
}
