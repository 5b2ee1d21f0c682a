/**
 * A rule of Prometheus together with the cases that try it: `pta-lab rules` writes both, so that
 * whoever edits a rule later has its test at hand. Windows are runs times cadence, as our own
 * alerts have them.
 */
import type { Severity } from '../../probes/alerts/alert-rules.ts';
import { formatDuration } from '../../runtime/duration.ts';

export interface Alert {
  rule: AlertRule;
  cases: readonly Case[];
}

export interface AlertRule {
  alert: string;
  expr: string;
  for?: string;
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
}

export interface RecordingRule {
  record: string;
  expr: string;
  labels?: Readonly<Record<string, string>>;
}

export interface Case {
  name: string;
  /** Between two samples of its series. */
  stepMs: number;
  series: Readonly<Record<string, string>>;
  atMs: number;
  /** Labels of the alert beside those of its rule; null: it must not fire. */
  fires: Readonly<Record<string, string>> | null;
}

const RUNBOOKS = {
  diagnosis: 'docs/diagnosis.md: run "pta-lab diagnose --guided"',
  faults: 'docs/failure-modes.md: run "pta-lab diagnose"',
  watch: 'docs/watch.md: look at the log of "pta-lab watch"',
} as const;

export interface Wording {
  severity: Severity;
  summary: string;
  description: string;
  runbook: keyof typeof RUNBOOKS;
}

export function alertRule(
  alert: string,
  expr: string,
  { severity, summary, description, runbook }: Wording,
  { pending, labels = {} }: { pending?: string; labels?: Readonly<Record<string, string>> } = {},
): AlertRule {
  return {
    ...{ alert, expr },
    ...(pending !== undefined && { for: pending }),
    labels: { severity, ...labels },
    annotations: { summary, description, runbook: RUNBOOKS[runbook] },
  };
}

/** As Prometheus writes durations: whole units, the largest first. */
export function promDuration(durationMs: number): string {
  return formatDuration(Math.max(1000, durationMs));
}

/** Work that is planned alerts nobody. */
export const UNLESS_PLANNED = 'unless on (target) (pta_maintenance == 1)';
