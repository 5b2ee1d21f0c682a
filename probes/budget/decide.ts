/**
 * Whether an account may be tried now. What decides is how often a wrong password may have been
 * counted by Entra or by AD since the last one that was right: whatever nobody knows the end of
 * counts as wrong.
 */
import { CLOUDS } from '../../protocol/clouds.ts';
import { TIMINGS } from '../../protocol/timings.ts';
import type { Target } from '../target.ts';
import type { Attempt, BudgetLimits, Permission } from './budget.ts';

/** The design's own; a configuration may say otherwise, for each target. */
export const BUDGET_DEFAULTS = {
  minIntervalMs: 60_000,
  deliberateFailures: 1,
  unexpectedFailures: 2,
  lockoutThreshold: CLOUDS.public.smartLockout.threshold,
} as const satisfies Required<BudgetLimits>;

/**
 * Between attempts whose end nobody knows: as long as a directory usually counts failures together.
 * Assumed, like the window itself.
 */
export const UNKNOWN_PAUSE_MS = TIMINGS.adLockoutWindowMs.value;

/** A lab's accounts are nobody's: they have one only where the configuration gives it. */
export function hasBudget({ kind, budget }: Pick<Target, 'kind' | 'budget'>): boolean {
  return kind === 'tenant' || budget !== undefined;
}

/** As the target says, and never as far as the lockout of its cloud or its directory. */
export function limitsOf(
  target: Pick<Target, 'cloud' | 'budget' | 'directory'>,
): Required<BudgetLimits> {
  const { cloud, budget, directory } = target;
  const thresholds = [
    CLOUDS[cloud].smartLockout.threshold,
    budget?.lockoutThreshold,
    // In AD 0 means that nobody is ever locked out.
    directory?.policy?.threshold || undefined,
  ];
  const known = thresholds.filter((threshold) => threshold !== undefined);
  return { ...BUDGET_DEFAULTS, ...budget, lockoutThreshold: Math.min(...known) };
}

/** `attempts`: all of one account, oldest first. */
export function mayAttempt(
  attempts: readonly Attempt[],
  limits: BudgetLimits,
  nowMs: number,
  kind: Attempt['kind'],
): Permission {
  const refusal = tooSoon(attempts, limits, nowMs) ?? tooOften(attempts, limits, nowMs, kind);
  return refusal === undefined ? { allowed: true } : { allowed: false, sentence: refusal };
}

function tooSoon(
  attempts: readonly Attempt[],
  { minIntervalMs }: BudgetLimits,
  nowMs: number,
): string | undefined {
  const sent = attempts.filter(({ outcome }) => outcome !== 'reset').map(({ atMs }) => atMs);
  if (sent.length === 0) return undefined;
  const agoMs = nowMs - Math.max(...sent);
  if (agoMs >= minIntervalMs) return undefined;
  if (agoMs < 0) {
    return (
      `nothing was sent: by this clock the last attempt of the account lies ${seconds(-agoMs)} ` +
      'ahead; set the clock right and wait for that time'
    );
  }
  return (
    `nothing was sent: the account was tried ${seconds(agoMs)} ago, and ` +
    `${seconds(minIntervalMs)} must lie between two attempts (budget.minInterval); wait`
  );
}

function tooOften(
  attempts: readonly Attempt[],
  limits: BudgetLimits,
  nowMs: number,
  kind: Attempt['kind'],
): string | undefined {
  const failures = failuresIn(attempts);
  const { deliberate, refused, unknown } = failures;
  const total = deliberate + refused + unknown;
  const threshold = limits.lockoutThreshold ?? BUDGET_DEFAULTS.lockoutThreshold;
  if (refused >= limits.unexpectedFailures) {
    return (
      `nothing was sent: the account’s password was refused ${times(refused)} since its last ` +
      'success; check the password and the account, then run "pta-lab budget reset"'
    );
  }
  if (total + 1 >= threshold) {
    return (
      `nothing was sent: one more failure would bring the account to ${total + 1} of the ` +
      `${threshold} that lock it; sign in with it once, then run "pta-lab budget reset"`
    );
  }
  return kind === 'right-password'
    ? tooUncertain(failures, limits, nowMs)
    : tooDeliberate(failures, limits);
}

/** An outage must not end the watch for good, nor may it hide a wrong password for long. */
function tooUncertain(
  { refused, unknown, lastMs }: Failures,
  { unexpectedFailures }: BudgetLimits,
  nowMs: number,
): string | undefined {
  const isPausing = unknown > 0 && refused + unknown >= unexpectedFailures;
  const restMs = lastMs + UNKNOWN_PAUSE_MS - nowMs;
  if (!isPausing || restMs <= 0) return undefined;
  return (
    `nothing was sent: nobody knows how the account’s last ${times(unknown)} ended, so that the ` +
    `next attempt comes in ${seconds(restMs)}`
  );
}

function tooDeliberate(
  { deliberate, refused, unknown }: Failures,
  { deliberateFailures }: BudgetLimits,
): string | undefined {
  if (refused + unknown > 0) {
    return (
      'nothing was sent: no deliberate failure while the account fails by itself; wait for a ' +
      'sign-in that succeeds'
    );
  }
  if (deliberate < deliberateFailures) return undefined;
  return (
    `nothing was sent: the account failed on purpose ${times(deliberate)} since its last success, ` +
    `and no more than ${deliberateFailures} may lie between two successes; let a sign-in with its ` +
    'right password succeed first'
  );
}

interface Failures {
  /** On purpose, however they ended: a late answer may have been counted all the same. */
  deliberate: number;
  /** The right password, and somebody called it wrong. */
  refused: number;
  /** The right password, and nobody heard what came of it. */
  unknown: number;
  lastMs: number;
}

/** Since the last success, or since a person looked. */
function failuresIn(attempts: readonly Attempt[]): Failures {
  const last = attempts.findLastIndex(
    ({ outcome }) => outcome === 'success' || outcome === 'reset',
  );
  const since = attempts.slice(last + 1);
  const right = since.filter(({ kind }) => kind === 'right-password');
  return {
    deliberate: since.length - right.length,
    refused: right.filter(({ outcome }) => outcome === 'password-failure').length,
    unknown: right.filter(({ outcome }) => outcome === 'pending').length,
    lastMs: Math.max(0, ...since.map(({ atMs }) => atMs)),
  };
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / 1_000)} s`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
