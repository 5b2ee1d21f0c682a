/**
 * `plan.html`: pictures first, then tables, then what it all rests on. Like the other reports it is
 * one file without a script. With changes, it shows both sides.
 */
import type { Plan } from '../load/plan/plan.ts';
import type { Planned } from '../load/plan/plan-change.ts';
import { renderPlanHeader } from './plan/header.ts';
import { renderHour } from './plan/hour-figure.ts';
import { renderLosses } from './plan/loss-figure.ts';
import { renderPlanRestsOn } from './plan/rests-on.ts';
import { renderSizes } from './plan/size-figure.ts';
import { renderDistances, renderSites } from './plan/tables.ts';
import { html, type Markup, NOTHING } from './report/markup.ts';
import { section } from './report/page-parts.ts';
import { renderPage } from './report/report-page.ts';

export function renderPlan(planned: Planned): string {
  const shown = planned.after ?? planned.plan;
  return renderPage({
    title: `${shown.carries ? 'Carries' : 'Does not carry'}: plan for Pass-through Authentication`,
    ownStyles: [
      new URL('./load/load.css', import.meta.url),
      new URL('./plan/plan.css', import.meta.url),
    ],
    body: html`${renderPlanHeader(planned)}
${renderLosses(planned)}
${renderSizes(shown)}
${shown.hour ? renderHour(shown.hour, shown.tolerateLoss) : NOTHING}
${renderSites(shown)}
${renderDistances(shown)}
${renderAdvice(shown)}
${renderPlanRestsOn(shown)}`,
    footer: html`Made by pta-lab from a queueing simulation of the documented agent. It ran no
agent and asked no tenant; this is no statement about Microsoft’s service.`,
  });
}

function renderAdvice({ advice }: Plan): Markup {
  if (advice.length === 0) return NOTHING;
  const items = advice.map((sentence) => html`<li>${sentence}</li>`);
  return section('advice', 'What the documents say to this', html`<ul>${items}</ul>`);
}
