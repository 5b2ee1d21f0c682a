/** The few SVG shapes that the figure is made of. Classes carry all looks; see `figure.css`. */
import { type Content, html, type Markup } from './markup.ts';

/** A tenth of a pixel is enough: more digits only make the file larger. */
function px(value: number): number {
  return Math.round(value * 10) / 10;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function rect(kind: string, { x, y, width, height }: Box): Markup {
  const place = html`x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"`;
  return html`<rect class="${kind}" ${place}/>`;
}

export type Anchor = 'start' | 'middle' | 'end';

export function text(
  kind: string,
  x: number,
  y: number,
  words: Content,
  anchor: Anchor = 'start',
): Markup {
  const at = html`x="${px(x)}" y="${px(y)}"`;
  const side = anchor === 'start' ? '' : html` text-anchor="${anchor}"`;
  return html`<text class="${kind}" ${at}${side}>${words}</text>`;
}

export function lineAcross(kind: string, x1: number, x2: number, y: number): Markup {
  return html`<line class="${kind}" x1="${px(x1)}" x2="${px(x2)}" y1="${px(y)}" y2="${px(y)}"/>`;
}

export function lineDown(kind: string, x: number, y1: number, y2: number): Markup {
  return html`<line class="${kind}" x1="${px(x)}" x2="${px(x)}" y1="${px(y1)}" y2="${px(y2)}"/>`;
}

export function circle(kind: string, x: number, y: number, radius: number): Markup {
  return html`<circle class="${kind}" cx="${px(x)}" cy="${px(y)}" r="${radius}"/>`;
}

/** `rest` is the path behind its starting point, in SVG's own letters. */
export function path(kind: string, x: number, y: number, rest: string): Markup {
  return html`<path class="${kind}" d="M${px(x)} ${px(y)}${rest}"/>`;
}

/** Points joined by straight lines. */
export function polyline(kind: string, points: readonly Point[], closed = false): Markup {
  const steps = points.map(({ x, y }) => `${px(x)} ${px(y)}`).join('L');
  return html`<path class="${kind}" d="M${steps}${closed ? 'Z' : ''}"/>`;
}

export interface Point {
  x: number;
  y: number;
}

/** Browsers show the words when the pointer rests on what is inside. */
export function titled(words: string, content: Content): Markup {
  return html`<g><title>${words}</title>${content}</g>`;
}
