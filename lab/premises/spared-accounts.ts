/**
 * The way from agents to a real directory, for the accounts that may be used and no others: nobody
 * else's password leaves the lab, and theirs only as often as `directory/budget.ts` admits.
 */
import {
  type Attempts,
  type BudgetRules,
  decideAttempt,
  UNTOUCHED,
  withVerdict,
} from '../../directory/budget.ts';
import { ERROR } from '../../protocol/win32.ts';
import type { RealDirectory } from '../../runtime/live/real-directory/real-directory.ts';
import type { BindResult, Clock, Network, Outcome } from '../../runtime/ports.ts';

export interface SparedOptions {
  directory: Pick<RealDirectory, 'bind'>;
  /** User principal names; case does not matter. */
  accounts: readonly string[];
  budget: BudgetRules;
  clock: Pick<Clock, 'nowMs'>;
  /** Somebody was not asked about, and why; nobody but the operator hears of it. */
  onRefused(sentence: string): void;
}

/** In place of `Network.bind`: whichever controller is asked, the real ones answer. */
export function bindSparingly(options: SparedOptions): Network['bind'] {
  const allowed = new Set(options.accounts.map((account) => account.toLowerCase()));
  const attempts = new Map<string, Attempts>();

  const refuse = (name: string, because: string, win32: number): Outcome<BindResult> => {
    options.onRefused(`The real directory was not asked about ${name}: ${because}.`);
    return { ok: true, value: { win32 }, phaseMs: {} };
  };
  return async (_url, request, call) => {
    const name = request.userPrincipalName.toLowerCase();
    if (!allowed.has(name)) {
      return refuse(name, 'it is not on the list of accounts', ERROR.ACCOUNT_RESTRICTION);
    }
    const nowMs = options.clock.nowMs();
    const decision = decideAttempt(attempts.get(name) ?? UNTOUCHED, nowMs, options.budget);
    // As if nobody were there to ask: the password may well be right.
    if (!decision.ask) return refuse(name, decision.because, ERROR.NO_LOGON_SERVERS);
    attempts.set(name, decision.attempts);
    const outcome = await options.directory.bind(request, call);
    const latest = attempts.get(name) ?? decision.attempts;
    if (outcome.ok) attempts.set(name, withVerdict(latest, outcome.value.win32));
    return outcome;
  };
}
