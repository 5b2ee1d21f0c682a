/**
 * What `pta-lab load` does once its arguments are read. All tests are read before the first one
 * starts: bad input leaves nothing half-done.
 */
import path from 'node:path';
import { renderLoadReport } from '../../console/load.ts';
import { joinParts } from '../../load/join/join-parts.ts';
import { listLoadTests } from '../../load/live/read-load-test.ts';
import { readParts } from '../../load/live/read-parts.ts';
import type { LoadResult } from '../../load/load-result.ts';
import { renderLoadJunit } from '../../load/report/render-junit.ts';
import { composeSummary, renderLoadSummary } from '../../load/report/render-summary.ts';
import { renderLoadTerminal } from '../../load/report/render-terminal.ts';
import { exitCodeOf } from '../../load/run/exit-code.ts';
import { runLoad } from '../../load/run/run-load.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { checkFolder } from '../../scenarios/journal/outputs.ts';
import { listenForStop } from '../stop-signal.ts';
import { renderTable } from '../table.ts';
import { type Asked, type LoadOptionsAsked, readAskedLoad } from './read-asked-load.ts';
import { showLoadProgress } from './show-load-progress.ts';
import { writeLoadFiles } from './write-load-files.ts';

export interface LoadArguments extends LoadOptionsAsked {
  out: string;
  /** Places of parts. */
  join?: readonly string[];
  json?: boolean;
  list?: boolean;
}

/** The exit code: of several tests the gravest one's. */
export async function loadNamed(names: readonly string[], options: LoadArguments): Promise<number> {
  if (options.list) return printList(options);
  if (options.join) {
    if (names.length === 0) return exitCodeOf(joinAsked(options.join, options));
    throw new LabError('USAGE_JOIN', `expected either tests or --join, got ${names[0]} and --join`);
  }
  if (names.length === 0) {
    throw new LabError(
      'USAGE_LOAD',
      'expected one or more load tests, got none; --list shows them',
    );
  }
  if (options.out === '') throw new LabError('USAGE_OUT', '--out: expected a folder, got ""');
  checkFolder(options.out);
  const asked = await readAskedLoad(names, options);
  const stop = listenForStop('ending the load and writing down what was seen');
  const ended: LoadResult[] = [];
  try {
    for (const one of asked) {
      if (!stop.signal.aborted) ended.push(await loadOne(one, options, stop.signal));
    }
  } finally {
    stop[Symbol.dispose]();
    if (options.json) process.stdout.write(`${JSON.stringify(ended.map(composeSummary))}\n`);
  }
  return gravest(ended.map(exitCodeOf));
}

function printList({ json }: LoadArguments): number {
  const rows = listLoadTests();
  const lines = rows.map(({ id, question }) => [id, question]);
  process.stdout.write(json ? `${JSON.stringify(rows)}\n` : renderTable(lines));
  return 0;
}

async function loadOne(asked: Asked, options: LoadArguments, stop: AbortSignal) {
  const progress = showLoadProgress(asked.test.id);
  const result = await runLoad({ ...asked, stop, onProgress: progress.show }).finally(() =>
    progress[Symbol.dispose](),
  );
  const files = writeReports(options.out, result);
  if (!options.json) process.stdout.write(renderLoadTerminal(result, { files }));
  return result;
}

/** Parts of one run, each by another generator. */
function joinAsked(places: readonly string[], options: LoadArguments): LoadResult {
  const { crypto } = options;
  const result = joinParts(readParts(places), crypto === undefined ? {} : { crypto });
  const files = writeReports(options.out, result);
  const text = options.json
    ? `${JSON.stringify([composeSummary(result)])}\n`
    : renderLoadTerminal(result, { files });
  process.stdout.write(text);
  return result;
}

function writeReports(out: string, result: LoadResult): readonly string[] {
  return writeLoadFiles(folderOf(out, result), {
    'report.html': renderLoadReport(result),
    'summary.json': renderLoadSummary(result),
    'junit.xml': renderLoadJunit(result),
  });
}

/** `peak-2026-11-22T08-00-00` */
function folderOf(out: string, { test, restsOn }: LoadResult): string {
  const time = restsOn.startedAt.slice(0, 'yyyy-mm-ddThh:mm:ss'.length).replaceAll(':', '-');
  return path.join(out, `${test.id}-${time}`);
}

/** What the engine could not do comes before what it saw, and that before what is not known. */
function gravest(codes: readonly number[]): number {
  const rank = (code: number) => {
    const known = [0, 3, 1, 99].indexOf(code);
    return known < 0 ? Number.POSITIVE_INFINITY : known;
  };
  return codes.toSorted((a, b) => rank(b) - rank(a))[0] ?? 0;
}
