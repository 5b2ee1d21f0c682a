/**
 * Registers one test per fault and combination of choices, in virtual mode. The families are dealt
 * over several files, because a file is what a test runner can put on another core.
 */
import { afterAll, expect, test } from 'vitest';
import type { FaultFamily } from '../../lab/faults/fault.ts';
import { FAULTS } from '../../lab/faults/index.ts';
import { checkClaims } from './claims.ts';
import { combinationsOf } from './combinations.ts';
import { endControlRuns } from './control-run.ts';

const TRAFFIC = { everyMs: 4_000 };

export const PATH_FAMILIES: readonly FaultFamily[] = ['network', 'tls', 'name-resolution', 'proxy'];

export function checkFamilies(isWanted: (family: FaultFamily) => boolean): void {
  afterAll(endControlRuns);
  for (const fault of Object.values(FAULTS).filter(({ family }) => isWanted(family))) {
    test.each(combinationsOf(fault))(`${fault.id} %j shows what it claims`, async (parameters) => {
      expect(await checkClaims(fault, parameters, { traffic: TRAFFIC })).toEqual([]);
    });
  }
}
