/**
 * The latest sign-ins that this process made at each target, by which the lag of the sign-in log is
 * measured without waiting for a row. They are not kept: after a restart the probe waits once more.
 */
import { observationOf } from '../observation-of.ts';
import type { SeenSignIn } from '../probe.ts';
import type { ProbeRun } from '../probe-run.ts';

const KEPT_MAX = 60;

export interface OwnSignIns {
  note(run: ProbeRun): void;
  /** Newest first. */
  of(target: string): readonly SeenSignIn[];
}

export function createOwnSignIns(): OwnSignIns {
  const byTarget = new Map<string, readonly SeenSignIn[]>();
  return {
    note(run) {
      // Whatever came back, the cloud has answered, and so it has a row of it.
      if (typeof observationOf(run, 'sign-in')?.result !== 'number') return;
      const { target } = run;
      const known = byTarget.get(target) ?? [];
      const next = [{ correlationId: run.id, atMs: run.startedMs }, ...known];
      byTarget.set(target, next.slice(0, KEPT_MAX));
    },
    of: (target) => byTarget.get(target) ?? [],
  };
}
