/**
 * One case of the search: the text of its scenario file is parsed and rehearsed like anybody
 * else's, and its history checked. A case that the lab refuses, because two of its faults
 * contradict one another, says nothing and counts as nothing.
 */
import { LabError } from '../../runtime/lab-error.ts';
import { parseScenario } from '../file/parse.ts';
import type { Journal } from '../journal/journal.ts';
import { type RunResult, runScenario } from '../run/run.ts';
import type { FuzzCase } from './random-case.ts';
import { renderCase } from './render-case.ts';

export interface CaseResult {
  violations: Journal['violations'];
  /** Why the lab would not have it. */
  refused?: string;
  signIns: number;
}

export async function runCase(one: FuzzCase): Promise<CaseResult> {
  try {
    const scenario = parseScenario(`fuzz-${one.seed}.yaml`, renderCase(one));
    const { seed, estate } = one;
    return judge(await runScenario(scenario, { seed, ...(estate && { estate }) }));
  } catch (error) {
    if (error instanceof LabError) return refusal(error.message);
    throw error;
  }
}

function judge({ journal, crash }: RunResult): CaseResult {
  const { violations } = journal;
  if (crash !== undefined) throw crash;
  const signIns = journal.timeline.filter(({ kind }) => kind === 'sign-in').length;
  const { before, after } = journal.steady_states;
  if (violations.length > 0 || before?.steady_state_met !== true) return { violations, signIns };
  if (journal.status === 'aborted') return { ...refusal(journal.because), signIns };
  // An agent that was dropped does not come back by itself: an administrator has to install it.
  const dropped = journal.timeline.some(
    (one) => one.kind === 'agent-status' && one.to === 'Removed',
  );
  if (dropped || after?.steady_state_met !== false) return { violations, signIns };
  const sentence = 'every fault was healed, and the steady state did not come back';
  return { violations: [{ invariant: COMES_BACK, at: journal.end, sentence }], signIns };
}

/** Beside those of the history: what was healed is healed. */
const COMES_BACK = 'comes-back';

function refusal(refused: string): CaseResult {
  return { violations: [], refused, signIns: 0 };
}
