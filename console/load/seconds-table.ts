/** The numbers behind the figure, for those who cannot see it or want to copy them. */
import type { AgentLoad, LoadResult } from '../../load/load-result.ts';
import { formatCount, formatLatency, formatRate } from '../../runtime/quantities.ts';
import { formatClock } from '../report/lab-time.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { folded, table } from '../report/page-parts.ts';
import { type AgentPoint, gatherAgentPoints, gatherPoints, type Point } from './points.ts';

const ROWS_MAX = 60;

export function renderSecondsTable({ run, agents }: LoadResult): Markup {
  if (run.seconds.length === 0) return NOTHING;
  const points = gatherPoints(run.seconds, Math.ceil(run.seconds.length / ROWS_MAX));
  const heads = ['From', 'Due', 'Completed', 'Failed', 'Never begun', '50 %', '95 %', '99 %'];
  const body = table('seconds', heads, points.map(secondRow));
  return html`${folded('The numbers behind the figure', html`<div class="wide-table">${body}</div>`)}
${renderAgentSeconds(agents, run.seconds.length)}`;
}

/** More columns than that nobody reads. */
const AGENTS_MAX = 12;

function renderAgentSeconds(agents: readonly AgentLoad[], seconds: number): Markup {
  if (agents.length === 0 || agents.length > AGENTS_MAX) return NOTHING;
  const size = Math.ceil(seconds / ROWS_MAX);
  const lanes = agents.map((agent) => {
    const points = gatherAgentPoints(agent, size);
    return { name: agent.name, byStart: new Map(points.map((point) => [point.startMs, point])) };
  });
  const starts = [...new Set(lanes.flatMap(({ byStart }) => [...byStart.keys()]))];
  const rows = starts
    .toSorted((a, b) => a - b)
    .map((startMs) => {
      const cells = lanes.map(({ byStart }) => agentCell(byStart.get(startMs)));
      return html`<tr><td class="clock">${formatClock(startMs)}</td>${cells}</tr>`;
    });
  const body = table('seconds', ['From', ...lanes.map(({ name }) => name)], rows);
  const about = 'Per agent: answered a second, and most waiting';
  return folded(about, html`<div class="wide-table">${body}</div>`);
}

function agentCell(point: AgentPoint | undefined): Markup {
  const words = point ? `${formatRate(point.validations)}, ${formatCount(point.waiting)}` : '–';
  return html`<td class="number">${words}</td>`;
}

function secondRow({ startMs, intended, completed, failed, dropped, latency }: Point): Markup {
  const rates = [intended, completed, failed, dropped].map(formatRate);
  const times = [latency?.p50, latency?.p95, latency?.p99].map(formatLatency);
  const cells = [...rates, ...times].map((words) => html`<td class="number">${words}</td>`);
  return html`<tr><td class="clock">${formatClock(startMs)}</td>${cells}</tr>`;
}
