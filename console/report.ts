/**
 * `report.html`: one journal as one page that needs nothing else. It holds no script and loads
 * nothing; the policy in its head makes the browser enforce that, whatever a journal contains.
 */
import { readFileSync } from 'node:fs';
import type { Comparison } from '../scenarios/compare/comparison.ts';
import type { Journal } from '../scenarios/journal/journal.ts';
import { renderComparison } from './report/comparison.ts';
import { renderEventLog } from './report/event-log.ts';
import { renderSteadyStates, renderSteps } from './report/evidence.ts';
import { FIGURE_SIZES, renderFigure } from './report/figure.ts';
import { PATTERNS } from './report/figure-patterns.ts';
import { renderLegend } from './report/legend.ts';
import { html, Markup } from './report/markup.ts';
import { section } from './report/page-parts.ts';
import { describeRun, renderPhaseCards } from './report/phase-cards.ts';
import { createPalette, type Palette } from './report/results.ts';
import { renderUsersRead } from './report/users-read.ts';
import { renderHeader, renderRestedOn, VERDICT_WORDS } from './report/verdict.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** In this order: later sheets override earlier ones. */
const STYLE_SHEETS = ['colours', 'page', 'cards', 'tables', 'figure', 'devices'] as const;

function readStyle(): Markup {
  const urls = STYLE_SHEETS.map((name) => new URL(`./report/${name}.css`, import.meta.url));
  return new Markup(urls.map((url) => readFileSync(url, 'utf8')).join(''));
}

export function renderReport(journal: Journal, comparison?: Comparison): string {
  const palette = createPalette(journal);
  const { experiment, verdict, restedOn } = journal;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<title>${VERDICT_WORDS[verdict]}: ${experiment.title}</title>
<link rel="icon" href="data:,">
<style>${readStyle()}</style></head>
<body>${PATTERNS}<main>
${renderHeader(journal)}
${renderStory(journal, palette)}
${renderUsersRead(journal, palette)}
${renderComparison(comparison)}
${renderSteps(journal)}
${renderSteadyStates(journal)}
${renderRestedOn(journal)}
${renderEventLog(journal)}
</main>
<footer>Made by ${restedOn.product} from <code>journal.json</code>. The lab imitates Microsoft Entra
on one machine; this is no statement about Microsoft’s service.</footer>
</body></html>
`.text;
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
${journal.restedOn.mode === 'live' ? LIVE_NOTE : ''}</p>
</figcaption></figure>`,
  ]);
}
