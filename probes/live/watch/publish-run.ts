/**
 * What happens to every run, scheduled or not: it is kept first, and then told, in order. A
 * listener that breaks stops neither the watch nor the other listeners.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import type { ProbeRun, RunListener } from '../../probe-run.ts';
import { maintenanceOf } from '../../schedule/maintenance.ts';
import { type MaintenanceWindow, rowKey } from '../../schedule/schedule-row.ts';
import { createKeeper, type Keeper, type RunStore } from './keeper.ts';

export interface Audience {
  history?: RunStore;
  listeners?: readonly RunListener[];
  /** Told nothing of targets that are being worked on: alerts. */
  mutedListeners?: readonly RunListener[];
  /** One line for the operator; no secret is in it. */
  tell(line: string): void;
}

export interface Publisher {
  publish(run: ProbeRun, windows: readonly MaintenanceWindow[]): void;
  readonly keeper: Keeper;
}

export function createPublisher(audience: Audience): Publisher {
  const { history, listeners = [], mutedListeners = [], tell } = audience;
  const keeper = createKeeper(history, tell);
  return {
    keeper,
    publish(run, windows) {
      keeper.keep(run);
      const isMuted = maintenanceOf(windows, run.target, run.startedMs) !== undefined;
      for (const listener of [...listeners, ...(isMuted ? [] : mutedListeners)]) {
        tellListener(listener, run, tell);
      }
    },
  };
}

function tellListener(listener: RunListener, run: ProbeRun, tell: (line: string) => void): void {
  try {
    listener.ran(run);
  } catch (error) {
    const why = error instanceof LabError ? error.message : 'it broke';
    tell(`${rowKey(run)}: a listener could not be told, ${why}`);
  }
}
