/**
 * `journal.json`: Chaos Toolkit's members under its own names, so that tools made for it can read
 * ours, and the lab's own beside them. Its `platform` and `node` name the lab: what varies by host
 * is in `run.json`.
 */
import type { Journal, ProbeRecord, SteadyState, StepRecord, WatchedProbe } from './journal.ts';

/** The release of chaostoolkit-lib whose journal this follows; nothing of it is used. */
const FORMAT_VERSION = '1.45.0';

const PROVIDER = { type: 'pta-lab' };

export function renderJournal(journal: Journal): string {
  const { $schema, experiment, steady_states, run, rollbacks, restedOn, ...rest } = journal;
  const value = {
    $schema,
    'chaoslib-version': FORMAT_VERSION,
    platform: restedOn.product,
    node: `lab-${restedOn.mode}`,
    experiment: describeExperiment(journal),
    ...rest,
    restedOn,
    steady_states: {
      before: renderState(steady_states.before),
      after: renderState(steady_states.after),
      during: (steady_states.during ?? []).map(renderWatched),
    },
    run: run.map(renderStep),
    rollbacks: rollbacks.map(renderStep),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function describeExperiment({ experiment, steady_states, run, rollbacks }: Journal) {
  return {
    ...experiment,
    'steady-state-hypothesis': {
      title: 'steady state',
      probes: (steady_states.before?.probes ?? []).map(({ probe }) => probeActivity(probe)),
    },
    method: run.map(activityOf),
    rollbacks: rollbacks.map(activityOf),
  };
}

function renderState(state: SteadyState | null) {
  return state && { ...state, probes: state.probes.map(renderProbe) };
}

function renderWatched({ misses, ...watched }: WatchedProbe) {
  return { activity: probeActivity(watched.probe), ...watched, misses: misses.map(renderProbe) };
}

/** Chaos Toolkit knows no inconclusive: what could not be told was not met. */
function renderProbe({ observation, ...probe }: ProbeRecord) {
  return {
    activity: probeActivity(probe.probe),
    // Whether the probe could look at all; what it saw is the tolerance's business.
    status: observation === null ? 'failed' : 'succeeded',
    duration: secondsOf(probe),
    tolerance_met: probe.verdict === 'pass',
    output: observation,
    ...probe,
  };
}

function renderStep(step: StepRecord) {
  const { activity: _, type: __, ...rest } = step;
  const output = step.evidence ?? null;
  return { activity: activityOf(step), duration: secondsOf(step), output, ...rest };
}

/** Seconds of lab time. */
function secondsOf({ start, end }: { start: string; end: string }): number {
  return (Date.parse(end) - Date.parse(start)) / 1000;
}

function activityOf({ type, activity }: StepRecord) {
  return { type, name: activity, provider: PROVIDER };
}

function probeActivity(name: string) {
  return { type: 'probe', name, provider: PROVIDER };
}
