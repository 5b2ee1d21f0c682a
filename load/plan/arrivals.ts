/**
 * When people sign in: at chance moments at a given rate (Poisson), evenly as a load generator
 * does, as often as a load run had it second by second, or over an hour with a peak, as on a Monday
 * morning. That shape is ours: no source has one.
 */
import { SECOND_MS } from '../../protocol/time-units.ts';
import type { Uniform } from './chance.ts';

/** Sign-ins a second over time. */
export type ArrivalProfile = ConstantProfile | RecordedProfile | MorningProfile;

export interface ConstantProfile {
  kind: 'constant';
  perSecond: number;
  durationMs: number;
  spacing: 'poisson' | 'even';
}

/** Evenly within each second, as a generator had them due. */
export interface RecordedProfile {
  kind: 'recorded';
  counts: readonly number[];
  /** As many seconds as there are counts. */
  durationMs: number;
}

export interface MorningProfile {
  kind: 'morning';
  /** Mean over the whole duration. */
  perSecond: number;
  durationMs: number;
  /** The highest rate over the mean; 1 is flat. */
  peakFactor: number;
}

/** The time of the next arrival; Infinity after the last. Times never go back. */
export type Arrivals = () => number;

const NEVER = Number.POSITIVE_INFINITY;

export function createArrivals(profile: ArrivalProfile, uniform: Uniform): Arrivals {
  switch (profile.kind) {
    case 'constant':
      return profile.spacing === 'even' ? evenly(profile) : byChance(profile, uniform);
    case 'recorded':
      return asRecorded(profile);
    case 'morning':
      return inTheMorning(profile, uniform);
    default:
      return profile satisfies never;
  }
}

/** The first is due at the start, as a load generator has it. */
function evenly({ perSecond, durationMs }: ConstantProfile): Arrivals {
  let made = 0;
  return () => {
    const atMs = (made * SECOND_MS) / perSecond;
    made += 1;
    return atMs < durationMs ? atMs : NEVER;
  };
}

function byChance({ perSecond, durationMs }: ConstantProfile, uniform: Uniform): Arrivals {
  const meanGapMs = SECOND_MS / perSecond;
  let atMs = 0;
  return () => {
    atMs -= Math.log(uniform()) * meanGapMs;
    return atMs < durationMs ? atMs : NEVER;
  };
}

function asRecorded({ counts }: RecordedProfile): Arrivals {
  let [second, made] = [0, 0];
  return () => {
    while (second < counts.length && made >= (counts[second] ?? 0))
      [second, made] = [second + 1, 0];
    if (second >= counts.length) return NEVER;
    const atMs = (second + made / (counts[second] ?? 1)) * SECOND_MS;
    made += 1;
    return atMs;
  };
}

/** Thinning: of arrivals at the highest rate, as many are kept as the rate of the moment has. */
function inTheMorning(profile: MorningProfile, uniform: Uniform): Arrivals {
  const { perSecond, peakFactor, durationMs } = profile;
  const highest = perSecond * peakFactor;
  const candidate = byChance(
    { ...profile, kind: 'constant', perSecond: highest, spacing: 'poisson', durationMs },
    uniform,
  );
  return () => {
    let atMs = candidate();
    while (atMs !== NEVER && uniform() * highest >= morningRate(profile, atMs)) atMs = candidate();
    return atMs;
  };
}

/**
 * Sign-ins a second at a time: one wave of a cosine in the middle. Up to twice the mean it is as
 * long as the whole and rides on what is left; a higher peak is the same wave over a shorter time.
 */
export function morningRate(profile: MorningProfile, atMs: number): number {
  const { perSecond, peakFactor, durationMs } = profile;
  const swing = Math.min(1, peakFactor - 1);
  const widthMs = Math.min(1, 2 / peakFactor) * durationMs;
  const sinceMs = atMs - (durationMs - widthMs) / 2;
  if (sinceMs < 0 || sinceMs > widthMs) return 0;
  const level = peakFactor > 2 ? peakFactor / 2 : 1;
  return perSecond * level * (1 - swing * Math.cos((2 * Math.PI * sinceMs) / widthMs));
}
