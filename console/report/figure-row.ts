/** One row of the figure, and the ground that it is drawn on. */
import type { Axis } from './axis.ts';
import type { Markup } from './markup.ts';
import { rect } from './svg.ts';

export interface FigureRow {
  label: string;
  about: string;
  height: number;
  draw(y: number): Markup;
}

/** Where the ground shows, nothing happened. */
export function track({ left, right }: Axis, y: number, height: number): Markup {
  return rect('track', { x: left, y, width: right - left, height });
}
