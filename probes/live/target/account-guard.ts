/**
 * The budget, asked at the wire: every password that is about to leave, whoever sends it and by
 * which protocol, is first allowed by the ledger that all probes and processes share. Refused means
 * that nothing was sent. An attempt nobody answered stays pending, which counts as a failure.
 */
import { chainAnswerOf, isPolicyEnd } from '../../../protocol/chain-answers.ts';
import type { NetworkPhase } from '../../../protocol/network-failure.ts';
import { ERROR } from '../../../protocol/win32.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import type { BindResult, HttpResponse, Outcome } from '../../../runtime/ports.ts';
import type { Secret } from '../../../runtime/secret.ts';
import type { Attempt, AttemptLedger, BudgetLimits } from '../../budget/budget.ts';
import type { ProbeContext } from '../../probe.ts';
import type { BrowserVisit } from '../../probe-ports.ts';
import { parseGrantAnswer } from '../../wire/password-grant.ts';

/** For a lab's accounts, which are nobody's. */
export const UNLIMITED: AttemptLedger = { begin: () => ({ allowed: true, done: () => {} }) };

export interface Guard {
  /** Begins an attempt. @throws LabError `BUDGET_REFUSED` with the ledger's sentence */
  begin(userName: string, password: Secret | string): { done(outcome: Attempt['outcome']): void };
  /** What the ledger said when it refused. */
  readonly refusal: string | undefined;
}

/** `rightPasswords`: those that the configuration names; anything else is wrong on purpose. */
export function createGuard(
  ledger: AttemptLedger,
  rightPasswords: readonly Secret[],
  limits: Partial<BudgetLimits> | undefined,
  nowMs: () => number,
): Guard {
  let refusal: string | undefined;
  const right = new Set(rightPasswords.map((secret) => secret.reveal()));
  return {
    begin(userName, password) {
      const text = typeof password === 'string' ? password : password.reveal();
      const kind = right.has(text) ? 'right-password' : 'wrong-on-purpose';
      const asked = ledger.begin(userName.trim(), kind, nowMs(), limits);
      if (asked.allowed) return asked;
      refusal = asked.sentence;
      throw new LabError('BUDGET_REFUSED', asked.sentence);
    },
    get refusal() {
      return refusal;
    },
  };
}

/** The context with every way out of a password guarded. */
export function guardContext(context: ProbeContext, guard: Guard): ProbeContext {
  const { network, browser } = context;
  const beginRound = createRound(guard);
  return {
    ...context,
    network: {
      ...network,
      async request(asked, call) {
        const form = new URLSearchParams(asked.method === 'POST' ? asked.body : '');
        if (form.get('grant_type') !== 'password') return network.request(asked, call);
        const attempt = guard.begin(form.get('username') ?? '', form.get('password') ?? '');
        return settle(attempt, network.request(asked, call), outcomeOfGrant);
      },
      async bind(url, asked, call) {
        const attempt = beginRound(asked.userPrincipalName, asked.password);
        return settle(attempt, network.bind(url, asked, call), outcomeOfBind);
      },
    },
    ...(browser && {
      browser: {
        async signIn(asked) {
          const attempt = guard.begin(asked.userName, asked.password);
          return settle(attempt, browser.signIn(asked), outcomeOfVisit);
        },
      },
    }),
  };
}

/** Thrown before anything left: no room for a socket, no browser, a host that is not allowed. */
const NOTHING_SENT = /^(HARNESS_E|BROWSER_(MISSING|FAILED)$|PROBE_|TARGET_)/;

async function settle<T>(
  attempt: ReturnType<Guard['begin']>,
  work: Promise<T>,
  outcomeOf: (result: T) => Attempt['outcome'],
): Promise<T> {
  try {
    const result = await work;
    attempt.done(outcomeOf(result));
    return result;
  } catch (error) {
    // Anything else may have been sent: the attempt stays pending.
    if (error instanceof LabError && NOTHING_SENT.test(error.code)) attempt.done('other');
    throw error;
  }
}

/**
 * One controller after the other with the same password is one attempt: the round ends with the
 * first wrong-password answer, and its gravest outcome counts.
 */
function createRound(guard: Guard): Guard['begin'] {
  let round: Round | undefined;
  return (userName, password) => {
    const secret = typeof password === 'string' ? password : password.reveal();
    const goesOn = round?.userName === userName && round.secret === secret;
    if (round === undefined || !goesOn || ['password-failure', 'pending'].includes(round.gravest)) {
      const attempt = guard.begin(userName, password);
      round = { userName, secret, attempt, gravest: 'success' };
    }
    const current = round;
    return {
      done(outcome) {
        if (outcome !== 'success') current.gravest = outcome;
        current.attempt.done(current.gravest);
      },
    };
  };
}

interface Round {
  userName: string;
  secret: string;
  attempt: ReturnType<Guard['begin']>;
  gravest: Attempt['outcome'];
}

function outcomeOfGrant(outcome: Outcome<HttpResponse>): Attempt['outcome'] {
  if (!outcome.ok) return unanswered(outcome.at);
  const answer = parseGrantAnswer(outcome.value.status, outcome.value.body);
  if (answer.kind === 'granted') return 'success';
  // A policy is asked after the password was found right, which ends a row of failures.
  if (answer.kind === 'refused' && isPolicyEnd(answer.code)) return 'success';
  const said = answer.kind === 'refused' ? chainAnswerOf(answer.code)?.answer : undefined;
  return said === 'wrong-password' ? 'password-failure' : 'other';
}

function outcomeOfBind(outcome: Outcome<BindResult>): Attempt['outcome'] {
  if (!outcome.ok) return unanswered(outcome.at);
  if (outcome.value.win32 === 0) return 'success';
  return outcome.value.win32 === ERROR.LOGON_FAILURE ? 'password-failure' : 'other';
}

function outcomeOfVisit({ ended, aadsts, steps }: BrowserVisit): Attempt['outcome'] {
  if (ended === 'wrong-password') return 'password-failure';
  const passed = ['signed-in', 'second-factor', 'consent', 'blocked-by-policy'];
  if (passed.includes(ended)) return 'success';
  const answer = aadsts === null ? undefined : chainAnswerOf(aadsts)?.answer;
  if (answer === 'wrong-password') return 'password-failure';
  // What came after a password may have called it wrong, in words that nobody knows here.
  const isTold = aadsts !== null || ended === 'password-expired';
  return !isTold && steps.some(({ page }) => page === 'password') ? 'pending' : 'other';
}

/** What never got as far as a request cannot have been counted by anybody. */
function unanswered(at: NetworkPhase): Attempt['outcome'] {
  return ['resolve', 'connect', 'proxy', 'tls'].includes(at) ? 'other' : 'pending';
}
