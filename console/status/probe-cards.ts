/** One card per scheduled probe, by target: now, 24 hours, 30 days, and how long it takes. */
import { formatDuration } from '../report/lab-time.ts';
import { html, type Markup } from '../report/markup.ts';
import { section } from '../report/page-parts.ts';
import { rect, titled } from '../report/svg.ts';
import { renderLatency } from './latency-chart.ts';
import { ago, day, percent } from './moments.ts';
import { stateTag } from './state-sign.ts';
import type { Availability, Cell, ProbeStatus, StatusModel } from './status-model.ts';

export function renderProbes({ probes, nowMs }: StatusModel): Markup {
  const byTarget = [...Map.groupBy(probes, ({ target }) => target)];
  const sections = byTarget.map(([target, own], at) =>
    section(`target-${at}`, target, [
      html`<div class="probes">${own.map((probe) => card(probe, nowMs))}</div>`,
    ]),
  );
  return html`${sections}`;
}

function card(probe: ProbeStatus, nowMs: number): Markup {
  const { module, state, lastRunMs, tookMs, summary, day: hours24, month } = probe;
  const took = tookMs === null ? '' : `, took ${formatDuration(tookMs)}`;
  const last = lastRunMs === null ? 'never run' : `last run ${ago(lastRunMs, nowMs)}${took}`;
  const stale = state === 'stale' ? html` <b class="stale-word">stale</b>` : '';
  return html`<article class="card ${state}">
<h3>${module}</h3>${stateTag(state)}
<p class="said">${summary}</p>
<p class="quiet">${last}${stale}</p>
<dl><div><dt>24 h</dt><dd>${percent(hours24.share)}</dd>${counts(hours24)}</div>
<div><dt>30 d</dt><dd>${percent(month.share)}</dd>${counts(month)}</div></dl>
${strip(probe)}
${renderLatency(probe)}
</article>`;
}

function counts({ passed, failed, inconclusive }: Availability): Markup {
  const told = passed + failed === 0 ? [] : [`${failed} of ${passed + failed} failed`];
  const apart = inconclusive === 0 ? [] : [`${inconclusive} inconclusive`];
  return html`<dd class="quiet">${[...told, ...apart].join(', ') || 'no run'}</dd>`;
}

const CELL = 12;
const CELL_HEIGHT = 22;

/** 30 days, today on the right: the more of a day failed, the taller its red part. */
function strip({ days, module }: ProbeStatus): Markup {
  const cells = days.map((cell, at) => titled(cellWords(cell), cellShape(cell, at * CELL)));
  const box = `0 0 ${days.length * CELL - 2} ${CELL_HEIGHT}`;
  return html`<svg class="figure strip" viewBox="${box}" role="img"
aria-label="${module}, last ${days.length} days">${cells}</svg>`;
}

/** Enough to be seen from across the room, however little of the day it was. */
const FAILED_HEIGHT_MIN = 6;

function cellShape({ share, inconclusive }: Cell, x: number): Markup {
  const box = { x, y: 0, width: CELL - 2, height: CELL_HEIGHT };
  if (share === null) return rect(inconclusive > 0 ? 's2' : 'absent', box);
  if (share === 1) return rect('ok', box);
  const height = Math.max(FAILED_HEIGHT_MIN, (1 - share) * CELL_HEIGHT);
  const failed = { ...box, y: CELL_HEIGHT - height, height };
  return html`${rect('ok faint', box)}${rect('s1', failed)}`;
}

function cellWords(cell: Cell): string {
  const { fromMs, share, failed, inconclusive } = cell;
  if (share === null && inconclusive === 0) return `${day(fromMs)}: no run`;
  const parts = [percent(share), `${failed} failed`, `${inconclusive} inconclusive`];
  return `${day(fromMs)}: ${parts.join(', ')}`;
}
