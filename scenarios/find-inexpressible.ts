/**
 * What of a scenario cannot be rehearsed in containers, told before anything starts: an estate that
 * does not stand there, a fault without real means, a server for which there is no container.
 */
import type { Fault, Where } from '../lab/faults/fault.ts';
import { FAULTS } from '../lab/faults/index.ts';
import { findForeign } from '../lab/outposts/container-estate.ts';
import { findImpossible } from '../lab/outposts/find-impossible.ts';
import { completeParameters } from '../lab/places.ts';
import type { Effect } from '../protocol/effects.ts';
import { describeStep } from './describe-step.ts';
import type { Scenario, Step } from './scenario.ts';

/** A sentence that names the step; undefined: all of it can be. */
export function findInexpressible({ estate, method }: Scenario): string | undefined {
  for (const step of method) {
    const why = findInexpressibleStep(step);
    if (why !== undefined) return `“${describeStep(step)}”: ${why}`;
  }
  const foreign = findForeign(estate);
  return foreign && `${foreign}; give it another one with --estate`;
}

function findInexpressibleStep(step: Step): string | undefined {
  if (step.kind === 'do') return findHostless(step.change, step.where);
  if (step.kind !== 'inject') return undefined;
  const fault = FAULTS[step.fault];
  if (!fault) return undefined;
  const values = completeParameters('FAULT', fault, step.parameters);
  return findInexpressibleFault(fault, step.where, values);
}

/** Of one fault: undefined where real means bring it about. */
export function findInexpressibleFault(
  fault: Fault,
  where: Where = {},
  values = completeParameters('FAULT', fault, {}),
): string | undefined {
  const effects = fault.effects(where, values);
  return findImpossible(effects) ?? first(effects.map(findHostlessEffect));
}

function findHostlessEffect(effect: Effect): string | undefined {
  if (effect.on !== 'administration') return undefined;
  return findHostless(effect.change, effect.where);
}

/** These bring a server of their own, and nobody can add a container to a running estate. */
function findHostless(change: string, where: Where): string | undefined {
  const bringsServer =
    change === 'clone-server' || (change === 'install-agent' && where.agents === undefined);
  return bringsServer
    ? 'it needs a server that is not there, and each server of this lab is a container'
    : undefined;
}

function first(sentences: readonly (string | undefined)[]): string | undefined {
  return sentences.find((sentence) => sentence !== undefined);
}
