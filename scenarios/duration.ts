/**
 * Durations as people write them in scenarios and read them in reports: `30s`, `5m`, `2h`, `10d`,
 * `1h30m`.
 */

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

export function isDuration(text: string): boolean {
  return /^(\d+(ms|[dhms]))+$/.test(text);
}

/** Milliseconds; 0 for text that is no duration, so ask `isDuration` (or `schema.json`) before. */
export function parseDuration(text: string): number {
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|[dhms])/g)) {
    const row = UNITS.find(([name]) => name === unit);
    totalMs += Number(amount) * (row?.[1] ?? 0);
  }
  return totalMs;
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
