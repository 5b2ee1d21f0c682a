/**
 * What alerting remembers, as JSON: it is kept in the history, so that a restart neither repeats
 * what was told nor forgets what goes on.
 */
import { parseJsonObject } from '../wire/json.ts';
import type { AlertKind, Severity } from './alert-rules.ts';

export interface AlertState {
  /** `target/module` → what its runs said lately. */
  series: Readonly<Record<string, SeriesState>>;
  /** Key of the alert → since when it is open. */
  open: Readonly<Record<string, OpenAlert>>;
}

export interface SeriesState {
  /**
   * One letter a run, oldest first: `p`, `f`, or `F` for a failure of an outage that was told of.
   * Inconclusive runs are not in it.
   */
  recent: string;
  /** Inconclusive runs since the last other one. */
  inconclusive: number;
  lastMs: number;
}

export interface OpenAlert {
  sinceMs: number;
  toldMs: number;
}

/** What one look found of one alert. `isFiring` undefined: it tells neither way. */
export interface Finding {
  kind: AlertKind;
  target: string;
  /** Module, agent id, or empty for the whole target. */
  subject: string;
  isFiring: boolean | undefined;
  /** One sentence each. */
  title: string;
  text: string;
}

export interface Notice extends Omit<Finding, 'isFiring'> {
  /** The same for as long as it is the same alert. */
  key: string;
  state: 'firing' | 'repeated' | 'resolved';
  severity: Severity;
  sinceMs: number;
  atMs: number;
}

export const NO_ALERTS: AlertState = { series: {}, open: {} };

/** What cannot be read is forgotten: the worst that follows is a notice told twice. */
export function parseAlertState(text = ''): AlertState {
  const { series, open } = (parseJsonObject(text) ?? NO_ALERTS) as Partial<AlertState>;
  return { series: series ?? {}, open: open ?? {} };
}
