/**
 * The contract of an engine: k6 in a process of its own, or our own generator, live or in virtual
 * time. It drives the load and measures it; it judges nothing but its thresholds.
 */
import type { EngineRun, LoadSecond } from './load-result.ts';
import type { LoadTest } from './load-test.ts';

export interface EngineOptions {
  test: LoadTest;
  settings: LoadSettings;
  /** Machine time at which the profile began, as soon as it is known. Lab time in virtual runs. */
  began?(atMs: number): void;
  /** Each second of the run, as it ends. */
  progress(second: LoadSecond, endsAtMs: number): void;
  /** Aborted by Ctrl-C: the engine ends and gives back what it has. */
  stop: AbortSignal;
}

/** As `LOAD_ENV` gives them to a script. */
export interface LoadSettings {
  peak: number;
  agents: number;
  /** As `30s`. Default: the test's own. */
  duration?: string;
}

export interface Engine {
  readonly name: 'k6' | 'builtin';
  /** @throws LabError `LOAD_…` for what a person has to put right. */
  run(options: EngineOptions): Promise<EngineRun>;
}
