/**
 * `pta-lab fuzz`: looks for a bug in the lab's own protocol code. A finding is never a symptom of a
 * fault; it is something that no fault may bring about. Virtual time only: nothing is loaded.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { readEstateFile } from '../lab/estate-file/estate-file.ts';
import { LabError } from '../runtime/lab-error.ts';
import { createUndoStack } from '../runtime/undo.ts';
import { INVARIANTS } from '../scenarios/proof/check-history.ts';
import type { Finding, Tally } from '../scenarios/proof/fuzz.ts';
import { type FuzzResult, searchOnThreads } from '../scenarios/proof/fuzz-pool.ts';
import { renderCase } from '../scenarios/proof/render-case.ts';
import { endWith } from './exit-codes.ts';
import { parseNumber } from './parse-number.ts';
import { listenForStop } from './stop-signal.ts';

interface Options {
  runs: number;
  seed: string;
  from: number;
  threads: number;
  estate?: string;
  out: string;
  json?: boolean;
}

const LINE_EVERY_MS = 10_000;

export function register(program: Command): void {
  program
    .command('fuzz')
    .description('Search: random estates under random faults, every history checked')
    .option('--runs <number>', 'how many', parseNumber, 500)
    .option('--seed <seed>', 'the same seed gives the same runs', '1')
    .option('--from <number>', 'number of the first run, to repeat one', parseNumber, 1)
    .option('--threads <number>', 'runs at a time', parseNumber, availableParallelism())
    .option('--estate <file>', 'search on your own estate instead of random ones')
    .option('--out <folder>', 'where the smallest failing scenario goes', '.pta-lab/fuzz')
    .option('--json', 'print one JSON object')
    .addHelpText('after', () => `\nWhat must always hold:\n${renderRules()}`)
    .action(fuzz);
}

async function fuzz({ runs, seed, from, threads, estate, out, json }: Options): Promise<void> {
  refuseNone({ runs, from, threads });
  // Read here first, so that what is wrong with it is a sentence and not a crash of a thread.
  if (estate !== undefined) readEstateFile(estate);
  const undo = createUndoStack();
  const stop = undo.use(listenForStop('ending the runs that have begun'));
  const startMs = performance.now();
  const result = await searchOnThreads({
    ...{ runs, seed, from, threads, stop: stop.signal },
    ...(estate !== undefined && { estateFile: estate }),
    onProgress: showProgress(runs),
  }).finally(() => undo[Symbol.asyncDispose]());
  const tookS = (performance.now() - startMs) / 1000;
  const files = result.findings.map((finding) => writeScenario(out, finding));
  const summary = { ...result.tally, perSecond: result.tally.runs / tookS };
  if (json) process.stdout.write(`${JSON.stringify({ ...summary, ...result, files })}\n`);
  else process.stdout.write(renderResult(result, files, tookS, estate));
  if (result.crashes.length > 0) endWith('environment');
  else if (files.length > 0) endWith('fail');
  else endWith(stop.signal.aborted ? 'interrupted' : 'pass');
}

/** A search of nothing would find nothing, and call that a pass. */
function refuseNone(numbers: Readonly<Record<string, number>>): void {
  const [wrong] = Object.entries(numbers).filter(([, number]) => number < 1);
  if (wrong === undefined) return;
  throw new LabError('USAGE_FUZZ', `--${wrong[0]}: expected 1 or more, got ${wrong[1]}`);
}

function showProgress(runs: number): (tally: Tally) => void {
  let shownMs = Date.now();
  return (tally) => {
    if (Date.now() - shownMs < LINE_EVERY_MS) return;
    shownMs = Date.now();
    process.stderr.write(`${tally.runs} of ${runs} runs, ${tally.signIns} sign-ins, no finding\n`);
  };
}

function writeScenario(folder: string, finding: Finding): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `fuzz-${finding.case.seed}.yaml`);
  writeFileSync(file, renderCase(finding.case));
  return file;
}

function renderResult(
  { tally, findings, crashes }: FuzzResult,
  files: readonly string[],
  tookS: number,
  estate: string | undefined,
): string {
  const { runs, refused, signIns, faults } = tally;
  const pace = `${tookS.toFixed(1)} s, ${(runs / tookS).toFixed(1)} a second`;
  const left =
    refused > 0 ? `; ${refused} of them refused by the lab, as contradictory faults are` : '';
  const own = estate === undefined ? '' : ` --estate ${estate}`;
  const lines = [`${runs} runs, ${faults} faults, ${signIns} sign-ins (${pace})${left}`];
  for (const [at, { run, violations, case: smallest, tries }] of findings.entries()) {
    const [first] = violations;
    lines.push(
      `run ${run}: ${first?.invariant}: ${first?.sentence}`,
      `  smallest after ${tries} tries: ${smallest.disturbances.length} faults; rehearse it:`,
      `  pta-lab rehearse ${files[at]} --seed ${smallest.seed}${own}`,
    );
  }
  for (const { run, crash } of crashes) lines.push(`run ${run} broke pta-lab itself: ${crash}`);
  if (findings.length + crashes.length === 0) lines.push('no invariant was broken');
  return `${lines.join('\n')}\n`;
}

function renderRules(): string {
  return INVARIANTS.map(({ id, rule }) => `  ${id.padEnd(26)} ${rule}\n`).join('');
}
