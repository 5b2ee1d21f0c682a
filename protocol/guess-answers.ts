/**
 * What somebody gets who guesses at passwords, as numbers alone: the rows are in `aadsts.ts`, which
 * is too large to be loaded once per virtual user of a load test.
 */
import type { AadstsCode } from './aadsts.ts';

export const GUESS_ANSWERS = {
  wrongPassword: 50126,
  /** Smart lockout. */
  locked: 50053,
} as const satisfies Readonly<Record<string, AadstsCode>>;
