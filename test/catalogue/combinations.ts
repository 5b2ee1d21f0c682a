/** What all catalogue tests loop over: a fault with every combination of its choices. */
import type { Fault, ParameterValues } from '../../lab/faults/fault.ts';

export function combinationsOf({ parameters }: Fault): Partial<ParameterValues>[] {
  return Object.entries(parameters).reduce<Partial<ParameterValues>[]>(
    (sets, [name, parameter]) =>
      parameter.type === 'choice'
        ? sets.flatMap((set) => parameter.choices.map((choice) => ({ ...set, [name]: choice })))
        : sets,
    [{}],
  );
}
