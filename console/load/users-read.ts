/** How sign-ins ended, what people read, and what each code means to an administrator. */
import type { LoadResult } from '../../load/load-result.ts';
import { formatCount, formatShare } from '../../runtime/quantities.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { colourSwatch, numberCell, section, table } from '../report/page-parts.ts';
import {
  type Counts,
  resultLabel,
  resultSentence,
  type Slots,
  sortCounts,
  totalOf,
} from '../report/results.ts';
import { renderCodes } from '../report/users-read.ts';

export function renderLoadResults({ run, cloud }: LoadResult, slots: Slots): Markup {
  const total = totalOf(run.results);
  const logged = totalOf(cloud.results) > 0 ? cloud.results : undefined;
  const rows = sortCounts(withLogged(run.results, cloud.results))
    .filter(([result, count]) => count > 0 || (logged?.[result] ?? 0) > 0)
    .map(
      ([result]) => html`<tr>
<td class="result">${colourSwatch(slots.slotOf(result))}<b>${resultLabel(result)}</b></td>
${numberCell('Sign-ins', formatCount(run.results[result] ?? 0))}
${numberCell('Share', formatShare(run.results[result] ?? 0, total))}
${logged ? numberCell('In the cloud’s log', formatCount(logged[result] ?? 0)) : NOTHING}
<td>${resultSentence(result, undefined)}</td></tr>`,
    );
  const told = logged ? ['In the cloud’s log'] : [];
  const heads = ['Result', 'Sign-ins', 'Share', ...told, 'What the person read'];
  return section('read', 'How sign-ins ended', [
    rows.length === 0
      ? html`<p>No sign-in came to an end.</p>`
      : table('results stacking', heads, rows),
    html`<p class="quiet">Sentences are the lab’s own wording of the documented meaning, not
Microsoft’s text.</p>`,
    renderCodes(Object.keys(run.results)),
  ]);
}

/** What only the cloud knows of, with 0. */
function withLogged(counts: Counts, logged: Counts): Counts {
  return { ...Object.fromEntries(Object.keys(logged).map((result) => [result, 0])), ...counts };
}
