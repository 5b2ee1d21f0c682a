/** What lines, colours and patterns of the figure mean; only what occurs in the run. */
import type { LoadResult } from '../../load/load-result.ts';
import { html, type Markup } from '../report/markup.ts';
import { colourSwatch, swatch } from '../report/page-parts.ts';
import type { Slots } from '../report/results.ts';
import { lineAcross } from '../report/svg.ts';
import { expectedLabel } from './failures.ts';
import { lengthOf } from './figure.ts';
import { presenceOf } from './presence.ts';
import { bandInReach } from './row-throughput.ts';

export function renderLoadLegend(result: LoadResult, { legend }: Slots): Markup {
  const { agents, run } = result;
  const most = run.seconds.reduce((top, one) => Math.max(top, one.intended, one.completed), 0);
  const band = bandInReach(presenceOf(agents, lengthOf(result)), most).length > 0;
  const waited = agents.some(({ seconds }) => seconds.some(({ waiting }) => waiting > 0));
  const colours = [
    { slot: 'ok', label: expectedLabel(result) },
    ...legend,
    ...(run.generator.dropped > 0 ? [{ slot: 'never', label: 'Never begun' }] : []),
    ...(band ? [{ slot: 'documented', label: 'Documented for these agents' }] : []),
    ...(agents.length > 0 ? [{ slot: 'answered', label: 'Answered by an agent' }] : []),
    ...(waited ? [{ slot: 'queued', label: 'Waiting with it' }] : []),
  ].map(({ slot, label }) => html`<li>${colourSwatch(slot)}${label}</li>`);
  const lines = [
    { kind: 'due', label: 'Sign-ins due' },
    { kind: 'p50', label: 'Half answered within' },
    { kind: 'p95', label: '95 % within' },
    { kind: 'p99', label: '99 % within' },
  ].map(({ kind, label }) => html`<li>${swatch(lineAcross(kind, 0, 14, 7))}${label}</li>`);
  return html`<ul class="legend">${colours}${lines}</ul>`;
}
