/**
 * What every figure on a time axis has around its rows: labels, axis, and the two sizes it is drawn
 * in. `devices.css` shows the one that fits the screen.
 */
import type { Axis } from './axis.ts';
import type { FigureRow } from './figure-row.ts';
import { html, type Markup } from './markup.ts';
import { lineAcross, lineDown, text } from './svg.ts';

export interface FigureSize {
  name: 'wide' | 'narrow';
  width: number;
  /** Room for labels left of the rows; 0 puts them above. */
  gutter: number;
  segmentMin: number;
}

export const FIGURE_SIZES: readonly FigureSize[] = [
  { name: 'wide', width: 1000, gutter: 132, segmentMin: 120 },
  { name: 'narrow', width: 400, gutter: 0, segmentMin: 78 },
];

/** For the numbers on the right, outside the plot. */
const RIGHT_MARGIN = 70;
const ROW_GAP = 8;
const LABEL_HEIGHT = 17;
const AXIS_HEIGHT = 22;

export function plotRight({ width }: FigureSize): number {
  return width - RIGHT_MARGIN;
}

export interface Frame {
  rows: readonly FigureRow[];
  axis: Axis;
  size: FigureSize;
  /** For somebody who cannot see the figure. */
  description: string;
  /** Lines through all rows, which end at the given height. */
  guides: (end: number) => Markup;
}

export function frameRows({ rows, axis, size, description, guides }: Frame): Markup {
  let y = 0;
  const drawn = rows.map((row) => {
    if (size.gutter === 0) y += LABEL_HEIGHT;
    const at = y;
    y += row.height + ROW_GAP;
    return [rowLabel(row, at, size), row.draw(at)];
  });
  const box = `0 0 ${size.width} ${y + AXIS_HEIGHT}`;
  return html`<svg class="figure ${size.name}" viewBox="${box}" role="img"
aria-label="${description}">${guides(y)}${drawn}${axisTicks(axis, y)}</svg>`;
}

function rowLabel({ label, about, height }: FigureRow, y: number, size: FigureSize): Markup {
  if (size.gutter === 0) {
    const words = html`${label}<tspan class="about" dx="6">${about}</tspan>`;
    return text('label', 0, y - 5, words);
  }
  const middle = y + height / 2;
  const x = size.gutter - 12;
  if (about === '') return text('label', x, middle + 4, label, 'end');
  const second = text('about', x, middle + 11, about, 'end');
  return html`${text('label', x, middle - 2, label, 'end')}${second}`;
}

function axisTicks(axis: Axis, y: number): Markup {
  const ticks = axis.ticks.map(({ x, label, anchor }) => [
    lineDown('axis', x, y, y + 4),
    text('tick', x, y + 16, label, anchor),
  ]);
  return html`${lineAcross('axis', axis.left, axis.right, y)}${ticks}`;
}
