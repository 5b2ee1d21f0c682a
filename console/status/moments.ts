/** Moments as the status page writes them: always UTC, because a wall is read from everywhere. */
import { formatDuration } from '../report/lab-time.ts';

/** `14:05` */
export function clockTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16);
}

/** `2026-11-22 14:05` */
export function dateTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}

export function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** `3 min 20 s ago` */
export function ago(atMs: number, nowMs: number): string {
  const ms = nowMs - atMs;
  return ms < 1000 ? 'just now' : `${formatDuration(floorSeconds(ms))} ago`;
}

export function lasting(fromMs: number, toMs: number): string {
  return formatDuration(Math.max(1000, floorSeconds(toMs - fromMs)));
}

function floorSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** Never 100 % while anything failed: 99.99 instead. */
export function percent(share: number | null): string {
  if (share === null) return '–';
  if (share === 1 || share === 0) return `${share * 100} %`;
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`;
}
