/**
 * How full agents are and how long sign-ins take, for other numbers of agents: bars with all there,
 * outlines with as many lost as are tolerated. Times end where more comes than can be done.
 */
import type { CountRow, Glance, Plan } from '../../load/plan/plan.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { formatLatency, formatShare } from '../../runtime/quantities.ts';
import { LOAD_FIGURE_SIZES } from '../load/figure.ts';
import type { Axis } from '../report/axis.ts';
import { type FigureSize, frameRows } from '../report/figure-frame.ts';
import { type FigureRow, FOOT, gridLine, track } from '../report/figure-row.ts';
import { createLogScale, powersOfTen, shareOnLogScale } from '../report/log-scale.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { folded, numberCell, section, swatch, table } from '../report/page-parts.ts';
import { circle, lineAcross, lineDown, polyline, rect, text, titled } from '../report/svg.ts';
import { columnsAxis } from './axes.ts';
import { full } from './header.ts';

type Columns = ReturnType<typeof columnsAxis>;

export function renderSizes(plan: Plan): Markup {
  const { counts, tolerateLoss } = plan;
  const figures = LOAD_FIGURE_SIZES.map((size) => figureOf(plan, size));
  const heads = [
    'Agents',
    'Fullest',
    '95 %',
    '99 %',
    'Fullest, with loss',
    '95 %, with loss',
    '99 %, with loss',
  ];
  const rows = counts.map(({ agents, all, lost }) => {
    const cells = [all, lost].flatMap((glance) => [
      full(glance.utilisation),
      formatLatency(glance.p95),
      formatLatency(glance.p99),
    ]);
    return html`<tr><th scope="row">${agents}</th>${cells.map((cell, at) => numberCell(heads[at + 1] ?? '', cell))}</tr>`;
  });
  return section('sizes', 'Fewer agents, more agents', [
    html`<figure>${figures}<figcaption>${legend(tolerateLoss)}</figcaption></figure>`,
    folded(
      'The numbers behind the figure',
      html`<div class="wide-table">${table('sizes', heads, rows)}</div>`,
    ),
  ]);
}

function figureOf(plan: Plan, size: FigureSize): Markup {
  const { counts, needed } = plan;
  const axis = columnsAxis(
    counts.map(({ agents }) => String(agents)),
    size,
  );
  const ground = (y: number, height: number): Markup =>
    html`${track(axis, y, height)}${band(plan, axis, y, height)}${mark(plan, axis, y, height)}`;
  const rows = [fullRow(counts, axis, ground), timeRow(counts, axis, ground)];
  const description = `For ${counts[0]?.agents ?? 0} to ${counts.at(-1)?.agents ?? 0} agents: how full the fullest is and how long sign-ins take; ${needed.agents ?? `more than ${LIMITS.agentsMax.value}`} are needed`;
  return frameRows({ rows, axis, size, description, guides: () => NOTHING });
}

/** What the ends of the documented band ask for, without any model. */
function band({ counts, needed }: Plan, axis: Columns, y: number, height: number): Markup {
  const first = counts[0]?.agents ?? 0;
  const last = counts.at(-1)?.agents ?? 0;
  const from = Math.max(first, needed.byBand.atHighEnd);
  const to = Math.min(last, needed.byBand.atLowEnd);
  if (from > to) return NOTHING;
  const [x0, x1] = [axis.x(from - first) - axis.step / 2, axis.x(to - first) + axis.step / 2];
  return rect('documented', { x: x0, y, width: x1 - x0, height });
}

function mark({ counts, needed }: Plan, axis: Columns, y: number, height: number): Markup {
  const at = counts.findIndex(({ agents }) => agents === needed.agents);
  if (at < 0) return NOTHING;
  const x = axis.x(at) - axis.step / 2;
  return html`${lineDown('switch', x, y, y + height)}`;
}

const FULL_HEIGHT = 130;
/** Beyond it a bar is cut: how much too much makes no difference to anybody. */
const FULL_TOP = 1.5;

type Ground = (y: number, height: number) => Markup;

function fullRow(counts: readonly CountRow[], axis: Columns, ground: Ground): FigureRow {
  return {
    ...{ label: 'Fullest agent', about: 'of what it can do', height: FULL_HEIGHT + FOOT },
    draw(y) {
      const yOf = (share: number) => y + FULL_HEIGHT * (1 - Math.min(share, FULL_TOP) / FULL_TOP);
      const lines = [0.5, 1].map((share) => [
        lineAcross(share === 1 ? 'limit missed' : 'grid', axis.left, axis.right, yOf(share)),
        text('tick', axis.right + 4, yOf(share) + 4, formatShare(share, 1)),
      ]);
      return html`${ground(y, FULL_HEIGHT)}${counts.map((row, at) => fullBars(row, axis.x(at), axis.step, yOf, y + FULL_HEIGHT))}${lines}`;
    },
  };
}

function fullBars(
  { agents, all, lost }: CountRow,
  x: number,
  step: number,
  yOf: (share: number) => number,
  bottom: number,
): Markup {
  const width = Math.min(40, step * 0.6);
  const boxOf = ({ utilisation = FULL_TOP }: Glance, wide: number) => {
    const top = yOf(utilisation);
    return { x: x - wide / 2, y: top, width: wide, height: Math.max(0, bottom - top) };
  };
  const words = `${agents} agents: ${full(all.utilisation)}; with loss ${full(lost.utilisation)}`;
  const kind = (all.utilisation ?? 2) > 1 ? 'full' : 'answered';
  return titled(words, [rect(kind, boxOf(all, width)), rect('outline', boxOf(lost, width + 6))]);
}

const TIME_HEIGHT = 130;

function timeRow(counts: readonly CountRow[], axis: Columns, ground: Ground): FigureRow {
  const times = counts.flatMap(({ all, lost }) =>
    [all.p50, all.p99, lost.p50, lost.p99].filter((ms) => ms !== undefined),
  );
  const scale = createLogScale(times);
  return {
    ...{ label: 'Time to sign in', about: '50 % and 99 %', height: TIME_HEIGHT },
    draw(y) {
      const yOf = (ms: number) => y + TIME_HEIGHT * (1 - shareOnLogScale(ms, scale));
      const grid = powersOfTen(scale).map(({ ms, label }) => gridLine(label, yOf(ms), axis));
      const curves = (['all', 'lost'] as const).flatMap((who) =>
        (['p50', 'p99'] as const).map((key) => curve({ counts, who, key, axis, yOf })),
      );
      return html`${ground(y, TIME_HEIGHT)}${grid}${curves}`;
    },
  };
}

interface Curve {
  counts: readonly CountRow[];
  who: 'all' | 'lost';
  key: 'p50' | 'p99';
  axis: Axis;
  yOf: (ms: number) => number;
}

function curve({ counts, who, key, axis, yOf }: Curve): Markup {
  const points = counts.flatMap((row, at) => {
    const ms = row[who][key];
    return ms === undefined ? [] : [{ x: axis.x(at), y: yOf(ms), ms, agents: row.agents }];
  });
  const dots = points.map(({ x, y, ms, agents }) => {
    const words = `${agents} agents${who === 'lost' ? ', with loss' : ''}: ${key === 'p50' ? '50' : '99'} % within ${formatLatency(ms)}`;
    return titled(words, circle(`dot ${who}`, x, y, 3));
  });
  return html`${points.length > 1 ? polyline(`${key} ${who}`, points) : NOTHING}${dots}`;
}

function legend(tolerateLoss: number): Markup {
  const box = { x: 1, y: 3, width: 12, height: 10 };
  return html`<ul class="legend">
<li>${swatch(rect('answered', box))}All there</li>
<li>${swatch(rect('outline', box))}With ${tolerateLoss} lost</li>
<li>${swatch(rect('full', box))}More comes than can be done</li>
<li>${swatch(lineDown('switch', 7, 0, 14))}From here on enough</li>
<li>${swatch(rect('documented', box))}By the documented band alone</li>
<li>${swatch(lineAcross('p50 all', 0, 14, 7))}Half within</li>
<li>${swatch(lineAcross('p99 all', 0, 14, 7))}99 % within</li>
<li>${swatch(circle('dot lost', 7, 7, 3))}With loss</li></ul>`;
}
