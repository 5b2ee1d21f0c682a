/** Every claim of every fault, in virtual mode, for every combination of its choices. */
import { expect, test } from 'vitest';
import type { Fault, ParameterValues } from '../lab/faults/fault.ts';
import { FAULTS } from '../lab/faults/index.ts';
import { startLab } from '../lab/start-lab.ts';
import { checkClaims } from './claims.ts';

const TRAFFIC = { everyMs: 2_000 };

function combinations({ parameters }: Fault): Partial<ParameterValues>[] {
  return Object.entries(parameters).reduce<Partial<ParameterValues>[]>(
    (sets, [name, parameter]) =>
      parameter.type === 'choice'
        ? sets.flatMap((set) => parameter.choices.map((choice) => ({ ...set, [name]: choice })))
        : sets,
    [{}],
  );
}

for (const fault of Object.values(FAULTS)) {
  for (const parameters of combinations(fault)) {
    test(`${fault.id} ${JSON.stringify(parameters)} shows what it claims`, async () => {
      const lab = await startLab({ seed: 'claims', traffic: TRAFFIC });
      const deviations = await checkClaims(lab, fault, parameters);
      await lab[Symbol.asyncDispose]();
      expect(deviations).toEqual([]);
    });
  }
}
