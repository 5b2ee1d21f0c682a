/**
 * `report.html` of a load run: pictures first, then what they rest on. Like the report of a
 * rehearsal it is one file without a script; hovering a bar shows its numbers.
 */
import type { LoadResult } from '../load/load-result.ts';
import { assignFailureSlots } from './load/failures.ts';
import { LOAD_FIGURE_SIZES, renderLoadFigure } from './load/figure.ts';
import { renderGenerator, renderParts } from './load/generator.ts';
import { renderLoadHeader } from './load/header.ts';
import { renderLoadLegend } from './load/legend.ts';
import { renderLoadRestedOn } from './load/rested-on.ts';
import { renderSecondsTable } from './load/seconds-table.ts';
import { renderAgents, renderEvents, renderThresholds } from './load/tables.ts';
import { renderTraffic } from './load/traffic.ts';
import { renderLoadResults } from './load/users-read.ts';
import { html, type Markup } from './report/markup.ts';
import { section } from './report/page-parts.ts';
import { renderPage } from './report/report-page.ts';
import type { Slots } from './report/results.ts';
import { VERDICT_WORDS } from './report/verdict.ts';

export function renderLoadReport(result: LoadResult): string {
  const slots = assignFailureSlots(result);
  const { test, verdict, restsOn } = result;
  const version = restsOn.versions['pta-lab'] ?? '';
  return renderPage({
    title: `${VERDICT_WORDS[verdict]}: ${test.question}`,
    ownStyles: [new URL('./load/load.css', import.meta.url)],
    body: html`${renderLoadHeader(result)}
${renderStory(result, slots)}
${renderThresholds(result)}
${renderAgents(result)}
${renderLoadResults(result, slots)}
${renderEvents(result)}
${renderParts(result)}
${renderGenerator(result)}
${renderTraffic(result)}
${renderLoadRestedOn(result)}`,
    footer: html`Made by pta-lab ${version} from <code>summary.json</code>. The lab imitates
Microsoft Entra on one machine; this is no statement about Microsoft’s service.`,
  });
}

function renderStory(result: LoadResult, slots: Slots): Markup {
  if (result.run.seconds.length === 0) {
    return section('story', 'What happened', html`<p>The run ended within its first second.</p>`);
  }
  const figures = LOAD_FIGURE_SIZES.map((size) => renderLoadFigure(result, slots, size));
  return section('story', 'What happened', [
    html`<figure>${figures}<figcaption>${renderLoadLegend(result, slots)}
<p class="quiet">Time in h:mm:ss since the start. Where a bar stands for several seconds its rate is
their mean and its time to answer that of the worst of them.</p></figcaption></figure>`,
    renderSecondsTable(result),
  ]);
}
