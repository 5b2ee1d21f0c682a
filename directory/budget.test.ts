/** How often a real account may be asked about. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ERROR } from '../protocol/win32.ts';
import { proves } from '../test/parity/proves.ts';
import { type Attempts, decideAttempt, UNTOUCHED, USUAL_BUDGET, withVerdict } from './budget.ts';

const NOW = Date.UTC(2026, 0, 5);

function asked(before: Attempts, nowMs: number, rules = USUAL_BUDGET): Attempts {
  const decision = decideAttempt(before, nowMs, rules);
  if (!decision.ask) throw new Error(decision.because);
  return decision.attempts;
}

test(
  proves('directory.real-budget', 'an account gets one attempt a minute, to the millisecond'),
  () => {
    const once = asked(UNTOUCHED, NOW);
    expect(decideAttempt(once, NOW + 59_999, USUAL_BUDGET)).toMatchObject({ ask: false });
    expect(decideAttempt(once, NOW + 60_000, USUAL_BUDGET)).toMatchObject({ ask: true });
  },
);

test('more than that is had by saying so', () => {
  const rules = { ...USUAL_BUDGET, attemptsPerMinute: 2 };
  const twice = asked(asked(UNTOUCHED, NOW, rules), NOW + 1, rules);
  expect(decideAttempt(twice, NOW + 59_999, rules)).toMatchObject({ ask: false });
  expect(decideAttempt(twice, NOW + 60_000, rules)).toMatchObject({ ask: true });
});

test('two wrong passwords in a row end the attempts for good; a right one in between does not', () => {
  const wrong = withVerdict(asked(UNTOUCHED, NOW), ERROR.LOGON_FAILURE);
  const right = withVerdict(asked(wrong, NOW + 60_000), ERROR.SUCCESS);
  expect(decideAttempt(right, NOW + 120_000, USUAL_BUDGET)).toMatchObject({ ask: true });
  const again = withVerdict(wrong, ERROR.LOGON_FAILURE);
  expect(decideAttempt(again, NOW + 86_400_000, USUAL_BUDGET)).toMatchObject({ ask: false });
});

test('an account that the directory has locked is left alone', () => {
  const locked = withVerdict(asked(UNTOUCHED, NOW), ERROR.ACCOUNT_LOCKED_OUT);
  expect(decideAttempt(locked, NOW + 86_400_000, USUAL_BUDGET)).toEqual({
    ask: false,
    because: 'the directory has locked it',
  });
});

test('whatever people try and the directory says, no minute holds more than the budget', () => {
  const tries = fc.array(
    fc.record({
      pauseMs: fc.integer({ min: 0, max: 90_000 }),
      win32: fc.constantFrom(ERROR.SUCCESS, ERROR.PASSWORD_EXPIRED),
    }),
  );
  fc.assert(
    fc.property(tries, fc.integer({ min: 1, max: 4 }), (all, attemptsPerMinute) => {
      const rules = { ...USUAL_BUDGET, attemptsPerMinute };
      const madeMs: number[] = [];
      let attempts = UNTOUCHED;
      let nowMs = NOW;
      for (const { pauseMs, win32 } of all) {
        nowMs += pauseMs;
        const decision = decideAttempt(attempts, nowMs, rules);
        if (!decision.ask) continue;
        attempts = withVerdict(decision.attempts, win32);
        madeMs.push(nowMs);
      }
      return madeMs.every(
        (atMs) =>
          madeMs.filter((one) => one >= atMs && one < atMs + 60_000).length <= attemptsPerMinute,
      );
    }),
  );
});
