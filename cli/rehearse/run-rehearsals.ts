/**
 * What `pta-lab rehearse` does once its arguments are read. A file of its own, because it loads the
 * whole lab: help, version and wrong usage answer without it.
 */
import path from 'node:path';
import { renderReport } from '../../console/report.ts';
import type { OutpostsOptions } from '../../lab/estate.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { listScenarios } from '../../scenarios/catalogue.ts';
import { checkFolder, defaultFolder, writeOutputs } from '../../scenarios/journal/outputs.ts';
import type { Progress } from '../../scenarios/run/progress.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { type Ending, endingOf, gravestEnding } from '../exit-codes.ts';
import { renderCrash } from '../report-error.ts';
import { listenForStop } from '../stop-signal.ts';
import { type Rehearsed, renderSummary, summaryOf } from '../summary.ts';
import { type ChosenByHand, chooseScenarios } from './choose-scenarios.ts';
import {
  type CompareArguments,
  checkComparison,
  compareWithBaseline,
  furtherFiles,
  renderComparison,
} from './compare-rehearsal.ts';
import { type LabKind, labKindOf, refuseStandIn } from './lab-kind.ts';
import { openRehearsalLab, type RehearsalLab } from './rehearsal-lab.ts';
import { renderList, renderPlan } from './render-scenarios.ts';
import { startRunFacts } from './run-facts.ts';
import { showProgress } from './show-progress.ts';
import { limitWallTime } from './wall-limit.ts';

export interface RehearseArguments extends ChosenByHand, CompareArguments {
  lab?: LabKind;
  live?: boolean;
  diagnose?: boolean;
  runFolder: string;
  cloudAddress?: string;
  overStdio?: boolean;
  seed: string;
  wallLimit: string;
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
  const kind = labKindOf(options);
  if (options.overStdio) {
    const { rehearseOverStdio } = await import('./over-stdio.ts');
    return await rehearseOverStdio(outpostsOf(options));
  }
  if (names.length === 0) {
    const sentence = 'expected one or more scenarios, got none; --list shows them';
    throw new LabError('USAGE_SCENARIO', sentence);
  }
  checkComparison(options, kind);
  refuseStandIn(kind, options.crypto);
  const scenarios = chooseScenarios(names, options);
  if (options.dry) {
    printPlan(scenarios, options);
    return 'pass';
  }
  if (options.out === '') throw new LabError('USAGE_OUT', '--out: expected a folder, got ""');
  if (options.out !== undefined) checkFolder(options.out);
  refuseSharedFolder(scenarios);
  return await rehearseAll(scenarios, options);
}

function outpostsOf({ runFolder, cloudAddress }: RehearseArguments): OutpostsOptions {
  return { runFolder, ...(cloudAddress !== undefined && { cloudAddress }) };
}

/** Each leaves its files in a folder under its id. */
function refuseSharedFolder(scenarios: readonly Scenario[]): void {
  const ids = scenarios.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice === undefined) return;
  const sentence = `expected scenarios of different names, got "${twice}" twice`;
  throw new LabError(
    'USAGE_SCENARIO',
    `${sentence}; rehearse them one by one, each with its --out`,
  );
}

function printList({ json }: RehearseArguments): void {
  const rows = listScenarios();
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : renderList(rows));
}

function printPlan(scenarios: readonly Scenario[], { json }: RehearseArguments): void {
  const texts = scenarios.map(renderPlan);
  process.stdout.write(json ? `${JSON.stringify(scenarios)}\n` : texts.join('\n'));
}

async function rehearseAll(
  scenarios: readonly Scenario[],
  options: RehearseArguments,
): Promise<Ending> {
  const stop = listenForStop('taking every fault back and writing down what was seen');
  const limit = limitWallTime(stop.signal, options.wallLimit);
  const rehearsed: Rehearsed[] = [];
  const place = { kind: labKindOf(options), outposts: outpostsOf(options) };
  let lab: RehearsalLab | undefined;
  try {
    lab = await openRehearsalLab(place, scenarios, limit.signal);
    const inAll = { lab, options, stop: limit.signal, count: scenarios.length };
    await showProgress(scenarios, limit.signal, async (scenario, onProgress) => {
      const one = await rehearseOne(scenario, inAll, onProgress);
      rehearsed.push(one);
      return one;
    });
  } finally {
    await lab?.[Symbol.asyncDispose]();
    limit[Symbol.dispose]();
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
  if (json) return;
  for (const { comparison } of rehearsed) {
    if (comparison) process.stdout.write(renderComparison(comparison));
  }
}

interface InAll {
  lab: RehearsalLab;
  options: RehearseArguments;
  stop: AbortSignal;
  /** Of scenarios. */
  count: number;
}

async function rehearseOne(
  scenario: Scenario,
  { lab, options, stop, count }: InAll,
  onProgress: (progress: Progress) => void,
): Promise<Rehearsed> {
  const { seed, crypto, out, diagnose = false, ...asked } = options;
  const endFacts = startRunFacts(process.argv.slice(2).join(' '));
  const runOptions = { seed, stop, onProgress, ...(crypto && { crypto }) };
  const ran = await lab.run(scenario, { ...runOptions, diagnose });
  const { journal, history, crash, containers } = ran;
  const facts = { ...endFacts(), ...(containers && { containers }) };
  const comparison = await compareWithBaseline(scenario, journal, asked, runOptions);
  // With several scenarios, each has a folder of its own.
  const chosen = out && (count === 1 ? out : path.join(out, scenario.id));
  const folder = chosen ?? defaultFolder(journal);
  const files = writeOutputs({
    ...{ journal, history, facts, folder },
    renderReport: (whole) => renderReport(whole, comparison),
    further: furtherFiles(journal, facts, { comparison, ...ran }, asked),
  });
  const own = crash === undefined ? endingOf(journal) : 'environment';
  const ending = asked.compare ? gravestEnding([own, endingOfComparison(stop)]) : own;
  return {
    ...{ journal, ending, wallMs: facts.wallMs, files },
    ...(comparison && { comparison }),
    ...(crash !== undefined && { crash }),
  };
}

/** The rehearsal was done by then; only pairs are missing. */
function endingOfComparison({ aborted, reason }: AbortSignal): Ending {
  if (!aborted) return 'pass';
  return reason instanceof LabError ? 'inconclusive' : 'interrupted';
}
