/**
 * Where a house rule does not hold, and why. The list is meant to be empty; an entry that is no
 * longer needed fails the tidy test, so it can only shrink.
 */
import type { RuleName } from './rules.ts';

export interface Exception {
  rule: RuleName;
  path: string;
  because: string;
}

export const EXCEPTIONS: readonly Exception[] = [];
