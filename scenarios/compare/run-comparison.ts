/**
 * Runs the pairs: for each seed the scenario, and the same estate for the same time with nothing
 * done to it. Virtual mode only: there both begin with the very same sign-ins.
 */
import type { Journal } from '../journal/journal.ts';
import { type RunOptions, runScenario } from '../run/run.ts';
import type { Scenario, Step } from '../scenario.ts';
import type { Comparison } from './comparison.ts';
import { judgeComparison, type MeasuredPair } from './judge-comparison.ts';
import { beginningOf, measureRun, windowsOf } from './measure-run.ts';

export interface ComparisonOptions extends RunOptions {
  seed: string;
  pairs: number;
  /** Called before each pair, counted from 1. */
  onPair?: (pair: number) => void;
}

/** `first` is the run with the change that was rehearsed already, with the seed of the options. */
export async function runComparison(
  scenario: Scenario,
  first: Journal,
  { pairs, onPair = () => {}, ...options }: ComparisonOptions,
): Promise<Comparison> {
  const measured: MeasuredPair[] = [];
  for (let pair = 1; pair <= pairs && !options.stop?.aborted; pair++) {
    onPair(pair);
    const seed = pair === 1 ? options.seed : `${options.seed}/${pair}`;
    const own = { ...options, seed };
    const changed = pair === 1 ? first : (await runScenario(scenario, own)).journal;
    const pairMeasured = await measurePair(scenario, changed, own);
    // A run that was interrupted ends earlier, not otherwise.
    if (!options.stop?.aborted) measured.push(pairMeasured);
  }
  return judgeComparison(scenario.id, measured);
}

async function measurePair(
  scenario: Scenario,
  changed: Journal,
  options: RunOptions & { seed: string },
): Promise<MeasuredPair> {
  const { deedMs, unchanged } = withoutChange(scenario, changed);
  const { journal } = await runScenario(unchanged, options);
  const windows = windowsOf(changed);
  return {
    seed: options.seed,
    without: measureRun(journal, windows),
    with: measureRun(changed, windows),
    sameBefore: beginningOf(journal, deedMs) === beginningOf(changed, deedMs),
  };
}

const DEEDS: readonly Step['kind'][] = ['inject', 'do', 'heal', 'undo'];

/**
 * What comes before the first deed is no part of the change and is done all the same: guards stop
 * agents, and traffic is what both runs have to bear. The steady state's probes are sign-ins, too.
 */
function withoutChange(scenario: Scenario, { run, start, end }: Journal): Twin {
  const first = scenario.method.findIndex(({ kind }) => DEEDS.includes(kind));
  const beganMs = Date.parse(run[first]?.start ?? end);
  const rest: Step = { kind: 'advance', durationMs: Date.parse(end) - beganMs };
  const kept = first < 0 ? scenario.method : scenario.method.slice(0, first);
  return {
    deedMs: beganMs - Date.parse(start),
    unchanged: { ...scenario, method: [...kept, rest] },
  };
}

interface Twin {
  unchanged: Scenario;
  /** When the first deed began, since the start of the run. */
  deedMs: number;
}
