/** What a plan rests on: the model in a paragraph, calibration, and every number with its basis. */
import type { Plan, PlanNumber } from '../../load/plan/plan.ts';
import { formatLatency } from '../../runtime/quantities.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { section, table, tag } from '../report/page-parts.ts';

export function renderPlanRestsOn({ restsOn }: Plan): Markup {
  const { seed, skew, numbers } = restsOn;
  const choice = skew === 0 ? 'each equally often' : `earlier ones more often (skew ${skew})`;
  return section('rested', 'What this rests on', [
    html`<p>A queueing simulation: sign-ins come at chance moments, the cloud hands each to one
connected agent at random, ${choice}; there it waits for a slot and a core, works, and waits for the
controller. Only the documented band, the server’s size and the payload formula are Microsoft’s; the
rest is our model of such a server. Seed <code>${seed}</code>.</p>`,
    renderCalibration(restsOn),
    table('sources stacking', ['Number', 'Value', 'Basis', 'Note'], numbers.map(numberRow)),
  ]);
}

function renderCalibration({ calibration }: Plan['restsOn']): Markup {
  if (calibration === undefined) return NOTHING;
  const { notes, check } = calibration;
  return html`<p><b>Calibrated by a load run.</b> ${notes.join(' ')} Its p99 was
${formatLatency(check.measuredP99)}; the model, which was not fitted to it, says
${formatLatency(check.simulatedP99)}.</p>`;
}

function numberRow({ name, value, basis, note }: PlanNumber): Markup {
  return html`<tr><td><code>${name}</code></td><td class="number">${value}</td>
<td>${tag(basis === 'assumed' ? 'warning' : '', basis)}</td><td>${note}</td></tr>`;
}
