/**
 * The budget as probes ask it: may this account be tried now, and what came of it. The answer and
 * the entry of the attempt are one transaction of the history, so that of two processes that ask at
 * once only one may.
 */
import type { Attempt, AttemptLedger } from '../../budget/budget.ts';
import { BUDGET_DEFAULTS, mayAttempt } from '../../budget/decide.ts';
import type { History } from './history.ts';

/** @throws LabError `HISTORY_…` when asked and the history cannot be written. */
export function createLedger(history: Pick<History, 'attempts'>): AttemptLedger {
  const { attempts } = history;
  return {
    begin(account, kind, nowMs, limits) {
      const all = { ...BUDGET_DEFAULTS, ...limits };
      const claim = attempts.claim({ account, kind, atMs: nowMs }, (earlier) =>
        mayAttempt(earlier, all, nowMs, kind),
      );
      if ('refused' in claim) return refuse(claim.refused);
      return { allowed: true, done: (outcome) => attempts.settle(claim.place, outcome) };
    },
  };
}

/** Without a history: it forgets with the process, so nothing may fail on purpose. */
export function memoryLedger(): AttemptLedger {
  const attempts = new Map<string, Attempt[]>();
  return {
    begin(account, kind, nowMs, limits) {
      if (kind === 'wrong-on-purpose') return refuse(NO_HISTORY);
      const key = account.toLowerCase();
      const earlier = attempts.get(key) ?? [];
      const permission = mayAttempt(earlier, { ...BUDGET_DEFAULTS, ...limits }, nowMs, kind);
      if (!permission.allowed) return refuse(permission.sentence);
      const attempt: Attempt = { account: key, atMs: nowMs, kind, outcome: 'pending' };
      attempts.set(key, [...earlier, attempt].slice(-REMEMBERED));
      const done = (outcome: Attempt['outcome']) => {
        attempt.outcome = outcome;
      };
      return { allowed: true, done };
    },
  };
}

function refuse(sentence: string): ReturnType<AttemptLedger['begin']> {
  return { allowed: false, sentence, done: () => {} };
}

/** More than any limit asks for. */
const REMEMBERED = 100;

const NO_HISTORY =
  'nothing was sent: without a durable history no probe fails on purpose; name a history file';
