/** The busiest hour, minute by minute: who comes, and how long it takes with and without loss. */

import type { HourSlice } from '../../load/plan/plan.ts';
import { HOUR_MS, MINUTE_MS } from '../../protocol/time-units.ts';
import { formatLatency, formatRate, formatShare } from '../../runtime/quantities.ts';
import { LOAD_FIGURE_SIZES } from '../load/figure.ts';
import { type Axis, createAxis } from '../report/axis.ts';
import { type FigureSize, frameRows, plotRight } from '../report/figure-frame.ts';
import { type FigureRow, FOOT, gridLine, track } from '../report/figure-row.ts';
import { createLinearScale } from '../report/linear-scale.ts';
import { createLogScale, powersOfTen, shareOnLogScale } from '../report/log-scale.ts';
import { html, type Markup, NOTHING } from '../report/markup.ts';
import { section, swatch } from '../report/page-parts.ts';
import { lineAcross, polyline, rect, titled } from '../report/svg.ts';

const HEIGHT = 110;

export function renderHour(hour: readonly HourSlice[], tolerateLoss: number): Markup {
  const figures = LOAD_FIGURE_SIZES.map((size) => figureOf(hour, size));
  return section(
    'hour',
    'The busiest hour',
    html`<figure>${figures}<figcaption><ul class="legend">
<li>${swatch(rect('answered', { x: 1, y: 3, width: 12, height: 10 }))}Sign-ins a second</li>
<li>${swatch(lineAcross('p50 all', 0, 14, 7))}95 % within, all there</li>
<li>${swatch(lineAcross('p99 lost', 0, 14, 7))}95 % within, ${tolerateLoss} lost</li></ul>
<p class="quiet">The shape of the hour is an assumption: one wave of a cosine.</p></figcaption></figure>`,
  );
}

function figureOf(hour: readonly HourSlice[], size: FigureSize): Markup {
  const [left, right] = [size.gutter, plotRight(size)];
  const axis = createAxis({ startMs: 0, endMs: HOUR_MS, phases: [], left, right, segmentMin: 0 });
  const most = Math.max(...hour.map(({ perSecond }) => perSecond));
  const description = `The busiest hour: up to ${formatRate(most)}`;
  return frameRows({
    rows: [rateRow(hour, axis), timeRow(hour, axis)],
    axis,
    size,
    description,
    guides: () => NOTHING,
  });
}

function rateRow(hour: readonly HourSlice[], axis: Axis): FigureRow {
  const scale = createLinearScale(hour.map(({ perSecond }) => perSecond));
  return {
    ...{ label: 'Sign-ins a second', about: '', height: HEIGHT + FOOT },
    draw(y) {
      const yOf = (rate: number) => y + HEIGHT * (1 - rate / scale.top);
      const bars = hour.map(({ fromMs, perSecond, p95, timedOut, timedOutLost }) => {
        const x = axis.x(fromMs);
        const box = {
          x,
          y: yOf(perSecond),
          width: Math.max(1, axis.x(fromMs + MINUTE_MS) - x - 0.6),
          height: y + HEIGHT - yOf(perSecond),
        };
        const words = `Minute ${fromMs / MINUTE_MS}: ${formatRate(perSecond)}, 95 % within ${formatLatency(p95 ?? 0)}, timed out ${formatShare(timedOut, 1)}, with loss ${formatShare(timedOutLost, 1)}`;
        return titled(words, rect('answered', box));
      });
      const lines = scale.lines.map((rate) => gridLine(formatRate(rate), yOf(rate), axis));
      return html`${track(axis, y, HEIGHT)}${bars}${lines}`;
    },
  };
}

function timeRow(hour: readonly HourSlice[], axis: Axis): FigureRow {
  const times = hour.flatMap(({ p95, p95Lost }) => [p95, p95Lost].filter((ms) => ms !== undefined));
  const scale = createLogScale(times);
  return {
    ...{ label: '95 % within', about: '', height: HEIGHT },
    draw(y) {
      const yOf = (ms: number) => y + 8 + (HEIGHT - 8) * (1 - shareOnLogScale(ms, scale));
      const grid = powersOfTen(scale).map(({ ms, label }) => gridLine(label, yOf(ms), axis));
      const curve = (kind: string, key: 'p95' | 'p95Lost') => {
        const points = hour.flatMap((slice) => {
          const ms = slice[key];
          return ms === undefined ? [] : [{ x: axis.x(slice.fromMs + MINUTE_MS / 2), y: yOf(ms) }];
        });
        return points.length > 1 ? polyline(kind, points) : NOTHING;
      };
      return html`${track(axis, y, HEIGHT)}${grid}${curve('p50 all', 'p95')}${curve('p99 lost', 'p95Lost')}`;
    },
  };
}
