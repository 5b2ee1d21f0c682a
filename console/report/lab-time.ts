/** Lab time as people read it: clocks count from the start of the run, not from midnight. */

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `0:02:05`, after a day `1d 03:02:05`. */
export function formatClock(sinceStartMs: number): string {
  const sign = sinceStartMs < 0 ? '−' : '';
  const ms = Math.abs(sinceStartMs);
  const days = Math.floor(ms / DAY_MS);
  const hours = String(Math.floor((ms % DAY_MS) / HOUR_MS));
  const minutes = String(Math.floor((ms % HOUR_MS) / MINUTE_MS)).padStart(2, '0');
  const seconds = String(Math.floor((ms % MINUTE_MS) / SECOND_MS)).padStart(2, '0');
  const clock = `${days > 0 ? hours.padStart(2, '0') : hours}:${minutes}:${seconds}`;
  return `${sign}${days > 0 ? `${days}d ` : ''}${clock}`;
}

const UNITS = [
  { name: 'd', ms: DAY_MS },
  { name: 'h', ms: HOUR_MS },
  { name: 'min', ms: MINUTE_MS },
  { name: 's', ms: SECOND_MS },
] as const;

/** The two largest units: `2 h 5 min`, `1 min 30 s`, `45 s`, `250 ms`. */
export function formatDuration(ms: number): string {
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND_MS && ms % SECOND_MS !== 0) return `${(ms / SECOND_MS).toFixed(1)} s`;
  let restMs = Math.round(ms / SECOND_MS) * SECOND_MS;
  const words: string[] = [];
  const first = UNITS.findIndex((unit) => restMs >= unit.ms);
  for (const unit of UNITS.slice(first, first + 2)) {
    const count = Math.floor(restMs / unit.ms);
    if (count > 0) words.push(`${count} ${unit.name}`);
    restMs -= count * unit.ms;
  }
  return words.join(' ');
}

/** Distances between ticks that people count in. */
export const TICK_STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR_MS),
  ...[1, 2, 5, 10, 30, 90, 365].map((n) => n * DAY_MS),
];
