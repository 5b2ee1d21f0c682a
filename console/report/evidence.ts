/** What the verdict was judged from: steady states with their probes, steps with their evidence. */

import { formatCount, formatShare } from '../../runtime/quantities.ts';
import type {
  Journal,
  ProbeRecord,
  SteadyState,
  StepRecord,
  WatchedProbe,
} from '../../scenarios/journal/journal.ts';
import { formatClock, formatDuration } from './lab-time.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { folded, quiet, section, table, tag } from './page-parts.ts';
import { VERDICT_WORDS, verdictSign } from './verdict.ts';

export function renderSteadyStates({ status, steady_states, start }: Journal): Markup {
  const { before, during, after } = steady_states;
  const why = status === 'completed' ? 'nobody asked for it' : 'the run ended earlier';
  const pair = [steadyState('Before', before, why), steadyState('After', after, why)];
  return section('steady', 'Steady state', [
    html`<div class="pair">${pair}</div>`,
    during === null ? NOTHING : watchedState(during, Date.parse(start)),
  ]);
}

/** Looks during the method: how many passed, and when and how the others did not. */
function watchedState(probes: readonly WatchedProbe[], originMs: number): Markup {
  return html`<section class="card"><h3>During</h3>
${probes.map((one) => watchedProbe(one, originMs))}</section>`;
}

function watchedProbe({ probe, looks, passed, misses }: WatchedProbe, originMs: number): Markup {
  if (looks === 0) return html`<p><b>${probe}</b>: never looked at</p>`;
  const share = `${formatCount(passed)} of ${formatCount(looks)} looks passed`;
  const unkept = looks - passed - misses.length;
  const rows = misses.map(
    ({ start, verdict, summary }) =>
      html`<tr><td class="clock">${formatClock(Date.parse(start) - originMs)}</td>
<td>${VERDICT_WORDS[verdict]}</td><td>${summary}</td></tr>`,
  );
  const more = unkept > 0 ? html`<p class="quiet">and ${formatCount(unkept)} more</p>` : NOTHING;
  return html`<p><b>${probe}</b>: ${share} ${quiet(`(${formatShare(passed, looks)})`)}</p>
${misses.length === 0 ? NOTHING : table('misses stacking', ['Lab time', 'Look', 'Why'], rows)}${more}`;
}

function steadyState(title: string, state: SteadyState | null, why: string): Markup {
  if (state === null) {
    return html`<section class="card"><h3>${title}</h3>
<p>Not looked at: ${why}.</p></section>`;
  }
  const words = state.steady_state_met ? 'held' : 'did not hold';
  return html`<section class="card"><h3>${title}: ${words}</h3>
${state.probes.map(renderProbe)}</section>`;
}

/** Enough for what a probe sees of a hundred agents; the journal has all of it. */
const OBSERVATION_MAX = 4000;

function renderProbe({ probe, verdict, summary, observation }: ProbeRecord): Markup {
  const seen = JSON.stringify(observation, null, 2) ?? 'nothing';
  const shown = seen.length > OBSERVATION_MAX ? `${seen.slice(0, OBSERVATION_MAX)} …` : seen;
  return html`<div class="probe ${verdict}">${verdictSign(verdict)}<div>
<p><b>${probe}</b>: ${VERDICT_WORDS[verdict]}<br>${summary}</p>
${folded('What it saw', html`<pre>${shown}</pre>`)}</div></div>`;
}

export function renderSteps({ run, rollbacks, start }: Journal): Markup {
  const originMs = Date.parse(start);
  const undone = html`<h3>Rollbacks</h3>${stepTable(rollbacks, originMs)}`;
  return section('steps', 'Steps', [
    run.length === 0 ? html`<p>No step was run.</p>` : stepTable(run, originMs),
    rollbacks.length === 0 ? NOTHING : undone,
  ]);
}

const STEP_TONES: Readonly<Record<StepRecord['status'], string>> = {
  succeeded: 'good',
  failed: 'bad',
  inconclusive: 'warning',
  'not-run': 'plain',
};

function stepTable(steps: readonly StepRecord[], originMs: number): Markup {
  const rows = steps.map((step) => stepRow(step, originMs));
  return table('steps stacking', ['Lab time', 'Step', 'Result', 'Evidence'], rows);
}

function stepRow(step: StepRecord, originMs: number): Markup {
  const { activity, status, start, end, evidence } = step;
  const lastedMs = Date.parse(end) - Date.parse(start);
  const lasted = lastedMs > 0 ? html` <br>${quiet(formatDuration(lastedMs))}` : NOTHING;
  return html`<tr><td class="clock">${formatClock(Date.parse(start) - originMs)}${lasted}</td>
<td><b>${activity}</b></td><td>${tag(STEP_TONES[status], status)}</td>
<td>${evidence ?? ''}</td></tr>`;
}
