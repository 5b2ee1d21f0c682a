/** The rule of smart lockout by itself: when it locks, for how long, what counts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { judgeLockout, type Lockout, type LockoutPolicy, withFailure } from './smart-lockout.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 0, 5);
const POLICY: LockoutPolicy = {
  smartLockoutThreshold: 3,
  smartLockoutDurationMs: MINUTE,
  smartLockoutGrowthFactor: 2,
  smartLockoutDurationCapMs: 5 * MINUTE,
};

function failed(times: number, from?: Lockout, nowMs = NOW): Lockout | undefined {
  let lockout = from;
  for (let n = 0; n < times; n++) lockout = withFailure(lockout, POLICY, nowMs);
  return lockout;
}

/** The last millisecond of the lock and the first after it. */
function endOf(lockout: Lockout | undefined): [before: number, after: number] {
  const endMs = lockout?.lockedUntilMs ?? 0;
  return [endMs - 1, endMs];
}

test('one failure below the threshold leaves the account open, the threshold locks it', () => {
  expect(judgeLockout(failed(2), NOW)).toBe('open');
  expect(judgeLockout(failed(3), NOW)).toBe('locked');
});

test('a lock ends with its duration and not one millisecond before', () => {
  const locked = failed(3);
  expect(judgeLockout(locked, NOW + MINUTE - 1)).toBe('locked');
  expect(judgeLockout(locked, NOW + MINUTE)).toBe('open');
});

describe('after a lock', () => {
  // EVIDENCE-OF ED-LOCK: "If the first sign-in after a lockout period has expired also fails, the
  // account locks out again. If an account locks repeatedly, the lockout duration increases."
  test(
    proves('sign-in.smart-lockout', 'one failure locks again, for longer each time, up to a cap'),
    () => {
      const durationsMs: number[] = [];
      let lockout = failed(3);
      for (let n = 0; n < 5; n++) {
        const [, after] = endOf(lockout);
        lockout = withFailure(lockout, POLICY, after);
        durationsMs.push((lockout.lockedUntilMs ?? 0) - after);
      }
      expect(durationsMs).toEqual([2, 4, 5, 5, 5].map((minutes) => minutes * MINUTE));
    },
  );

  test('what fails while it lasts neither counts nor makes it longer', () => {
    const locked = failed(3);
    expect(failed(4, locked, NOW + 1)).toEqual(locked);
  });
});

describe('the same wrong password', () => {
  const digests = (...list: string[]) =>
    list.reduce<Lockout | undefined>(
      (lockout, digest) => withFailure(lockout, POLICY, NOW, digest),
      undefined,
    );

  // EVIDENCE-OF ED-LOCK: "Smart lockout tracks the last three bad password hashes to avoid
  // incrementing the lockout counter for the same password."
  test('counts once while it is among the last three', () => {
    expect(digests('a', 'a', 'a', 'a')?.failures).toBe(1);
    expect(digests('a', 'b', 'a', 'b')?.failures).toBe(2);
  });

  test('counts again when three others came between, and not when it were two', () => {
    const wide = { ...POLICY, smartLockoutThreshold: 100 };
    const count = (list: string[]) =>
      list.reduce<Lockout | undefined>((l, digest) => withFailure(l, wide, NOW, digest), undefined)
        ?.failures;
    expect(count(['a', 'b', 'c', 'a'])).toBe(3);
    expect(count(['a', 'b', 'c', 'd', 'a'])).toBe(5);
  });

  test('counts every time where the cloud does not know it', () => {
    expect(failed(2)?.failures).toBe(2);
  });
});

const policies = fc.record({
  smartLockoutThreshold: fc.integer({ min: 1, max: 12 }),
  smartLockoutDurationMs: fc.integer({ min: 1, max: 10 * MINUTE }),
  smartLockoutGrowthFactor: fc.integer({ min: 1, max: 5 }),
  smartLockoutDurationCapMs: fc.integer({ min: 1, max: 60 * MINUTE }),
});
const pausesMs = fc.array(fc.integer({ min: 0, max: 20 * MINUTE }), { maxLength: 80 });

test('however fast somebody guesses, no more than the threshold get through before a lock', () => {
  fc.assert(
    fc.property(policies, pausesMs, (policy, pauses) => {
      let lockout: Lockout | undefined;
      let nowMs = NOW;
      let through = 0;
      for (const pauseMs of pauses) {
        nowMs += pauseMs;
        if (judgeLockout(lockout, nowMs) === 'locked') continue;
        lockout = withFailure(lockout, policy, nowMs);
        through += 1;
        // The first lock falls at the threshold; from then on each failure is a lock of its own.
        expect(lockout.locks).toBe(Math.max(0, through - policy.smartLockoutThreshold + 1));
      }
    }),
  );
});

test('every lock ends, after no more than the cap or the first duration', () => {
  fc.assert(
    fc.property(policies, fc.integer({ min: 0, max: 60 }), (policy, locks) => {
      const before: Lockout = { failures: policy.smartLockoutThreshold, locks, recentWrong: [] };
      const locked = withFailure(before, policy, NOW);
      const longestMs = Math.max(policy.smartLockoutDurationCapMs, policy.smartLockoutDurationMs);
      expect(judgeLockout(locked, NOW)).toBe('locked');
      expect(judgeLockout(locked, NOW + longestMs)).toBe('open');
    }),
  );
});
