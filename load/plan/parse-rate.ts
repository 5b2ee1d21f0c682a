/**
 * Rates as people write them: `900/s`, `54000/min`, `1.2M/h`, or a plain number, which is a second.
 */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../protocol/time-units.ts';

const UNIT_MS: Readonly<Record<string, number>> = {
  s: SECOND_MS,
  min: MINUTE_MS,
  m: MINUTE_MS,
  h: HOUR_MS,
};
const TIMES: Readonly<Record<string, number>> = { '': 1, k: 1_000, K: 1_000, M: 1_000_000 };

export const RATE_FORM = 'a rate above 0 such as 900/s, 54000/min or 1.2M/h';

/** A second; undefined for what is no rate, or none above 0. */
export function parseRate(text: string): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)([kKM]?)(?:\/(s|min|m|h))?$/.exec(text.trim());
  if (parts === null) return undefined;
  const [, amount = '', times = '', unit = 's'] = parts;
  const perUnit = Number(amount) * (TIMES[times] ?? 1);
  const perSecond = (perUnit * SECOND_MS) / (UNIT_MS[unit] ?? SECOND_MS);
  return perSecond > 0 && Number.isFinite(perSecond) ? perSecond : undefined;
}
