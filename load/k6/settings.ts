/**
 * What a run is asked for in its environment, and what it is where nothing is asked. A wrong value
 * ends the run while the script is loaded: k6 says which, and ends with 107.
 */
import { CAPACITY } from '../../protocol/capacity.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { LOAD_ENV } from '../load-target.ts';
import { createDurations } from './durations.ts';

/** How many agents there are. Default: as many as a production tenant should have at least. */
export const agents = readCount(LOAD_ENV.agents, {
  usual: LIMITS.agentsRecommended.value,
  max: LIMITS.agentsMax.value,
});

/** Sign-ins a second. Default: what one agent carries, the lower of the documented numbers. */
export const peak = readCount(LOAD_ENV.peak, {
  usual: CAPACITY.bandFromPerSecond.value,
  max: LIMITS.agentsMax.value * CAPACITY.bandToPerSecond.value,
});

/** `share` of the peak, and at least one a second. */
export function ofPeak(share: number): number {
  return Math.max(1, Math.round(peak * share));
}

/** `lasting('2m')('30s')`: 30 s, or as much of the asked duration as 30 s are of 2 m. */
export const lasting = createDurations(__ENV[LOAD_ENV.duration]);

/** @throws RangeError */
function readCount(name: string, { usual, max }: { usual: number; max: number }): number {
  const text = __ENV[name];
  if (text === undefined || text === '') return usual;
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= max) return count;
  throw new RangeError(`${name}: expected a whole number from 1 to ${max}, got "${text}".`);
}
