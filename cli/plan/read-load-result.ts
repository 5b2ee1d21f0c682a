/** A measured load run out of its `summary.json`, as far as calibration reads it. */
import type { LoadResult } from '../../load/load-result.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { readGivenFile } from '../read-given-file.ts';

/** @throws LabError `USAGE_CALIBRATE` */
export function readLoadResult(file: string): LoadResult {
  const summary: { pta_lab?: Partial<LoadResult> } | null = parseJson(
    readGivenFile('--calibrate', file),
    file,
  );
  const result = summary?.pta_lab;
  const { run, agents, restsOn } = result ?? {};
  const seconds = run?.seconds?.length ?? 0;
  if (!result || !run?.latency || !agents?.length || !restsOn || seconds === 0) {
    throw refuse(file, 'something else');
  }
  if (run.latency.count === 0) throw refuse(file, 'a run without sign-ins');
  return result as LoadResult;
}

function parseJson(text: string, file: string) {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(file, 'no JSON');
  }
}

function refuse(file: string, got: string): LabError {
  const sentence = `--calibrate: expected the summary.json of "pta-lab load" at ${file}, got ${got}`;
  return new LabError('USAGE_CALIBRATE', sentence);
}
