/**
 * The timings of one lab: the rows of `timing-rows.ts` with overrides applied, and which of them no
 * document backs. Milliseconds unless the name says otherwise.
 */
import type { Basis } from './sources.ts';
import { TIMINGS, type TimingName } from './timing-rows.ts';

export type { Basis } from './sources.ts';
export type { TimingAlternative, TimingName, TimingRow } from './timing-rows.ts';
export { TIMINGS } from './timing-rows.ts';

/** `Removed` is the lab's word for an agent gone from the list; the portal shows the first two. */
export type AgentStatus = 'Active' | 'Inactive' | 'Removed';

export type Timings = Readonly<Record<TimingName, number>>;

export function isTimingName(name: string): name is TimingName {
  return Object.hasOwn(TIMINGS, name);
}

function isCount(name: TimingName): boolean {
  return !name.endsWith('Ms') && !name.endsWith('Factor');
}

const NAMES = Object.keys(TIMINGS).filter(isTimingName);

/**
 * @throws RangeError on an unknown name, a value that is not positive and finite, or a count that
 * is not whole.
 */
export function timingsWith(overrides: Partial<Timings> = {}): Timings {
  const timings = Object.fromEntries(NAMES.map((name) => [name, TIMINGS[name].value])) as Record<
    TimingName,
    number
  >;
  for (const [name, value] of Object.entries(overrides)) {
    if (!isTimingName(name)) {
      throw new RangeError(`timings: expected one of ${NAMES.join(', ')}, got "${name}"`);
    }
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
      throw new RangeError(`timings.${name}: expected a number above 0, got ${String(value)}`);
    }
    if (isCount(name) && !Number.isInteger(value)) {
      throw new RangeError(`timings.${name}: expected a whole number, got ${value}`);
    }
    timings[name] = value;
  }
  return timings;
}

export interface AssumedTiming {
  name: TimingName;
  value: number;
  basis: Basis;
  note: string;
}

/** The numbers in use that no document backs: seed, assumed, or overridden. Reports name them. */
export function assumedTimings(timings: Timings): AssumedTiming[] {
  return NAMES.flatMap((name): AssumedTiming[] => {
    const { value: usual, basis, note } = TIMINGS[name];
    const value = timings[name];
    if (value !== usual) {
      return [
        { name, value, basis: 'assumed', note: `Overridden from ${usual} (${basis}). ${note}` },
      ];
    }
    return basis === 'seed' || basis === 'assumed' ? [{ name, value, basis, note }] : [];
  });
}
