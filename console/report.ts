/**
 * `report.html`: one journal as one page that needs nothing else; `report/report-page.ts` holds it
 * to that.
 */
import type { Comparison } from '../scenarios/compare/comparison.ts';
import type { Journal } from '../scenarios/journal/journal.ts';
import { renderComparison } from './report/comparison.ts';
import { renderEventLog } from './report/event-log.ts';
import { renderSteadyStates, renderSteps } from './report/evidence.ts';
import { renderFigure } from './report/figure.ts';
import { FIGURE_SIZES } from './report/figure-frame.ts';
import { renderLegend } from './report/legend.ts';
import { html, type Markup } from './report/markup.ts';
import { section } from './report/page-parts.ts';
import { describeRun, renderPhaseCards } from './report/phase-cards.ts';
import { renderPage } from './report/report-page.ts';
import { createPalette, type Palette } from './report/results.ts';
import { renderUsersRead } from './report/users-read.ts';
import { renderHeader, renderRestedOn, VERDICT_WORDS } from './report/verdict.ts';

export function renderReport(journal: Journal, comparison?: Comparison): string {
  const palette = createPalette(journal);
  const { experiment, verdict, restedOn } = journal;
  return renderPage({
    title: `${VERDICT_WORDS[verdict]}: ${experiment.title}`,
    body: html`${renderHeader(journal)}
${renderStory(journal, palette)}
${renderUsersRead(journal, palette)}
${renderComparison(comparison)}
${renderSteps(journal)}
${renderSteadyStates(journal)}
${renderRestedOn(journal)}
${renderEventLog(journal)}`,
    footer: html`Made by ${restedOn.product} from <code>journal.json</code>. The lab imitates Microsoft Entra
on one machine; this is no statement about Microsoft’s service.`,
  });
}

const LIVE_NOTE =
  'Lab time stands still while a live lab does its work: waiting shows here, speed does not.';

function renderStory(journal: Journal, palette: Palette): Markup {
  const description = describeRun(journal);
  const figures = FIGURE_SIZES.map((size) => renderFigure(journal, palette, size, description));
  return section('story', 'What happened', [
    renderPhaseCards(journal, palette),
    html`<figure>${figures}<figcaption>${renderLegend(journal, palette)}
<p class="quiet">Lab time in h:mm:ss since the start. It runs evenly within a phase; short phases
are drawn wider than their share. Bars show shares of the sign-ins that ended in their time. Time to
answer: line half of the sign-ins, dashes 95 % of them, cloud-only users left out.
${journal.restedOn.mode === 'virtual' ? '' : LIVE_NOTE}</p>
</figcaption></figure>`,
  ]);
}
