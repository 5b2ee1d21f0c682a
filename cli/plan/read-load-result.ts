/** A measured load run out of its `summary.json`, if calibration finds in it what it reads. */
import type { LoadResult } from '../../load/load-result.ts';
import { parseLoadSummary } from '../../load/report/parse-summary.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { readGivenFile } from '../read-given-file.ts';

/** @throws LabError `USAGE_…`, `LOAD_SUMMARY` */
export function readLoadResult(file: string): LoadResult {
  const place = `--calibrate ${file}`;
  const result = parseLoadSummary(readGivenFile('--calibrate', file), place);
  const { run, agents } = result;
  if (run.latency.count > 0 && run.seconds.length > 0 && agents.length > 0) return result;
  const sentence = `${place}: expected a run with sign-ins second by second and with agents, got one without.`;
  throw new LabError('USAGE_CALIBRATE', sentence);
}
