/** One row of the figure, and the ground that it is drawn on. */
import type { Axis } from './axis.ts';
import { html, type Markup } from './markup.ts';
import { lineAcross, rect, text } from './svg.ts';

export interface FigureRow {
  label: string;
  about: string;
  height: number;
  draw(y: number): Markup;
}

/** So that numbers beside a row and the next do not touch. */
export const FOOT = 10;

/** At one value of a row's scale, which stands right of the plot. */
export function gridLine(label: string, y: number, axis: Axis): Markup {
  const { left, right } = axis;
  return html`${lineAcross('grid', left, right, y)}${text('tick', right + 4, y + 4, label)}`;
}

/** Where the ground shows, nothing happened. */
export function track({ left, right }: Axis, y: number, height: number): Markup {
  return rect('track', { x: left, y, width: right - left, height });
}
