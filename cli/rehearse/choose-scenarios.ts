/**
 * The scenarios that a command line asks for, with what it says instead of their files: variables,
 * estate, strategies.
 */
import { readEstateFile } from '../../lab/estate-file/estate-file.ts';
import { isDuration, parseDuration } from '../../runtime/duration.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { loadScenarios } from '../../scenarios/catalogue.ts';
import type { Hypothesis, RollbackStrategy, Scenario } from '../../scenarios/scenario.ts';
import { readVariables } from './read-variables.ts';

export interface ChosenByHand {
  var?: string[];
  varFile?: string;
  estate?: string;
  rollbackStrategy?: RollbackStrategy;
  hypothesisStrategy?: Hypothesis['strategy'];
  hypothesisFrequency?: string;
  failFast?: boolean;
}

/** @throws LabError `SCENARIO_…`, `ESTATE_…`, `USAGE_…` */
export function chooseScenarios(names: readonly string[], options: ChosenByHand): Scenario[] {
  const variables = readVariables(options.var ?? [], options.varFile);
  const estate = options.estate === undefined ? undefined : readEstateFile(options.estate);
  const scenarios = loadScenarios(names, variables, estate);
  return scenarios.map((scenario) => override(scenario, options));
}

function override(scenario: Scenario, options: ChosenByHand): Scenario {
  const { hypothesisStrategy: strategy, hypothesisFrequency: every } = options;
  const { rollbackStrategy: rollback, failFast } = options;
  return {
    ...scenario,
    hypothesis: {
      ...scenario.hypothesis,
      ...(strategy && { strategy }),
      ...(every !== undefined && { everyMs: readFrequency(every) }),
    },
    ...(rollback && { rollback }),
    ...(failFast && { failFast }),
  };
}

function readFrequency(text: string): number {
  const everyMs = isDuration(text) ? parseDuration(text) : 0;
  if (everyMs > 0) return everyMs;
  const sentence = `--hypothesis-frequency: expected a duration such as 30s, got "${text}"`;
  throw new LabError('USAGE_FREQUENCY', sentence);
}
