/**
 * What our own engine cannot drive is said before anything starts: k6 has more executors, metrics
 * and deeds than it. What k6 alone drives is left to k6's own judgement.
 */
import { LIMITS } from '../../protocol/limits.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { LoadScenario, LoadTest } from '../load-test.ts';
import { isOpen, lengthOf, type OpenScenario, startOf } from './arrivals.ts';
import { metricOf, parseThreshold } from './threshold.ts';

const EXECUTORS = [
  ...['constant-arrival-rate', 'ramping-arrival-rate'],
  ...['shared-iterations', 'per-vu-iterations'],
];
const DEEDS = ['signIn', 'guessPassword', 'addAgent', 'removeAgent'];
const METRICS = [
  ...['sign_ins', 'sign_in_duration', 'sign_in_failed'],
  ...['dropped_iterations', 'iterations'],
];
/** Beyond what forty agents carry, several times over: a slip of the pen. */
const RATE_MAX = LIMITS.agentsMax.value * 1_000;

/** @throws LabError `LOAD_ENGINE`, `LOAD_PROFILE`, `LOAD_THRESHOLD` */
export function checkForBuiltin({ id, options }: LoadTest): void {
  const scenarios = Object.entries(options.scenarios);
  if (scenarios.length === 0) {
    throw new LabError('LOAD_PROFILE', `${id}: expected options.scenarios, got none`);
  }
  for (const [name, scenario] of scenarios) checkScenario(`${id}: scenarios.${name}`, scenario);
  for (const [key, expressions] of Object.entries(options.thresholds)) {
    const metric = metricOf(key);
    if (!METRICS.includes(metric)) {
      const sentence = `${id}: thresholds.${key}: our own engine measures ${METRICS.join(', ')}`;
      throw new LabError('LOAD_ENGINE', `${sentence}; run this test with k6`);
    }
    for (const expression of expressions) parseThreshold(key, expression);
  }
}

function checkScenario(place: string, scenario: LoadScenario): void {
  if (!EXECUTORS.includes(scenario.executor)) {
    const sentence = `${place}: our own engine drives ${EXECUTORS.join(', ')}`;
    throw new LabError('LOAD_ENGINE', `${sentence}, got ${scenario.executor}; run it with k6`);
  }
  if (!DEEDS.includes(scenario.exec)) {
    const sentence = `${place}: our own engine does ${DEEDS.join(', ')}`;
    throw new LabError('LOAD_ENGINE', `${sentence}, got ${scenario.exec}; run it with k6`);
  }
  startOf(scenario);
  if (isOpen(scenario)) checkRates(place, scenario);
}

function checkRates(place: string, scenario: OpenScenario): void {
  const rates =
    scenario.executor === 'constant-arrival-rate'
      ? [scenario.rate]
      : [scenario.startRate ?? 0, ...scenario.stages.map(({ target }) => target)];
  const wrong = rates.find((rate) => !(rate >= 0 && rate <= RATE_MAX));
  if (wrong !== undefined) {
    const sentence = `${place}: expected a rate from 0 to ${RATE_MAX}, got ${wrong}`;
    throw new LabError('LOAD_PROFILE', sentence);
  }
  if (lengthOf(scenario) > 0) return;
  throw new LabError('LOAD_PROFILE', `${place}: expected a duration above 0, got none`);
}
