/** A scale from 0 to a round number, with the lines that people read it by. */

export interface LinearScale {
  top: number;
  lines: readonly number[];
}

const STEPS = [1, 2, 2.5, 5, 10] as const;
const LINES_MAX = 4;

export function createLinearScale(values: Iterable<number>): LinearScale {
  let most = 0;
  for (const value of values) most = Math.max(most, value);
  if (most === 0) return { top: 1, lines: [0] };
  const power = 10 ** Math.floor(Math.log10(most / LINES_MAX));
  const step = (STEPS.find((one) => one * power * LINES_MAX >= most) ?? 10) * power;
  const lines = Math.ceil(most / step);
  return { top: lines * step, lines: Array.from({ length: lines + 1 }, (_, at) => at * step) };
}
