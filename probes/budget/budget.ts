/**
 * How often an account may be tried, so that no probe locks it out in Entra or in AD: one decision
 * from what was tried before, shared by all probes and processes through the history store. Without
 * a store that survives a restart nothing fails on purpose.
 */

export interface BudgetLimits {
  /** At least that much between two attempts of one account, whoever makes them. */
  minIntervalMs: number;
  /** Deliberate failures between two successes. */
  deliberateFailures: number;
  /** After that many unexpected password failures in a row nobody tries any more. */
  unexpectedFailures: number;
  /**
   * Of Entra or of AD, whichever is lower: failures between two successes stay below it by one at
   * least, whatever the limits above allow. Default: 10, Entra's own.
   */
  lockoutThreshold?: number;
}

/** One attempt that reached, or may have reached, a password check. */
export interface Attempt {
  /** Of the account: a hash, never its name. */
  account: string;
  atMs: number;
  kind: 'right-password' | 'wrong-on-purpose';
  /**
   * `pending`: sent, and nobody knows yet (or ever, after a kill): counts as a failure. `other`: it
   * ended without a password being judged. `reset`: no attempt, a person has looked.
   */
  outcome: 'pending' | 'success' | 'password-failure' | 'other' | 'reset';
}

export type Permission = { allowed: true } | { allowed: false; sentence: string };

/** Where all who try an account ask first. Keeps a hash of it, never its name. */
export interface AttemptLedger {
  begin(
    account: string,
    kind: Attempt['kind'],
    nowMs: number,
    limits?: Partial<BudgetLimits>,
  ): Permission & { done(outcome: Attempt['outcome']): void };
}
