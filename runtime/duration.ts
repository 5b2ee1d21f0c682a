/**
 * Durations as people write them in scenarios and estate files and read them in reports: `30s`,
 * `5m`, `1h30m`, `10d`. Estate files know parts and signs as well: `1.5ms`, `-5m`.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../protocol/time-units.ts';

const UNITS: readonly (readonly [string, number])[] = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
  ['ms', 1],
];

export function isDuration(text: string): boolean {
  return /^(\d+(ms|[dhms]))+$/.test(text);
}

/** Milliseconds; 0 for text that is no duration, so ask `isDuration` (or the schema) before. */
export function parseDuration(text: string): number {
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)) {
    const row = UNITS.find(([name]) => name === unit);
    totalMs += Number(amount) * (row?.[1] ?? 0);
  }
  return text.startsWith('-') ? -totalMs : totalMs;
}

export function formatDuration(durationMs: number): string {
  let rest = Math.round(durationMs);
  let text = '';
  for (const [unit, sizeMs] of UNITS) {
    const amount = Math.floor(rest / sizeMs);
    rest -= amount * sizeMs;
    if (amount > 0) text += `${amount}${unit}`;
  }
  return text === '' ? '0s' : text;
}
