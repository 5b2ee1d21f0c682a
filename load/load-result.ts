/**
 * One load run as reports, `summary.json` and JUnit show it: what the generator saw, what cloud and
 * agents counted, and the verdict. Times are milliseconds since the start of the run unless they
 * say otherwise; a missing number was not measured, which is not the same as 0.
 */
import type { AgentCapacity } from '../protocol/capacity.ts';

export type LoadVerdict = 'pass' | 'fail' | 'inconclusive';

export interface LoadResult {
  test: { id: string; question: string };
  verdict: LoadVerdict;
  /** Each one sentence; the first decided. */
  reasons: readonly string[];
  /** Ctrl-C: what is here is part of a run. */
  interrupted: boolean;
  restsOn: RestsOn;
  run: EngineRun;
  /** In order of their names. */
  agents: readonly AgentLoad[];
  cloud: CloudLoad;
  /** What happened in mid-run: an agent left, an agent came. */
  events: readonly { atMs: number; text: string }[];
  /**
   * Where answers stopped keeping up; absent where they never did, and where agents came or left:
   * it would be of two different sets of them. See `knee/find-knee.ts`.
   */
  knee?: Knee;
  /** Of a distributed run: the generators whose results were joined. */
  parts?: readonly LoadPart[];
}

/** What was answered well at the most, while more was asked for. */
export interface Knee {
  perSecond: number;
  /** Of the first of the seconds that it is the mean of. */
  atMs: number;
}

/** One generator of a distributed run, as it reported itself. */
export interface LoadPart {
  name: string;
  engine: 'k6' | 'builtin';
  /** Completed sign-ins. */
  completed: number;
  failed: number;
  durationMs: number;
  /** ms; absent where nothing completed. */
  p95?: number;
  /** Whether its latencies came as a distribution or as percentiles only. */
  latency: 'distribution' | 'percentiles';
}

/** What the run rested on; every report shows all of it. */
export interface RestsOn {
  mode: 'live' | 'virtual';
  engine: 'k6' | 'builtin';
  engineVersion: string;
  /** `unknown`: joined from parts that do not say. */
  crypto: 'rsa' | 'fast' | 'stand-in' | 'unknown';
  /** `host`: as fast as this machine; else the model of the documented server. */
  capacity: AgentCapacity | 'host' | 'unknown';
  /** Agents on servers with a capacity of their own in the estate file. Absent: none. */
  ownCapacity?: readonly string[];
  /** 0: each connected agent equally often. */
  skew: number;
  agents: number;
  /** Sign-ins a second. */
  peak: number;
  seed: string;
  /** ISO, machine time. */
  startedAt: string;
  versions: Readonly<Record<string, string>>;
}

/** What an engine gives back. */
export interface EngineRun {
  engine: 'k6' | 'builtin';
  version: string;
  durationMs: number;
  seconds: readonly LoadSecond[];
  latency: Latency;
  /** Sign-ins by how they ended: `0`, an AADSTS code, `network:<failure>`. */
  results: Readonly<Record<string, number>>;
  /** Of all completed: a refusal that a test asked for is not among them. */
  failed: number;
  thresholds: readonly ThresholdOutcome[];
  generator: GeneratorLoad;
  /** k6's own, passed through; of our own engine 0, 99 or 105. */
  exitCode: number;
  /** What the engine said where it came to no end of its own. */
  complaint?: string;
}

/** One second of the run, by intended start. */
export interface LoadSecond {
  atMs: number;
  /** Sign-ins that were due. */
  intended: number;
  /** Of those, never begun, because the generator had nobody free. */
  dropped: number;
  /** Answers that came within this second. */
  completed: number;
  /** Of those, other than they should be. */
  failed: number;
  /** The same by result, where the engine tells them apart. */
  failures?: Readonly<Record<string, number>>;
  /** Of those that completed in it, ms. Absent where none did. */
  p50?: number;
  p95?: number;
  p99?: number;
}

/** Of all completed sign-ins, from the intended start, ms. */
export interface Latency {
  count: number;
  mean: number;
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  p999: number;
  max: number;
  /**
   * HdrHistogram of the same sign-ins in microseconds, compressed, base64: what parts of a
   * distributed run are joined by, because percentiles of percentiles are none.
   */
  histogram?: string;
  /** Joined from parts without a histogram: percentiles are the worst part's, so upper bounds. */
  atMost?: true;
}

export interface ThresholdOutcome {
  metric: string;
  /** As written: `p(95)<1000`. */
  expression: string;
  /** No samples: fails. */
  met: boolean;
  observed?: number;
  samples: number;
  /** Joined parts that do not say: neither met nor missed for certain. `met` is false then. */
  undecided?: true;
}

/** Whether the generator itself was the bottleneck. */
export interface GeneratorLoad {
  /** Of one core, mean over the run; absent where it cannot be known (virtual time). */
  cpuShare?: number;
  /** Of all cores of the machine, everything on it together. */
  machineCpuShare?: number;
  cores: number;
  dropped: number;
  /** Most sign-ins under way at once, and how many there could have been. */
  underWayMax: number;
  underWayLimit: number;
  /** How late sign-ins were begun, ms. */
  behindP99?: number;
}

/** What one agent counted and how full it was. */
export interface AgentLoad {
  name: string;
  site: string;
  validations: number;
  /** Of all validations. */
  share: number;
  seconds: readonly AgentSecond[];
  /** In mid-run. Absent: there from the start, there until the end. */
  cameAtMs?: number;
  leftAtMs?: number;
  /** Wait before the work began, ms. */
  waitP95?: number;
  cpuShare?: number;
}

export interface AgentSecond {
  atMs: number;
  /** Answered within this second. */
  validations: number;
  /** At the end of it: begun and not yet answered; waiting to begin. */
  busy: number;
  waiting: number;
}

export interface CloudLoad {
  /** Sign-ins by result, as the cloud's own log has them. */
  results: Readonly<Record<string, number>>;
  /** Answers that came after the sign-in had ended. */
  late: number;
}
