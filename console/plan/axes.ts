/** Axes of a plan’s figures, in the shape in which frames take them: not of time. */
import type { Axis, Tick } from '../report/axis.ts';
import { type FigureSize, plotRight } from '../report/figure-frame.ts';
import { createLogScale, powersOfTen, shareOnLogScale } from '../report/log-scale.ts';

/** One column for each row, named below it; `x` is its middle. */
export function columnsAxis(names: readonly string[], size: FigureSize): Axis & { step: number } {
  const [left, right] = [size.gutter, plotRight(size)];
  const step = (right - left) / Math.max(1, names.length);
  const x = (at: number): number => left + (at + 0.5) * step;
  const ticks = names.map((label, at): Tick => ({ x: x(at), label, anchor: 'middle' }));
  return { startMs: 0, endMs: names.length, left, right, segments: [], ticks, x, step };
}

/** Latencies from left to right, powers of ten apart. */
export function latencyAxis(timesMs: readonly number[], size: FigureSize): Axis {
  const [left, right] = [size.gutter, plotRight(size)];
  const scale = createLogScale(timesMs);
  const x = (ms: number): number => left + shareOnLogScale(ms, scale) * (right - left);
  const ticks = powersOfTen(scale).map(
    ({ ms, label }): Tick => ({ x: x(ms), label, anchor: 'middle' }),
  );
  return { startMs: 10 ** scale.low, endMs: 10 ** scale.high, left, right, segments: [], ticks, x };
}
