/** What a plan says, as the terminal, the page and `plan.json` show it. Times are milliseconds. */
import type { AgentCapacity } from '../../protocol/capacity.ts';
import type { Basis } from '../../protocol/sources.ts';
import type { SiteTraffic } from '../../protocol/traffic.ts';
import type { Calibration } from './calibrate.ts';
import type { Demand } from './plan-options.ts';

export interface Plan {
  demand: Demand;
  /** Whether those agents carry the peak with as many lost as are tolerated. */
  carries: boolean;
  /** Each one sentence; the first decided. */
  reasons: readonly string[];
  needed: Needed;
  /** The agents that are judged: those that are given, or as many as are needed. */
  given: boolean;
  agents: number;
  tolerateLoss: number;
  sites: readonly SitePlan[];
  /** With none lost, then one, up to one more than is tolerated. */
  states: readonly LossState[];
  /** Other numbers of agents, dealt over the same sites. */
  counts: readonly CountRow[];
  distances: readonly DistanceRow[];
  hour?: readonly HourSlice[];
  advice: readonly string[];
  restsOn: PlanRestsOn;
}

export interface Needed {
  /** Beyond what a tenant may have: undefined. */
  agents?: number;
  /** To carry the peak with none lost. */
  forPeak?: number;
  /** With as many lost: by the ends of the documented band alone, which need no model. */
  byBand: { atHighEnd: number; atLowEnd: number };
}

export interface SitePlan {
  name: string;
  agents: readonly string[];
  controllerLatencyMs: number;
  /** What the way to the controllers adds to each sign-in. */
  addedMs: number;
  /** Of one agent: what it can do and no more. */
  saturationPerSecond: number | 'host';
  /** What limits it. */
  limit: 'cores' | 'slots' | 'none';
  traffic: SiteTraffic;
  /** While as many are lost as are tolerated. */
  trafficLost: SiteTraffic;
}

export interface LossState {
  lost: readonly string[];
  left: number;
  seen: Seen;
  ok: boolean;
}

/** Seen in the simulation. */
export interface Seen {
  /** Of the fullest agent: what comes over what it can do. Absent where no agent is left. */
  utilisation?: number;
  /** The fastest of a hundred. */
  p1?: number;
  p50?: number;
  p95?: number;
  p99?: number;
  /** Share of sign-ins that got no answer in time: AADSTS80002. */
  timedOut: number;
  /** Share that waited for longer than a second before an agent began. */
  waitedLong: number;
  /** Share of all seconds of agents in which one got more than it can do. */
  secondsOver: number;
  /** Share of seconds in which one agent or more did. */
  secondsAnyOver: number;
  signIns: number;
}

/**
 * A shorter look. Times only where more can be done than comes: in an overload they say no more
 * than how long the look was.
 */
export type Glance = Pick<Seen, 'utilisation' | 'p50' | 'p95' | 'p99'>;

export interface CountRow {
  agents: number;
  all: Glance;
  lost: Glance;
}

export interface DistanceRow {
  /** One way. */
  controllerLatencyMs: number;
  saturationPerSecond: number;
  addedMs: number;
  /** If all agents were so far from their controllers. */
  seen: Glance;
}

export interface HourSlice {
  fromMs: number;
  perSecond: number;
  p95?: number;
  timedOut: number;
  p95Lost?: number;
  timedOutLost: number;
}

export interface PlanRestsOn {
  seed: string;
  durationMs: number;
  p95WithinMs: number;
  skew: number;
  retryAfterMs?: number;
  /** Where sites differ, each. */
  capacities: readonly (AgentCapacity | 'host')[];
  calibration?: Calibration;
  /** Of the numbers in use. */
  numbers: readonly PlanNumber[];
}

export interface PlanNumber {
  name: string;
  value: string;
  basis: Basis | 'measured' | 'given';
  note: string;
}
