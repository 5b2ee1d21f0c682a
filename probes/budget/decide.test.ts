import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLOUDS } from '../../protocol/clouds.ts';
import { MINUTE_MS } from '../../protocol/time-units.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Attempt, BudgetLimits } from './budget.ts';
import { BUDGET_DEFAULTS, limitsOf, mayAttempt, UNKNOWN_PAUSE_MS } from './decide.ts';

function attempt(
  atMs: number,
  outcome: Attempt['outcome'],
  kind: Attempt['kind'] = 'right-password',
): Attempt {
  return { account: 'a', atMs, kind, outcome };
}

function ask(attempts: readonly Attempt[], nowMs: number, kind: Attempt['kind']): string {
  const permission = mayAttempt(attempts, BUDGET_DEFAULTS, nowMs, kind);
  return permission.allowed ? 'allowed' : permission.sentence;
}

describe('the budget of an account', () => {
  test('59.999 s after an attempt nobody tries, 60 s after it somebody may', () => {
    const tried = [attempt(0, 'success')];
    expect(ask(tried, MINUTE_MS - 1, 'right-password')).toContain('tried 60 s ago, and 60 s must');
    expect(ask(tried, MINUTE_MS, 'right-password')).toBe('allowed');
  });

  test('a second deliberate failure waits for a success', () => {
    const once = [
      attempt(0, 'success'),
      attempt(MINUTE_MS, 'password-failure', 'wrong-on-purpose'),
    ];
    expect(ask(once, 2 * MINUTE_MS, 'wrong-on-purpose')).toContain('failed on purpose once');
    const signedIn = [...once, attempt(2 * MINUTE_MS, 'success')];
    expect(ask(signedIn, 3 * MINUTE_MS, 'wrong-on-purpose')).toBe('allowed');
  });

  test('after two unexpected failures it stops until a person says otherwise', () => {
    const failed = [attempt(0, 'password-failure'), attempt(MINUTE_MS, 'password-failure')];
    const later = 1_000 * MINUTE_MS;
    expect(ask(failed, later, 'right-password')).toContain('run "pta-lab budget reset"');
    expect(ask([...failed, attempt(later, 'reset')], later, 'right-password')).toBe('allowed');
  });

  test('what was sent and never answered counts as a failure that a pause may heal', () => {
    const killed = [attempt(0, 'pending'), attempt(MINUTE_MS, 'pending')];
    const overMs = MINUTE_MS + UNKNOWN_PAUSE_MS;
    expect(ask(killed, overMs - 1, 'right-password')).toContain('nobody knows how');
    expect(ask(killed, overMs, 'right-password')).toBe('allowed');
    expect(ask(killed, overMs, 'wrong-on-purpose')).toContain('fails by itself');
    // However long the pauses are: the lockout may count them all.
    const many = Array.from({ length: 9 }, (_, index) => attempt(index * overMs, 'pending'));
    expect(ask(many, 10 * overMs, 'right-password')).toContain('10 of the 10 that lock it');
  });

  test('an outage between two failures is no success', () => {
    const outage = [attempt(0, 'password-failure'), attempt(MINUTE_MS, 'other')];
    const failed = [...outage, attempt(2 * MINUTE_MS, 'password-failure')];
    expect(ask(outage, 9 * MINUTE_MS, 'right-password')).toBe('allowed');
    expect(ask(failed, 9 * MINUTE_MS, 'right-password')).not.toBe('allowed');
  });

  test('nothing fails on purpose while the account fails by itself', () => {
    const failed = [attempt(0, 'password-failure')];
    expect(ask(failed, MINUTE_MS, 'right-password')).toBe('allowed');
    expect(ask(failed, MINUTE_MS, 'wrong-on-purpose')).toContain('fails by itself');
  });

  test('a clock that went back sends nothing', () => {
    expect(ask([attempt(MINUTE_MS, 'success')], 0, 'right-password')).toContain('60 s ahead');
  });

  test('the lowest lockout that is known is the limit', () => {
    const policy = { threshold: 5, durationMs: 0 };
    const account = { userName: '', password: { env: '' } };
    const directory = { urls: [], domain: '', account, policy };
    expect(limitsOf({ cloud: 'public' }).lockoutThreshold).toBe(10);
    expect(limitsOf({ cloud: 'usgov' }).lockoutThreshold).toBe(3);
    expect(limitsOf({ cloud: 'public', directory }).lockoutThreshold).toBe(5);
    const never = { ...directory, policy: { ...policy, threshold: 0 } };
    expect(limitsOf({ cloud: 'public', directory: never }).lockoutThreshold).toBe(10);
  });
});

/** What probes may want at any time, and what comes of it. */
const wishes = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 3 * MINUTE_MS }),
    kind: fc.constantFrom('right-password', 'wrong-on-purpose'),
    outcome: fc.constantFrom('success', 'password-failure', 'pending', 'other'),
  }),
  { maxLength: 80 },
);

/** The longest row of wrong passwords that whoever counts them may have seen. */
function worstRow(
  wanted: readonly Pick<Attempt, 'kind' | 'outcome'>[] & readonly { afterMs: number }[],
  limits: BudgetLimits,
): number {
  const attempts: Attempt[] = [];
  let [nowMs, row, worst] = [0, 0, 0];
  for (const { afterMs, kind, outcome } of wanted) {
    nowMs += afterMs;
    if (!mayAttempt(attempts, limits, nowMs, kind).allowed) continue;
    const isWrong = kind === 'wrong-on-purpose' || outcome !== 'success';
    attempts.push(attempt(nowMs, isWrong && outcome === 'success' ? 'other' : outcome, kind));
    // An outage that never reached a password check counts nowhere.
    if (!isWrong) row = 0;
    else if (kind === 'wrong-on-purpose' || outcome !== 'other') row += 1;
    worst = Math.max(worst, row);
  }
  return worst;
}

test(
  proves('probes.budget', 'no order of wishes and outcomes brings an account near its lockout'),
  () => {
    fc.assert(
      fc.property(wishes, (wanted) => {
        const known = wanted.filter(({ outcome }) => outcome !== 'pending');
        expect(worstRow(known, BUDGET_DEFAULTS)).toBeLessThanOrEqual(3);
        expect(worstRow(wanted, BUDGET_DEFAULTS)).toBeLessThan(10);
      }),
    );
    expect(CLOUDS.public.smartLockout.threshold).toBe(10);
  },
);

test('whatever a configuration allows, one failure is always left before the lockout', () => {
  const limit = fc.integer({ min: 0, max: 50 });
  const generous = fc.record({
    minIntervalMs: fc.constantFrom(0, MINUTE_MS),
    deliberateFailures: limit,
    unexpectedFailures: limit,
    lockoutThreshold: fc.integer({ min: 1, max: 12 }),
  });
  fc.assert(
    fc.property(wishes, generous, (wanted, limits) => {
      expect(worstRow(wanted, limits)).toBeLessThan(limits.lockoutThreshold);
    }),
  );
});
