/** What people read, per phase and group of users, and what each code means to an administrator. */
import { aadstsRow } from '../../protocol/aadsts.ts';
import { formatCount, formatShare } from '../../runtime/quantities.ts';
import type { Journal, PhaseSummary } from '../../scenarios/journal/journal.ts';
import { renderLost } from './lost.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { colourSwatch, quiet, section, table } from './page-parts.ts';
import { PHASE_NAMES } from './phase-names.ts';
import {
  groupWords,
  orderGroups,
  type Palette,
  recordedTexts,
  resultLabel,
  resultSentence,
  sortCounts,
  totalOf,
} from './results.ts';

export function renderUsersRead(journal: Journal, palette: Palette): Markup {
  if (journal.phases.length === 0) {
    return section('read', 'What users read', 'The run ended before its first phase.');
  }
  const texts = recordedTexts(journal);
  const bodies = journal.phases.map((phase) => phaseBody(phase, texts, palette));
  const heads = ['Group', 'Result', 'Share', 'What the person read'];
  return section('read', 'What users read', [
    html`<p class="quiet">Sentences are the lab’s own wording of the documented meaning, not
Microsoft’s text.</p>`,
    table('read stacking', heads, bodies),
    renderLost(journal),
    renderCodes(codesOf(journal)),
  ]);
}

function phaseBody(
  { phase, results }: PhaseSummary,
  texts: ReadonlyMap<string, string>,
  palette: Palette,
): Markup {
  const rows = orderGroups(Object.keys(results)).flatMap((group) => {
    const counts = results[group] ?? {};
    const total = totalOf(counts);
    return sortCounts(counts).map(([result, count]) => {
      const colour = colourSwatch(palette.slot(group, result));
      const share = html`${formatShare(count, total)} ${quiet(`(${formatCount(count)})`)}`;
      return html`<tr><td class="group">${groupWords(group).label}</td>
<td class="result">${colour}<b>${resultLabel(result)}</b></td><td class="number">${share}</td>
<td>${resultSentence(result, texts.get(result))}</td></tr>`;
    });
  });
  const none = html`<tr><td colspan="4" class="quiet">No sign-ins in this phase.</td></tr>`;
  return html`<tbody class="${phase}">
<tr><th colspan="4" scope="rowgroup">${PHASE_NAMES[phase]}</th></tr>
${rows.length === 0 ? none : rows}</tbody>`;
}

function codesOf(journal: Journal): string[] {
  return journal.phases.flatMap(({ results }) => Object.values(results).flatMap(Object.keys));
}

/** What each code means to an administrator; results that are no codes are passed over. */
export function renderCodes(results: readonly string[]): Markup {
  const unique = new Set(results.map(Number));
  const codes = [...unique].filter((code) => code > 0).toSorted((a, b) => a - b);
  const rows = codes.flatMap((code) => aadstsRow(code) ?? []);
  if (rows.length === 0) return NOTHING;
  const items = rows.map(
    ({ code, name, reason, advice, basis }) => html`<dt>AADSTS${code} ${quiet(name)}</dt>
<dd>${reason} ${quiet(`${advice} (${basis})`)}</dd>`,
  );
  return html`<h3>The codes in this run</h3><dl class="codes">${items}</dl>`;
}
