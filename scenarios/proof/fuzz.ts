/**
 * The search: random estates under random faults, each in a lab of its own in virtual time, until
 * the runs are used up or one breaks an invariant. What fails is made smaller before it is told.
 * Run `n` of a seed is the same whoever runs it and however many run beside it.
 */
import type { LabOptions } from '../../lab/estate.ts';
import { FAULTS } from '../../lab/faults/index.ts';
import { createDice } from '../../runtime/dice.ts';
import type { Journal } from '../journal/journal.ts';
import { type FuzzCase, randomCase } from './random-case.ts';
import { type CaseResult, runCase } from './run-case.ts';
import { shrink } from './shrink.ts';

export interface Finding {
  run: number;
  /** The smallest that still fails. */
  case: FuzzCase;
  violations: Journal['violations'];
  /** Runs that making it smaller took. */
  tries: number;
}

/** Counting from 1. */
export function caseOf(seed: string, run: number, estate?: LabOptions): FuzzCase {
  const own = `${seed}-${run}`;
  return randomCase(createDice(`fuzz/${own}`), own, Object.values(FAULTS), estate);
}

export interface Tally {
  runs: number;
  refused: number;
  signIns: number;
  faults: number;
}

export const NO_RUNS: Tally = { runs: 0, refused: 0, signIns: 0, faults: 0 };

export async function runNumber(
  seed: string,
  run: number,
  estate?: LabOptions,
): Promise<{ tally: Tally; finding?: Finding }> {
  const one = caseOf(seed, run, estate);
  const result = await runCase(one);
  const tally = {
    runs: 1,
    refused: result.refused === undefined ? 0 : 1,
    signIns: result.signIns,
    faults: one.disturbances.length,
  };
  if (result.violations.length === 0) return { tally };
  return { tally, finding: await explain(run, one, result) };
}

export function addTally(one: Tally, other: Tally): Tally {
  return {
    runs: one.runs + other.runs,
    refused: one.refused + other.refused,
    signIns: one.signIns + other.signIns,
    faults: one.faults + other.faults,
  };
}

/** Smaller only counts if the same invariant is broken: another one would be another finding. */
async function explain(run: number, failing: FuzzCase, result: CaseResult): Promise<Finding> {
  const broken = new Set(result.violations.map(({ invariant }) => invariant));
  let violations = result.violations;
  const { smallest, tries } = await shrink(failing, async (candidate) => {
    const again = await runCase(candidate);
    const same = again.violations.filter(({ invariant }) => broken.has(invariant));
    if (same.length > 0) violations = same;
    return same.length > 0;
  });
  return { run, case: smallest, violations, tries };
}
