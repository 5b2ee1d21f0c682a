/**
 * Chance among agents: documented as random, with nothing that balances. Equal shares are what is
 * left when nobody says more; a skew asks what an uneven choice would do.
 */
import type { Dice } from '../../runtime/ports.ts';

const STEPS = 2 ** 32;

/** Number k of them (from 0) has the weight (1 − skew)^k; skew is from 0 to below 1. */
export function choose<T>(from: readonly T[], skew: number, dice: Dice): T | undefined {
  if (from.length === 0) return undefined;
  if (skew === 0) return from[dice.below(from.length)];
  const [last, keep] = [from.length - 1, 1 - skew];
  // How far the weights of all of them reach, as a part of the endless sum.
  const whole = 1 - keep ** from.length;
  const drawn = ((dice.below(STEPS) + 0.5) / STEPS) * whole;
  return from[Math.min(last, Math.floor(Math.log(1 - drawn) / Math.log(keep)))];
}
