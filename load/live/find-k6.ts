/**
 * Finds k6: K6_BIN, then the one that `pta-lab doctor --install k6` built, then PATH. A path that a
 * person set is the only candidate: a wrong one must show, not be passed over.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { LabError } from '../../runtime/lab-error.ts';
import { exhaustionIn } from '../../runtime/live/failure.ts';

export interface FoundK6 {
  command: string;
  /** `2.2.0` */
  version: string;
}

/** The first whose TypeScript, exit codes and executors are the ones that the scripts rest on. */
export const K6_MAJOR_MIN = 2;
const K6_FILE = process.platform === 'win32' ? 'k6.exe' : 'k6';
/** Where `pta-lab doctor --install k6` puts it. */
export const K6_INSTALLED = path.join(import.meta.dirname, '..', '..', '.pta-lab', 'bin', K6_FILE);
export const HOW_TO_GET_K6 =
  'Run "pta-lab doctor --install k6" (needs Go), install k6 2 (grafana.com/docs/k6), or set ' +
  'K6_BIN to its path.';

const ANSWER_MS = 10_000;

export function k6Candidates(): readonly string[] {
  const { K6_BIN: chosen } = process.env;
  return chosen ? [chosen] : [K6_INSTALLED, 'k6'];
}

/** @throws LabError `LOAD_K6_MISSING`, `LOAD_K6_TOO_OLD`, `HARNESS_…` */
export function findK6(): FoundK6 {
  const found = k6Candidates().flatMap((command) => askVersion(command) ?? []);
  const usable = found.find(({ version }) => isRecentK6(version));
  if (usable) return usable;
  const [old] = found;
  if (old) {
    const sentence = `Expected k6 ${K6_MAJOR_MIN} or later, got ${old.version} at ${old.command}. ${HOW_TO_GET_K6}`;
    throw new LabError('LOAD_K6_TOO_OLD', sentence);
  }
  const asked = k6Candidates().join(', ');
  const sentence = `Expected k6 at ${asked}, found none that runs. ${HOW_TO_GET_K6} Without it: --engine builtin.`;
  throw new LabError('LOAD_K6_MISSING', sentence);
}

export function isRecentK6(version: string): boolean {
  return Number.parseInt(version, 10) >= K6_MAJOR_MIN;
}

/** `k6 v2.2.0 (go1.26.8, linux/amd64)`; before 2 it was `k6 v0.54.0`, or `k6.exe v1.0.0`. */
function askVersion(command: string): FoundK6 | undefined {
  const answer = spawnSync(command, ['version'], { encoding: 'utf8', timeout: ANSWER_MS });
  const exhaustion = exhaustionIn(answer.error);
  if (exhaustion) throw exhaustion;
  if (answer.status !== 0) return undefined;
  const version = /^k6\S* v(\d+\.\d+\.\d+\S*)/.exec(answer.stdout)?.[1];
  return version === undefined ? undefined : { command, version };
}
