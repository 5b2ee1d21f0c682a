/** What a plan is asked: the demand, the sites with their agents, and what may be lost. */
import type { AgentCapacity } from '../../protocol/capacity.ts';
import type { Deadlines } from './simulate.ts';

export interface PlanOptions {
  demand: Demand;
  sites: readonly PlannedSite[];
  /** False: the sites say where agents may be, and as many as are needed are planned. */
  given: boolean;
  /** Inactive agents on the tenant's list: each has its value in every request, and gets none. */
  inactive: number;
  /** So many agents may be away at the peak. */
  tolerateLoss: number;
  /** As `LabOptions.choiceSkew`. */
  skew: number;
  seed: string;
  timings: Deadlines;
  /** Between the cloud and any agent and back. */
  cloudTripMs: number;
  /** Of a sign-in beside its validation. */
  restMs: number;
  /** How long the peak lasts. */
  durationMs: number;
  /** Within which 95 % of sign-ins have to end. */
  p95WithinMs: number;
  retryAfterMs?: number;
}

export interface Demand {
  /** Sign-ins a second at the peak. */
  peakPerSecond: number;
  /** Where the peak was derived from people. */
  hour?: BusyHour;
}

export interface BusyHour {
  users: number;
  /** Of each user, in the busiest hour, with a password. */
  logonsPerHour: number;
  /** Highest rate over the mean of the hour. */
  peakFactor: number;
}

export interface PlannedSite {
  name: string;
  /** In order of registration; of a site to be planned, only how many beside the other sites. */
  agents: readonly string[];
  /** One way to the controllers that its agents use. */
  controllerLatencyMs: number;
  capacity: AgentCapacity | 'host';
  /** Of agents whose server differs. */
  capacities?: Readonly<Record<string, AgentCapacity | 'host'>>;
}

/** One agent of a plan, with what the simulation needs of it. */
export interface PlannedAgent {
  name: string;
  site: string;
  capacity: AgentCapacity | 'host';
  roundTripMs: number;
  weight: number;
}
