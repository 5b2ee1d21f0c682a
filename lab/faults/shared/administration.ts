/** Faults that are changes made by mistake: from a fault's place and values to the effect. */
import type { AdministrationEffect } from '../../../protocol/effects.ts';
import type { ParameterValues, Where } from '../fault.ts';

export function mistake(
  change: string,
  where: Where,
  parameters: ParameterValues = {},
): AdministrationEffect {
  return { on: 'administration', change, where: { ...where }, parameters };
}
