/**
 * How long sign-ins take with all agents, with one lost, and so on: a bar from the fastest to the
 * slowest of a hundred, a line at half of them, a mark at 95 %. On the right, who timed out.
 */

import type { LossState, Plan } from '../../load/plan/plan.ts';
import type { Planned } from '../../load/plan/plan-change.ts';
import { MINUTE_MS } from '../../protocol/time-units.ts';
import { TIMINGS } from '../../protocol/timings.ts';
import { formatLatency, formatShare } from '../../runtime/quantities.ts';
import { LOAD_FIGURE_SIZES } from '../load/figure.ts';
import type { Axis } from '../report/axis.ts';
import { type FigureSize, frameRows } from '../report/figure-frame.ts';
import { type FigureRow, track } from '../report/figure-row.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { numberCell, section, swatch, table, tag } from '../report/page-parts.ts';
import { lineDown, rect, text, titled } from '../report/svg.ts';
import { latencyAxis } from './axes.ts';
import { full } from './header.ts';

interface Shown {
  state: LossState;
  name: string;
  about: string;
  tolerated: boolean;
}

export function renderLosses({ plan, after }: Planned): Markup {
  const shown = [
    ...(after ? statesOf(plan, 'before') : []),
    ...statesOf(after ?? plan, after ? 'after' : ''),
  ];
  const figures = LOAD_FIGURE_SIZES.map((size) => figureOf(shown, size));
  return section('losses', 'When agents are lost', [
    html`<figure>${figures}<figcaption>${legend()}
<p class="quiet">Who is lost is chosen so that it hurts most. The others keep the peak for
${(after ?? plan).restsOn.durationMs / MINUTE_MS} minutes.</p></figcaption></figure>`,
    table('losses stacking', HEADS, shown.map(stateRow)),
  ]);
}

function statesOf({ states, tolerateLoss }: Plan, when: string): Shown[] {
  return states.map((state) => {
    const count = state.lost.length;
    const name = count === 0 ? `All ${state.left}` : `${count} lost`;
    return {
      ...{ state, tolerated: count <= tolerateLoss },
      name: when === '' ? name : `${when}: ${name.toLowerCase()}`,
      about: count === 0 ? '' : `${state.left} left`,
    };
  });
}

const HEIGHT = 22;
/** The lab's own; an estate file that has another shows that in its states. */
const DEADLINE_MS = TIMINGS.signInDeadlineMs.value;

function figureOf(shown: readonly Shown[], size: FigureSize): Markup {
  const times = shown.flatMap(({ state }) => [state.seen.p1 ?? [], state.seen.p99 ?? []].flat());
  const axis = latencyAxis(times, size);
  const rows = shown.map((one) => lossRow(one, axis));
  const description = `Time to sign in: ${shown.map(({ name, state }) => `${name}, 95 % within ${formatLatency(state.seen.p95)}`).join('; ')}`;
  return frameRows({ rows, axis, size, description, guides: () => NOTHING });
}

function lossRow({ state, name, about }: Shown, axis: Axis): FigureRow {
  const { p1, p50, p95, p99, timedOut, utilisation } = state.seen;
  return {
    ...{ label: name, about, height: HEIGHT },
    draw(y) {
      if (p1 === undefined || p50 === undefined || p95 === undefined || p99 === undefined) {
        return html`${ground(axis, y)}${text('tick', axis.left + 6, y + 15, 'nobody left: AADSTS80001')}`;
      }
      const width = Math.max(2, axis.x(p99) - axis.x(p1));
      const words = `${name}: half within ${formatLatency(p50)}, 95 % ${formatLatency(p95)}, 99 % ${formatLatency(p99)}; fullest agent ${full(utilisation)}; ${formatShare(timedOut, 1)} timed out`;
      const bar = rect(state.ok ? 'span' : 'span short', {
        x: axis.x(p1),
        y: y + 4,
        width,
        height: HEIGHT - 8,
      });
      const lost = timedOut > 0 ? `${formatShare(timedOut, 1)} late` : '';
      return html`${ground(axis, y)}${titled(words, [
        bar,
        lineDown('half', axis.x(p50), y + 1, y + HEIGHT - 1),
        lineDown('most', axis.x(p95), y + 1, y + HEIGHT - 1),
      ])}${text('tick', axis.right + 4, y + 15, lost)}`;
    },
  };
}

function ground(axis: Axis, y: number): Markup {
  const inReach = DEADLINE_MS <= axis.endMs;
  const deadline = lineDown('limit missed', axis.x(DEADLINE_MS), y, y + HEIGHT);
  return html`${track(axis, y, HEIGHT)}${inReach ? deadline : NOTHING}`;
}

function legend(): Markup {
  const box = { x: 0, y: 3, width: 14, height: 8 };
  return html`<ul class="legend">
<li>${swatch(rect('span', box))}From the fastest to the slowest of a hundred</li>
<li>${swatch(rect('span short', box))}The same, not enough</li>
<li>${swatch(lineDown('half', 7, 0, 14))}Half within</li>
<li>${swatch(lineDown('most', 7, 0, 14))}95 % within</li>
<li>${swatch(lineDown('limit missed', 7, 0, 14))}The cloud gives up (assumed)</li></ul>`;
}

const HEADS = [
  'Agents',
  'Fullest',
  '50 %',
  '95 %',
  '99 %',
  'Timed out',
  'Waited > 1 s',
  'Seconds with an agent too full',
  '',
];

function stateRow({ state, name, tolerated }: Shown): Markup {
  const { utilisation, p50, p95, p99, timedOut, waitedLong, secondsAnyOver } = state.seen;
  const cells = [
    full(utilisation),
    formatLatency(p50),
    formatLatency(p95),
    formatLatency(p99),
    ...[timedOut, waitedLong, secondsAnyOver].map((share) => formatShare(share, 1)),
  ];
  const word = state.ok ? tag('good', 'enough') : tag(tolerated ? 'bad' : 'warning', 'not enough');
  return html`<tr><th scope="row">${name}</th>
${cells.map((cell, at) => numberCell(HEADS[at + 1] ?? '', cell))}<td>${word}</td></tr>`;
}
