/** The run in words and numbers, one card per phase: also the text that stands for the figure. */
import { isExpectedResult } from '../../lab/people/expected-result.ts';
import { formatCount, formatShare } from '../../runtime/quantities.ts';
import type { Journal, PhaseSummary } from '../../scenarios/journal/journal.ts';
import { formatClock, formatDuration } from './lab-time.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { colourSwatch } from './page-parts.ts';
import { PHASE_MEANINGS, PHASE_NAMES } from './phase-names.ts';
import {
  type Counts,
  groupWords,
  orderGroups,
  type Palette,
  resultLabel,
  sortCounts,
  symptomLabel,
  totalOf,
} from './results.ts';

export function renderPhaseCards(journal: Journal, palette: Palette): Markup {
  const originMs = Date.parse(journal.start);
  const cards = journal.phases.map((phase) => renderCard(phase, originMs, palette));
  return html`<div class="cards">${cards}</div>`;
}

function renderCard(summary: PhaseSummary, originMs: number, palette: Palette): Markup {
  const { phase, startMs, endMs, results, events, status } = summary;
  const [first, ...others] = orderGroups(Object.keys(results));
  const written = sortCounts(events).map(([id, count]) => `${id} ×${formatCount(count)}`);
  const time = `from ${formatClock(startMs - originMs)}, ${formatDuration(endMs - startMs)}`;
  return html`<section class="card ${phase}"><h3>${PHASE_NAMES[phase]}</h3>
<p class="quiet">${PHASE_MEANINGS[phase]}<br>${time}</p>
${first === undefined ? NOTHING : mainGroup(first, results[first] ?? {}, palette)}
${others.map((group) => sideGroup(group, results[group] ?? {}, palette))}
<dl><dt>Agents</dt><dd>${countWords(Object.values(status)) || '–'}</dd>
<dt>Events</dt><dd>${written.join(', ') || 'none'}</dd></dl></section>`;
}

function asItShouldBe(group: string, counts: Counts): number {
  const good = Object.entries(counts).filter(([result]) => isExpectedResult(group, result));
  return good.reduce((sum, [, count]) => sum + count, 0);
}

function mainGroup(group: string, counts: Counts, palette: Palette): Markup {
  const total = totalOf(counts);
  const good = asItShouldBe(group, counts);
  const { label, good: verb } = groupWords(group);
  return html`<p class="big">${formatShare(good, total)} <small>${verb}</small></p>
<p class="quiet">${label}: ${formatCount(good)} of ${formatCount(total)}</p>
${symptomList(group, counts, palette)}`;
}

function sideGroup(group: string, counts: Counts, palette: Palette): Markup {
  const share = formatShare(asItShouldBe(group, counts), totalOf(counts));
  const { label, good: verb } = groupWords(group);
  return html`<p class="side"><b>${label}</b>: ${share} ${verb}</p>
${symptomList(group, counts, palette)}`;
}

function symptomList(group: string, counts: Counts, palette: Palette): Markup {
  const total = totalOf(counts);
  const symptoms = sortCounts(counts).filter(([result]) => !isExpectedResult(group, result));
  if (symptoms.length === 0) return NOTHING;
  const items = symptoms.map(([result, count]) => {
    const colour = colourSwatch(palette.slot(group, result));
    return html`<li>${colour}<b>${symptomLabel(result)}</b> ${formatShare(count, total)}</li>`;
  });
  return html`<ul class="symptoms">${items}</ul>`;
}

/** `2 Active, 1 Inactive`. */
function countWords(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${count} ${word}`).join(', ');
}

/** The figure for somebody who cannot see it. */
export function describeRun(journal: Journal): string {
  const phases = journal.phases.map(({ phase, results, status }) => {
    const groups = orderGroups(Object.keys(results)).map((group) =>
      describeGroup(group, results[group] ?? {}),
    );
    const agents = countWords(Object.values(status)) || 'unknown';
    return `${PHASE_NAMES[phase]}: ${[...groups, `agents: ${agents}`].join('; ')}.`;
  });
  return ['Sign-ins, faults, agents and events over lab time.', ...phases].join(' ');
}

function describeGroup(group: string, counts: Counts): string {
  const shares = sortCounts(counts).map(
    ([result, count]) => `${resultLabel(result)} ${formatShare(count, totalOf(counts))}`,
  );
  return `${groupWords(group).label}: ${shares.join(', ')}`;
}
