/** Requests that an agent took and never answered: the people behind them waited for nothing. */
import type { TimelineEntry } from '../../lab/timeline.ts';
import { formatCount } from '../../runtime/quantities.ts';
import type { Journal } from '../../scenarios/journal/journal.ts';
import { formatClock, formatDuration } from './lab-time.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { quiet, table } from './page-parts.ts';
import { groupWords, resultLabel } from './results.ts';

/** `3: 2 by agt-1, 1 by agt-2`, or `none`. */
export function lostWords(journal: Journal): string {
  const agents = lostByAgent(journal);
  if (agents.length === 0) return 'none';
  const total = agents.reduce((sum, [, count]) => sum + count, 0);
  const list = agents.map(([agent, count]) => `${formatCount(count)} by ${agent}`);
  return agents.length === 1 ? `${list[0]}` : `${formatCount(total)}: ${list.join(', ')}`;
}

function lostByAgent({ lostInFlight }: Journal): [string, number][] {
  return Object.entries(lostInFlight).filter(([, count]) => count > 0);
}

type SignIn = Extract<TimelineEntry, { kind: 'sign-in' }>;

const SHOWN = 12;

/** Who was lost, with which agent, and how long they waited. */
export function renderLost(journal: Journal): Markup {
  if (lostByAgent(journal).length === 0) return NOTHING;
  const lost = journal.timeline.filter(
    (entry): entry is SignIn => entry.kind === 'sign-in' && entry.handedTo !== undefined,
  );
  const originMs = Date.parse(journal.start);
  const rows = lost.slice(0, SHOWN).map((signIn) => lostRow(signIn, originMs));
  const rest = lost.length - rows.length;
  const more =
    rest > 0 ? html`<p>${quiet(`and ${formatCount(rest)} more, in journal.json`)}</p>` : '';
  return html`<h3 id="lost">Lost in flight</h3>
<p>An agent took these sign-ins and gave no answer: ${lostWords(journal)}.</p>
${table('lost stacking', ['Began', 'Agent', 'Who', 'What the person read'], rows)}${more}`;
}

function lostRow(signIn: SignIn, originMs: number): Markup {
  const { atMs, startedMs, group, userName, handedTo = '', result, correlationId } = signIn;
  const waited = `after ${formatDuration(atMs - startedMs)}`;
  return html`<tr><td class="clock">${formatClock(startedMs - originMs)}</td>
<td><b>${handedTo}</b></td><td>${groupWords(group).label} ${quiet(userName)}</td>
<td><b>${resultLabel(String(result))}</b> ${waited} <br>${quiet(correlationId)}</td></tr>`;
}
