/**
 * Every row of the schedule once, one after the other: for whoever brings a timer of their own
 * (systemd, Kubernetes, GitHub Actions, Windows). Rows that share an account wait for each other as
 * long as its budget says; rows in maintenance are left out.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProbeRun } from '../../probe-run.ts';
import { maintenanceOf } from '../../schedule/maintenance.ts';
import { plannedRows } from '../../schedule/planned-rows.ts';
import { rowKey } from '../../schedule/schedule-row.ts';
import type { ProbesFile } from '../config/probes-file.ts';
import { type Audience, createPublisher } from './publish-run.ts';
import type { Runner } from './watch.ts';

export interface OnceOptions extends Audience {
  file: ProbesFile;
  runner: Runner;
  signal: AbortSignal;
  nowMs?(): number;
}

export async function runScheduleOnce(options: OnceOptions): Promise<readonly ProbeRun[]> {
  const { file, runner, signal, tell, nowMs = Date.now } = options;
  const publisher = createPublisher(options);
  const sentMs = new Map<string, number>();
  const runs: ProbeRun[] = [];
  for (const row of plannedRows(file)) {
    const window = maintenanceOf(file.maintenance, row.target, nowMs());
    const module = file.modules[row.module];
    if (window?.probes === 'pause') tell(`${rowKey(row)}: left out, maintenance: ${window.reason}`);
    if (window?.probes === 'pause' || module === undefined) continue;
    const { key = '', minIntervalMs = 0 } = row.account ?? {};
    const waitMs = (sentMs.get(key) ?? 0) + minIntervalMs - nowMs();
    if (waitMs > 0) {
      tell(`${rowKey(row)}: its account is free in ${Math.ceil(waitMs / 1_000)} s`);
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    }
    if (signal.aborted) break;
    const run = await runner.run(row.target, module, signal);
    if (row.account) sentMs.set(key, Math.max(run.startedMs, sentMs.get(key) ?? 0));
    publisher.publish(run, file.maintenance);
    runs.push(run);
  }
  publisher.keeper.close();
  return runs;
}
