/**
 * Times as k6 writes them in `options`: `30s`, `1m30s`, `1.5s`, `500ms`, or a number of
 * milliseconds. Not the lab's own durations, which know days and no fractions.
 */
import { LabError } from '../../runtime/lab-error.ts';

const UNITS_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
};

/** `what`: for the sentence. @throws LabError `LOAD_PROFILE` */
export function parseTime(value: unknown, what: string): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  if (typeof value === 'string' && /^(\d+(\.\d+)?(ms|[hms]))+$/.test(value)) {
    const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|[hms])/g)];
    return parts.reduce((total, [, count, unit]) => {
      return total + Number(count) * (UNITS_MS[unit ?? ''] ?? 0);
    }, 0);
  }
  const sentence = `${what}: expected a time such as 30s or 1m30s, got ${JSON.stringify(value)}`;
  throw new LabError('LOAD_PROFILE', sentence);
}
