/** Counts, shares, latencies, rates and sizes as people read them, in pages and in terminals. */

/** `1,576`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Whole percents; a share that is not quite all or nothing is never rounded to 100 or 0. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = (part / whole) * 100;
  if (percent > 0 && percent < 1) return '<1\u202f%';
  if (percent < 100 && percent > 99) return '>99\u202f%';
  return `${Math.round(percent)}\u202f%`;
}

/** Three digits: `0.42 ms`, `9.8 ms`, `184 ms`, `1.84 s`, `31.4 s`, `120 s`; `–` for none. */
export function formatLatency(ms: number | undefined): string {
  if (ms === undefined) return '–';
  const inSeconds = ms >= 999.5;
  return `${threeDigits(inSeconds ? ms / 1000 : ms)} ${inSeconds ? 's' : 'ms'}`;
}

function threeDigits(value: number): string {
  if (value === 0) return '0';
  return value >= 99.95
    ? formatCount(Math.round(value))
    : value.toPrecision(value < 0.9995 ? 2 : 3);
}

/** `602/s`, `0.5/s`. */
export function formatRate(perSecond: number): string {
  const rounded = perSecond < 10 ? Math.round(perSecond * 10) / 10 : Math.round(perSecond);
  return `${rounded < 10 ? rounded : formatCount(rounded)}/s`;
}

/** What one agent can do, and what sets that end: `351/s (cores)`. */
export function formatSaturation(perSecond: number | 'host', limit: string): string {
  return perSecond === 'host' ? 'as this machine' : `${formatRate(perSecond)} (${limit})`;
}

/** Thousands, not 1,024s, as networks count: `3.58 kB`, `2.1 MB`. */
export function formatBytes(bytes: number): string {
  return inThousands(bytes, ['B', 'kB', 'MB', 'GB', 'TB']);
}

const BITS = 8;

/** As lines are sold: `14.7 Mbit/s`. */
export function formatBitRate(bytesPerSecond: number): string {
  return inThousands(bytesPerSecond * BITS, ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s']);
}

function inThousands(value: number, units: readonly string[]): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, value)) / 3));
  const scaled = value / 1000 ** power;
  return `${power === 0 ? Math.round(scaled) : threeDigits(scaled)} ${units[power]}`;
}
