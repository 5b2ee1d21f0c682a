/**
 * `journal.json`: Chaos Toolkit's members under its own names, so that tools made for it can read
 * ours, and the lab's own beside them. Its `platform` and `node` name the lab: what varies by host
 * is in `run.json`.
 */
import type { Journal, ProbeRecord, SteadyState, StepRecord } from './journal.ts';

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
      before: renderState(steady_states.before, journal.start),
      after: renderState(steady_states.after, journal.end),
      during: [],
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

function renderState(state: SteadyState | null, at: string) {
  return state && { ...state, probes: state.probes.map((probe) => renderProbe(probe, at)) };
}

/** Chaos Toolkit knows no inconclusive: what could not be told was not met. */
function renderProbe({ observation, ...probe }: ProbeRecord, at: string) {
  const met = probe.verdict === 'pass';
  return {
    activity: probeActivity(probe.probe),
    status: 'succeeded',
    start: at,
    end: at,
    duration: 0,
    tolerance_met: met,
    output: observation,
    ...probe,
  };
}

function renderStep(step: StepRecord) {
  const { activity: _, type: __, ...rest } = step;
  const duration = (Date.parse(step.end) - Date.parse(step.start)) / 1000;
  return { activity: activityOf(step), duration, output: step.evidence ?? null, ...rest };
}

function activityOf({ type, activity }: StepRecord) {
  return { type, name: activity, provider: PROVIDER };
}

function probeActivity(name: string) {
  return { type: 'probe', name, provider: PROVIDER };
}
