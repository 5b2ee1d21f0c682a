/** Agents, what share of the sign-ins each answered, and how many of those failed. */
import { html, type Markup } from '../report/markup.ts';
import { section, table, tag } from '../report/page-parts.ts';
import { rect } from '../report/svg.ts';
import { ago, percent } from './moments.ts';
import type { AgentStatus, StatusModel } from './status-model.ts';

const HEADS = ['Agent', 'Status', 'Share of answers, 24 h', 'Failed', 'Last answered'] as const;
const STATUS = {
  active: { tone: 'good', words: '● Active' },
  inactive: { tone: 'bad', words: '✕ Inactive' },
  unknown: { tone: 'warning', words: '? not listed' },
} as const;

export function renderAgents({ agents, nowMs }: StatusModel): Markup {
  const none = html`<p class="quiet">No probe has named an agent yet: that takes the probe
<code>agents</code> or <code>sign-in-log</code>.</p>`;
  const several = new Set(agents.map(({ target }) => target)).size > 1;
  const rows = agents.map((agent) => renderAgent(agent, several, nowMs));
  const list = table('stacking agents', HEADS, html`<tbody>${rows}</tbody>`);
  return section('agents', 'Agents', agents.length === 0 ? none : list);
}

function renderAgent(agent: AgentStatus, showTarget: boolean, nowMs: number): Markup {
  const { name, target, status, answered, share, failureRate, lastAnsweredMs } = agent;
  const { tone, words } = STATUS[status];
  const failed = failureRate !== null && failureRate > 0;
  return html`<tr><td><b>${name}</b>${showTarget ? html`<br>${target}` : ''}</td>
<td>${tag(tone, words)}</td>
<td>${shareBar(share ?? 0)} ${percent(share)} <span class="quiet">(${answered})</span></td>
<td>${failed ? tag('bad', percent(failureRate)) : percent(failureRate)}</td>
<td>${lastAnsweredMs === null ? '–' : ago(lastAnsweredMs, nowMs)}</td></tr>`;
}

const BAR = { width: 60, height: 9 };

function shareBar(share: number): Markup {
  const ground = rect('track', { x: 0, y: 0, ...BAR });
  const own = rect('s5', { x: 0, y: 0, width: BAR.width * share, height: BAR.height });
  return html`<svg class="bar" viewBox="0 0 ${BAR.width} ${BAR.height}" aria-hidden="true">
${ground}${own}</svg>`;
}
