/**
 * What a rehearsal leaves behind. `journal.json` (written by `render-journal.ts`) holds lab time
 * only: the same seed gives the same bytes in virtual mode. What varies by host is in `run.json`.
 */
import type { Phase, TimelineEntry } from '../../lab/timeline.ts';
import type { Verdict } from '../../probes/probe.ts';
import type { VariableValue } from '../scenario.ts';

export const JOURNAL_SCHEMA = 'https://pta-lab.example/schemas/journal-1.json';

export interface Journal {
  $schema: typeof JOURNAL_SCHEMA;
  /** Chaos Toolkit's words: `completed | failed | aborted | interrupted`. */
  status: 'completed' | 'failed' | 'aborted' | 'interrupted';
  /** True if a steady state or an expectation did not hold. */
  deviated: boolean;
  verdict: Verdict;
  /** One sentence: why this verdict. */
  because: string;
  experiment: { id: string; title: string; description: string };
  /** ISO 8601, lab time. */
  start: string;
  end: string;
  /** Seconds of lab time. */
  duration: number;
  restedOn: RestedOn;
  steady_states: {
    before: SteadyState | null;
    /** Null where nobody looked during the method. */
    during: WatchedProbe[] | null;
    after: SteadyState | null;
  };
  run: StepRecord[];
  rollbacks: StepRecord[];
  phases: PhaseSummary[];
  /** What no fault may bring about, and came about: bugs of pta-lab. */
  violations: { at: string; invariant: string; sentence: string }[];
  /** Agent → sign-ins that it took and never answered. */
  lostInFlight: Record<string, number>;
  /** What the file's `${…}` stood for. */
  variables: Readonly<Record<string, VariableValue>>;
  estate: { tenant: string; sites: { name: string; agents: string[]; controllers: string[] }[] };
  timeline: TimelineEntry[];
}

/** What a verdict hangs on, so that nobody reads more into it than is there. */
export interface RestedOn {
  /** `containers`: live, with hosts, packet filters and domain controllers of its own. */
  mode: 'virtual' | 'live' | 'containers';
  seed: string;
  crypto: 'rsa' | 'fast' | 'stand-in';
  /**
   * Of agents' servers, as in `--capacity`; absent where none has a limit. Our model, not theirs.
   */
  capacity?: string;
  product: string;
  /** Numbers that no document states and that this run used. */
  assumed: { name: string; value: number; basis: string; note: string }[];
}

export interface SteadyState {
  steady_state_met: boolean;
  probes: ProbeRecord[];
}

/** One probe of the steady state, as it was looked at during the method. */
export interface WatchedProbe {
  probe: string;
  looks: number;
  passed: number;
  /** Null if nobody looked. */
  share: number | null;
  /** The first ones that did not pass. */
  misses: ProbeRecord[];
}

export interface ProbeRecord {
  probe: string;
  verdict: Verdict;
  summary: string;
  /** ISO 8601, lab time. */
  start: string;
  end: string;
  /**
   * What was seen, as the probe's `observe` returned it; no credentials. Null if the harness broke
   * before it could.
   */
  observation: unknown;
}

export interface StepRecord {
  /** The step as written: `inject block-443`, `wait 30s`, `expect …`. */
  activity: string;
  /** Chaos Toolkit's two kinds: what is done, and what is looked for. */
  type: 'action' | 'probe';
  status: 'succeeded' | 'failed' | 'inconclusive' | 'not-run';
  start: string;
  end: string;
  /** What was expected, what came, and which timeline entries say so. */
  evidence?: string;
}

/**
 * Per phase and group of users: how often each result came. Keys of `results` are `SignInResult` as
 * text.
 */
export interface PhaseSummary {
  phase: Phase;
  startMs: number;
  endMs: number;
  results: Record<string, Record<string, number>>;
  /** Event id → how many, over all agents. */
  events: Record<string, number>;
  /** Agent → status at the end of the phase. */
  status: Record<string, string>;
}

/** `run.json`: what a journal leaves out because it differs between machines. */
export interface RunFacts {
  host: { platform: string; arch: string; node: string };
  startedAt: string;
  wallMs: number;
  command: string;
  /** In containers: what they ran on; `delay` is by `netem` or by the egress's `relay`. */
  containers?: { engine: string; compose: string; kernel: string; samba: string; delay?: string };
}
