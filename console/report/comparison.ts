/** The section of a report that `--compare` adds: with and without the change, row by row. */

import { formatShare } from '../../runtime/quantities.ts';
import type { Comparison, ComparisonRow, Finding } from '../../scenarios/compare/comparison.ts';
import { chanceWords, FINDING_WORDS, measureWords, valueWords } from './comparison-words.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { folded, section, table, tag } from './page-parts.ts';
import { PHASE_NAMES } from './phase-names.ts';

const TONES: Readonly<Record<Finding, string>> = {
  different: 'bad',
  'no-difference-found': 'good',
  inconclusive: 'warning',
};

const HEADS = ['Phase', 'Measure', 'Without', 'With', 'p', 'Finding'] as const;

export function renderComparison(comparison: Comparison | undefined): Markup {
  if (comparison === undefined) return NOTHING;
  const { finding, because, rows, seeds, samePairsBefore } = comparison;
  const shown = rows.filter((row) => row.finding !== 'no-difference-found');
  const same = rows.filter((row) => row.finding === 'no-difference-found');
  return section('comparison', 'With and without the change', [
    html`<p>${tag(TONES[finding], FINDING_WORDS[finding])} ${because}. Each pair is one seed: the
rehearsal, and the same estate for the same time with nothing done to it. Before the change
${samePairsBefore} of ${seeds.length} pairs were alike in every sign-in.</p>`,
    shown.length === 0 ? NOTHING : rowsTable(shown),
    same.length === 0 ? NOTHING : folded(`No difference found: ${same.length}`, rowsTable(same)),
    html`<p class="quiet">Shares and times: signed ranks of the pairs; what showed at all: sign test;
p corrected after Holm for ${rows.length} measures, with ${comparison.alpha} as the bound. Below
${comparison.pairsNeeded} pairs no measure could differ.</p>`,
  ]);
}

function rowsTable(rows: readonly ComparisonRow[]): Markup {
  const body = rows.map(
    (
      row,
    ) => html`<tr><td>${PHASE_NAMES[row.phase]}</td><td>${measureWords(row)}${foundFrom(row)}</td>
<td class="number">${valueWords(row, row.without)}</td>
<td class="number">${valueWords(row, row.with)}</td>
<td class="number">${chanceWords(row.pAdjusted)}</td>
<td>${tag(TONES[row.finding], FINDING_WORDS[row.finding])}</td></tr>`,
  );
  return html`<div class="wide-table">${table('compared', HEADS, body)}</div>`;
}

/** How much could have hidden from these runs. */
function foundFrom({ foundFrom: share }: ComparisonRow): Markup {
  if (share === undefined) return NOTHING;
  return html` <span class="quiet">(found from about ${formatShare(share, 1)} on)</span>`;
}
