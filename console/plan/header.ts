/** The top of a plan: does it carry, why, and the plan in a line of numbers. */
import type { Plan } from '../../load/plan/plan.ts';
import type { Planned } from '../../load/plan/plan-change.ts';
import { LIMITS } from '../../protocol/limits.ts';
import {
  formatBitRate,
  formatCount,
  formatLatency,
  formatRate,
  formatShare,
} from '../../runtime/quantities.ts';
import { type Content, html, type Markup, NOTHING } from '../report/markup.ts';
import { factList } from '../report/page-parts.ts';
import { verdictSign } from '../report/verdict.ts';

export function renderPlanHeader({ plan, after, changes }: Planned): Markup {
  const shown = after ?? plan;
  const [first = '', ...others] = shown.reasons;
  const verdict = shown.carries ? 'pass' : 'fail';
  return html`<header>
<p class="kicker">Plan for Pass-through Authentication</p>
<h1>Do ${shown.agents} agents carry ${formatRate(shown.demand.peakPerSecond)}${lossWords(shown)}?</h1>
<p class="lead">${demandWords(shown)}${changeWords(plan, changes)}</p>
<div class="verdict ${verdict}">${verdictSign(verdict)}
<div><strong>${shown.carries ? 'Yes' : 'No'}</strong><p>${first}</p>${others.map((reason) => html`<p>${reason}</p>`)}</div></div>
${renderFacts(shown)}
</header>`;
}

function lossWords({ tolerateLoss }: Plan): string {
  return tolerateLoss === 0 ? '' : `, and with ${tolerateLoss} fewer`;
}

function demandWords({ demand }: Plan): Content {
  const { hour } = demand;
  if (hour === undefined) return NOTHING;
  return `${formatCount(hour.users)} users with ${hour.logonsPerHour} logons each in the busiest hour, at its peak ${hour.peakFactor} times the mean. `;
}

function changeWords(before: Plan, changes: readonly string[]): Content {
  if (changes.length === 0) return NOTHING;
  const was = before.carries ? 'carried it' : 'did not carry it';
  return html`After <b>${changes.join(', ')}</b>; before, ${before.agents} agents ${was}.`;
}

function renderFacts(plan: Plan): Markup {
  const { needed, states, sites, restsOn } = plan;
  const lost = states[Math.min(plan.tolerateLoss, states.length - 1)]?.seen;
  const { atHighEnd, atLowEnd } = needed.byBand;
  const into = sites.reduce((sum, { traffic }) => sum + traffic.inBytesPerSecond, 0);
  const facts: [name: string, value: Content][] = [
    ['Agents needed', needed.agents ?? `more than ${LIMITS.agentsMax.value}`],
    [
      'By the documented band alone',
      atHighEnd === atLowEnd ? atLowEnd : `${atHighEnd} to ${atLowEnd}`,
    ],
    ['Fullest agent', full(states[0]?.seen.utilisation)],
    ['Fullest, with loss', full(lost?.utilisation)],
    ['95 % within', formatLatency(states[0]?.seen.p95)],
    ['95 % within, with loss', formatLatency(lost?.p95)],
    ['Requests, all sites', formatBitRate(into)],
    [
      'Assumed numbers',
      html`<a href="#rested">${restsOn.numbers.filter(({ basis }) => basis === 'assumed').length} in use</a>`,
    ],
  ];
  return factList(facts);
}

export function full(utilisation: number | undefined): string {
  return utilisation === undefined ? 'nobody left' : formatShare(utilisation, 1);
}
