/**
 * What is worth telling somebody, as numbers. Windows are counted in runs and not in minutes: a
 * probe that runs once a minute has five samples where a service has thousands, so that windows
 * made for traffic would page on one failure, or never.
 */

import { HOUR_MS } from '../../protocol/time-units.ts';
import { FAILURES_IN_A_ROW } from '../diagnosis/from-history.ts';

export type AlertKind =
  | 'failing'
  | 'burn-fast'
  | 'burn-slow'
  | 'inconclusive'
  | 'agent-failing'
  | 'agent-inactive'
  | 'agents-below'
  | 'agent-rogue';

export type Severity = 'critical' | 'warning';

export interface AlertRules {
  /** Failures in a row until a module is failing, and passes in a row until it is well. */
  failuresInARow: number;
  passesInARow: number;
  /** Share of runs that should pass; what is left is the budget that burns. */
  objective: number;
  burnFast: BurnWindows;
  burnSlow: BurnWindows;
  /** A harness that sees nothing is no outage, and nobody may believe that all is well. */
  inconclusiveInARow: number;
  agents: {
    /** Agents that carry the load; one more has to be Active. */
    needed: number;
    /** How far back an agent's answers are compared with the others'. */
    windowMs: number;
  };
  /** What goes on is told again after that. */
  repeatMs: number;
}

/** Both windows must burn `factor` times faster than the objective allows. */
export interface BurnWindows {
  longRuns: number;
  shortRuns: number;
  factor: number;
  /** Failures in the short window, below which chance is the likelier cause. */
  failuresMin: number;
}

/**
 * Factors as sloth has them for 30 days (14.4 in an hour, 6 in six hours); runs are those of a
 * probe that runs once a minute.
 */
export const ALERT_DEFAULTS: AlertRules = {
  failuresInARow: FAILURES_IN_A_ROW,
  passesInARow: 3,
  objective: 0.99,
  burnFast: { longRuns: 60, shortRuns: 10, factor: 14.4, failuresMin: 2 },
  burnSlow: { longRuns: 360, shortRuns: 60, factor: 6, failuresMin: 4 },
  inconclusiveInARow: 10,
  agents: { needed: 1, windowMs: HOUR_MS },
  repeatMs: 4 * HOUR_MS,
};

export const SEVERITIES: Readonly<Record<AlertKind, Severity>> = {
  failing: 'critical',
  'burn-fast': 'critical',
  'burn-slow': 'warning',
  inconclusive: 'warning',
  'agent-failing': 'warning',
  'agent-inactive': 'warning',
  'agents-below': 'critical',
  'agent-rogue': 'critical',
};
