/**
 * The stages of a script, stretched or shrunk to an asked duration of the longest one. In whole
 * seconds from 1: a stage shorter than that measures nothing.
 */
import { LOAD_ENV } from '../load-target.ts';

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** @throws RangeError for `asked` that is no duration of k6's such as `30s` or `1h30m`. */
export function createDurations(asked: string | undefined) {
  const askedSeconds = asked ? readSeconds(asked) : undefined;
  return (longest: string) => {
    const factor = askedSeconds === undefined ? 1 : askedSeconds / readSeconds(longest);
    return (duration: string) => `${Math.max(1, Math.round(readSeconds(duration) * factor))}s`;
  };
}

function readSeconds(text: string): number {
  const parts = [...text.matchAll(/(\d+)([smh])/g)];
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * sizeOf(unit), 0);
  if (parts.map(([part]) => part).join('') === text && seconds > 0) return seconds;
  throw new RangeError(
    `${LOAD_ENV.duration}: expected a duration such as 30s or 5m, got "${text}".`,
  );
}

function sizeOf(unit: string | undefined): number {
  return unit === 's' || unit === 'm' || unit === 'h' ? SECONDS[unit] : 0;
}
