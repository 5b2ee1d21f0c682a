/**
 * What `pta-lab rehearse` does once its arguments are read. A file of its own, because it loads the
 * whole lab: help, version and wrong usage answer without it.
 */
import path from 'node:path';
import { renderReport } from '../console/report.ts';
import { LabError } from '../runtime/lab-error.ts';
import { loadScenario, scenarioIds } from '../scenarios/catalogue.ts';
import { describeStep } from '../scenarios/describe-step.ts';
import { defaultFolder, writeOutputs } from '../scenarios/outputs.ts';
import type { Progress } from '../scenarios/progress.ts';
import { runScenario } from '../scenarios/run.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { type Ending, endingOf, gravestEnding } from './exit-codes.ts';
import { renderCrash } from './report-error.ts';
import { startRunFacts } from './run-facts.ts';
import { showProgress } from './show-progress.ts';
import { listenForStop } from './stop-signal.ts';
import { type Rehearsed, renderSummary, summaryOf } from './summary.ts';

export interface RehearseArguments {
  live?: boolean;
  seed: string;
  crypto?: 'rsa' | 'stand-in';
  out?: string;
  json?: boolean;
  dry?: boolean;
  list?: boolean;
}

/**
 * All scenarios are read and checked before the first one starts: bad input leaves nothing
 * half-done.
 */
export async function rehearseNamed(
  names: readonly string[],
  options: RehearseArguments,
): Promise<Ending> {
  if (options.list) {
    printList(options);
    return 'pass';
  }
  if (names.length === 0) {
    const sentence = 'expected one or more scenarios, got none; --list shows them';
    throw new LabError('USAGE_SCENARIO', sentence);
  }
  const scenarios = names.map(loadScenario);
  if (!options.dry) return await rehearseAll(scenarios, options);
  printPlan(scenarios, options);
  return 'pass';
}

function printList({ json }: RehearseArguments): void {
  const rows = scenarioIds().map((id) => ({ id, title: loadScenario(id).title }));
  const width = Math.max(...rows.map(({ id }) => id.length));
  const lines = rows.map(({ id, title }) => `${id.padEnd(width)}  ${title}\n`);
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : lines.join(''));
}

function printPlan(scenarios: readonly Scenario[], { json }: RehearseArguments): void {
  const texts = scenarios.map(({ id, title, method, steadyState }) => {
    const probes = `steady state (${steadyState.map(({ probe }) => probe).join(', ')})`;
    const steps = [probes, ...method.map(describeStep), 'rollback, whatever happens', probes];
    return `${id}: ${title}\n${steps.map((step) => `  - ${step}\n`).join('')}`;
  });
  process.stdout.write(json ? `${JSON.stringify(scenarios)}\n` : texts.join('\n'));
}

async function rehearseAll(
  scenarios: readonly Scenario[],
  options: RehearseArguments,
): Promise<Ending> {
  const stop = listenForStop('taking every fault back and writing down what was seen');
  const rehearsed: Rehearsed[] = [];
  try {
    await showProgress(scenarios, stop.signal, async (scenario, onProgress) => {
      const one = await rehearseOne(scenario, options, stop.signal, onProgress, scenarios.length);
      rehearsed.push(one);
      return one;
    });
  } finally {
    stop[Symbol.dispose]();
    // What was rehearsed before a later scenario could not be is worth telling, too.
    if (rehearsed.length > 0) printSummary(rehearsed, options);
  }
  for (const { crash } of rehearsed) if (crash) process.stderr.write(renderCrash(crash));
  return gravestEnding(rehearsed.map(({ ending }) => ending));
}

function printSummary(rehearsed: readonly Rehearsed[], { json }: RehearseArguments): void {
  const summary = `${JSON.stringify(rehearsed.map(summaryOf))}\n`;
  process.stdout.write(json ? summary : renderSummary(rehearsed));
}

async function rehearseOne(
  scenario: Scenario,
  { live, seed, crypto, out }: RehearseArguments,
  stop: AbortSignal,
  onProgress: (progress: Progress) => void,
  count: number,
): Promise<Rehearsed> {
  const endFacts = startRunFacts(process.argv.slice(2).join(' '));
  const mode = live ? 'live' : 'virtual';
  const { journal, crash } = await runScenario(scenario, {
    ...{ mode, seed, stop, onProgress },
    ...(crypto && { crypto }),
  });
  const facts = endFacts();
  // With several scenarios, each has a folder of its own.
  const chosen = out && (count === 1 ? out : path.join(out, scenario.id));
  const folder = chosen ?? defaultFolder(journal);
  const files = writeOutputs({ journal, facts, folder, renderReport });
  const ending = crash === undefined ? endingOf(journal) : 'environment';
  return { journal, ending, wallMs: facts.wallMs, files, ...(crash !== undefined && { crash }) };
}
