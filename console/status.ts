/**
 * The status page: one page for a wall and a phone, drawn on the server, without a script and with
 * nothing to load. It asks for itself anew every half minute; what is stale says so.
 */
import { readFileSync } from 'node:fs';
import { PATTERNS } from './report/figure-patterns.ts';
import { html, Markup, NOTHING } from './report/markup.ts';
import { section } from './report/page-parts.ts';
import { renderAgents } from './status/agents-table.ts';
import { renderGoingOn, renderIncidents } from './status/incident-list.ts';
import { dateTime } from './status/moments.ts';
import { renderProbes } from './status/probe-cards.ts';
import { stateSign } from './status/state-sign.ts';
import type { StatusModel } from './status/status-model.ts';

export const STATUS_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

const REFRESH_SECONDS = 30;

/** In this order: later sheets override earlier ones. */
const STYLE_SHEETS = [
  './report/colours.css',
  './report/page.css',
  './report/tables.css',
  './report/figure.css',
  './status/status.css',
] as const;

const STYLE = new Markup(
  STYLE_SHEETS.map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')).join(''),
);

export function renderStatus(model: StatusModel): string {
  const { overall, product, nowMs } = model;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${STATUS_POLICY}">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}">
<meta name="color-scheme" content="light dark">
<title>${overall.words} · Pass-through Authentication</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style></head>
<body class="status">${PATTERNS}<main>
<header class="${overall.state}">${stateSign(overall.state)}
<div><p class="kicker">Pass-through Authentication</p>
<h1>${overall.words}</h1><p class="lead">${overall.sentence}</p></div>
<p class="as-of">As of <b>${dateTime(nowMs)} UTC</b><br>this page renews itself</p></header>
${renderProblems(model)}
${renderMaintenance(model)}
${renderGoingOn(model)}
${renderProbes(model)}
<div class="columns">${renderIncidents(model)}
${renderAgents(model)}</div>
</main>
<footer>Made by ${product}. Availability is passed runs among those that passed or failed;
inconclusive runs are shown apart and count as neither. All times are UTC.</footer>
</body></html>
`.text;
}

function renderProblems({ problems }: StatusModel): Markup {
  if (problems.length === 0) return NOTHING;
  const items = problems.map((sentence) => html`<li>${sentence}</li>`);
  return section('problems', 'Trouble of the watch itself', html`<ul>${items}</ul>`);
}

function renderMaintenance({ maintenance }: StatusModel): Markup {
  if (maintenance.length === 0) return NOTHING;
  const items = maintenance.map(
    ({ reason, targets, toMs }) =>
      html`<li>${targets?.join(', ') ?? 'All targets'}: ${reason}, until ${dateTime(toMs)}</li>`,
  );
  return section('maintenance', 'Work that is planned for now', html`<ul>${items}</ul>`);
}
