/**
 * What a file of probes says, checked and in our own units: the only source of targets, and so the
 * only places that credentials may go to. Secrets in it are references, paths are absolute.
 */

import type { MaintenanceWindow, ScheduleRow } from '../../schedule/schedule-row.ts';
import type { Module, SecretRef, Target } from '../../target.ts';
import type { AlertSettings } from '../alerts/alert-settings.ts';

export interface ProbesFile {
  /** SQLite file; absent: no durable history, so nothing fails on purpose. */
  history?: string;
  listen?: Listen;
  targets: Readonly<Record<string, Target>>;
  /** Those of the file, and one under the id of every probe. */
  modules: Readonly<Record<string, Module>>;
  schedule: readonly ScheduleRow[];
  maintenance: readonly MaintenanceWindow[];
  alerts?: AlertSettings;
  telemetry?: TelemetrySettings;
}

export interface Listen {
  host: string;
  port: number;
  /** What callers must send; beyond loopback there is always one. */
  token?: SecretRef;
}

export interface TelemetrySettings {
  /** Of the collector: `/v1/traces` and `/v1/metrics` are put behind it. */
  endpoint: string;
  serviceName?: string;
  headers?: Readonly<Record<string, SecretRef>>;
}
