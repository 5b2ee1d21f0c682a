/**
 * One row per agent: what it answered a second, on one scale for all, and below it how many
 * requests waited with it. An agent that is not there has no ground under its row.
 */
import type { AgentLoad } from '../../load/load-result.ts';
import { formatCount, formatRate } from '../../runtime/quantities.ts';
import type { Axis } from '../report/axis.ts';
import type { FigureRow } from '../report/figure-row.ts';
import { formatClock } from '../report/lab-time.ts';
import { createLinearScale, type LinearScale } from '../report/linear-scale.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { lineAcross, rect, text, titled } from '../report/svg.ts';
import { type AgentPoint, gatherAgentPoints } from './points.ts';
import { barPlace } from './row-throughput.ts';

interface Lane {
  agent: AgentLoad;
  points: readonly AgentPoint[];
}

interface LaneSizes {
  rates: number;
  waiting: number;
}

interface LaneScales {
  rate: LinearScale;
  waitingMost: number;
  sizes: LaneSizes;
}

export function agentRows(agents: readonly AgentLoad[], size: number, axis: Axis): FigureRow[] {
  const lanes = agents.map((agent) => ({ agent, points: gatherAgentPoints(agent, size) }));
  const all = lanes.flatMap(({ points }) => points);
  const waitingMost = all.reduce((most, { waiting }) => Math.max(most, waiting), 0);
  const scales = {
    rate: createLinearScale(all.map(({ validations }) => validations)),
    waitingMost,
    sizes: laneSizes(agents.length, waitingMost),
  };
  return lanes.map((lane) => agentRow(lane, scales, axis));
}

function laneSizes(agents: number, waitingMost: number): LaneSizes {
  const [rates, waiting] = agents <= 5 ? [46, 16] : agents <= 12 ? [28, 10] : [14, 5];
  return { rates, waiting: waitingMost === 0 ? 0 : waiting };
}

function agentRow(lane: Lane, scales: LaneScales, axis: Axis): FigureRow {
  const { agent } = lane;
  const { rates, waiting } = scales.sizes;
  const percent = `${(agent.share * 100).toFixed(1)} %`;
  return {
    label: agent.name,
    about: rates > 20 ? `${agent.site}, ${percent}` : '',
    height: rates + waiting,
    draw: (y) => html`${ground(agent, y, scales.sizes, axis)}${scaleTicks(y, scales, axis)}
${lane.points.map((point) => pointBars(point, lane, y, scales, axis))}`,
  };
}

function ground(agent: AgentLoad, y: number, { rates, waiting }: LaneSizes, axis: Axis): Markup {
  const { cameAtMs = 0, leftAtMs = axis.endMs } = agent;
  const x = axis.x(cameAtMs);
  const width = axis.x(leftAtMs) - x;
  const parts = [rect('track', { x, y, width, height: rates + waiting })];
  const room = axis.right - axis.x(leftAtMs);
  const gone = `left at ${formatClock(leftAtMs)}`;
  const fits = agent.leftAtMs !== undefined && room > gone.length * 6 && rates > 12;
  if (fits) parts.push(text('gone', axis.x(leftAtMs) + 8, y + rates / 2 + 4, gone));
  return html`${parts}`;
}

/** Numbers where there is room for them. */
function scaleTicks(y: number, { rate, sizes, waitingMost }: LaneScales, axis: Axis): Markup {
  const x = axis.right + 4;
  if (sizes.rates < 20) return NOTHING;
  const most = text('tick', x, y + 9, formatRate(rate.top));
  const grid = lineAcross('grid', axis.left, axis.right, y);
  if (sizes.waiting === 0) return html`${grid}${most}`;
  const queue = text('tick', x, y + sizes.rates + 12, `${formatCount(waitingMost)} wait`);
  return html`${grid}${most}${queue}`;
}

function pointBars(
  point: AgentPoint,
  { agent }: Lane,
  y: number,
  { rate, waitingMost, sizes }: LaneScales,
  axis: Axis,
): Markup {
  const { validations, waiting } = point;
  if (validations === 0 && waiting === 0) return NOTHING;
  const place = barPlace(point, axis);
  const up = (validations / rate.top) * sizes.rates;
  const down = waitingMost === 0 ? 0 : (waiting / waitingMost) * (sizes.waiting - 2);
  const queue = waiting > 0 ? `, up to ${formatCount(waiting)} waiting` : '';
  const words = `${formatClock(point.startMs)}: ${agent.name} ${formatRate(validations)}${queue}`;
  return titled(words, [
    rect('answered', { ...place, y: y + sizes.rates - up, height: up }),
    down > 0 ? rect('queued', { ...place, y: y + sizes.rates + 2, height: down }) : NOTHING,
  ]);
}
