/** Runs and files of histories, for tests. */

import { join } from 'node:path';
import { MINUTE_MS } from '../../../protocol/time-units.ts';
import { freshStateDir } from '../../../test/state-dir.ts';
import { fixtureRun } from '../../alerts/fixture-run.ts';
import type { ProbeRun } from '../../probe-run.ts';

export const START_MS = Date.UTC(2026, 10, 1);

export function freshHistoryFile(): string {
  return join(freshStateDir(), 'history.sqlite');
}

/** The `index`-th of a module that runs once a minute. */
export function runAt(index: number, changes: Partial<ProbeRun> = {}): ProbeRun {
  const startedMs = START_MS + index * MINUTE_MS;
  return fixtureRun({ id: `run-${index}`, startedMs, phaseMs: { connect: 3 }, ...changes });
}
