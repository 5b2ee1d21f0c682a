/** What colours, patterns and marks of the figure mean; only what occurs in the journal. */
import { EVENTS } from '../../protocol/events.ts';
import type { Journal } from '../../scenarios/journal/journal.ts';
import { type MarkKind, markKinds, markShape, STATUS_CLASSES } from './figure-lanes.ts';
import { html, type Markup } from './markup.ts';
import { colourSwatch, swatch } from './page-parts.ts';
import type { Palette } from './results.ts';

const MARK_WORDS: Readonly<Record<MarkKind, string>> = {
  cloud: `${EVENTS.cloudUnreachable.id} ${EVENTS.cloudUnreachable.title}`,
  controller: `${EVENTS.controllerUnreachable.id} ${EVENTS.controllerUnreachable.title}`,
  trouble: 'Other warning or error',
  note: 'Information',
};

export function renderLegend(journal: Journal, palette: Palette): Markup {
  const results = [{ slot: 'ok', label: 'As it should be' }, ...palette.legend];
  const shown = new Set<string>(
    journal.timeline.flatMap((entry) => (entry.kind === 'agent-status' ? entry.to : [])),
  );
  const statuses = Object.entries(STATUS_CLASSES)
    .filter(([status]) => shown.has(status))
    .map(([label, slot]) => ({ slot, label }));
  const colours = [...results, ...statuses].map(
    ({ slot, label }) => html`<li>${colourSwatch(slot)}${label}</li>`,
  );
  const marks = markKinds(journal).map(
    (kind) => html`<li>${swatch(markShape(kind, 7, 7))}${MARK_WORDS[kind]}</li>`,
  );
  return html`<ul class="legend">${colours}${marks}</ul>`;
}
