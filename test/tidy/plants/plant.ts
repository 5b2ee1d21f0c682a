/**
 * A planted violation: what a rule must find, part of what it must say, and what it must leave
 * alone.
 */
import type { RuleName } from '../rules.ts';

export type Files = Readonly<Record<string, string>>;

export interface Plant {
  bad: Files;
  /** Part of the message. */
  says: string;
  good: Files;
}

export type Plants = Readonly<Partial<Record<RuleName, readonly Plant[]>>>;
