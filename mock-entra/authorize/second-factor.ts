/**
 * The page of the second factor: a one-time code, or a number that was tapped in the app. Whoever
 * guesses is sent back to the start after a few tries.
 */
import { LIMITS } from '../../protocol/limits.ts';
import type { Cloud } from '../cloud.ts';
import type { Form } from '../parameters.ts';
import { readChallenge, type TotpVerdict, verifyTotp } from '../sign-in/second-factor.ts';
import type { AuthMethod } from '../state/records.ts';
import { startOver } from './flow.ts';
import { onForm } from './form.ts';
import { recordCode } from './record-step.ts';
import type { Account } from './session.ts';
import { complained, progressed, type Visit } from './visit.ts';

export const answerSecondFactor = onForm(['mfa'], (cloud, { visit, asking, form }, step) => {
  const judged = judgeFactor(cloud, visit, step.account, form);
  const goOn = (outcome: Judged) => {
    if (outcome === 'waiting') return visit;
    if (outcome !== 'wrong') return proved(visit, step.account, outcome);
    recordCode(cloud, visit, asking, step, 50074);
    return refused(visit);
  };
  return judged instanceof Promise ? judged.then(goOn) : goOn(judged);
});

type Judged = readonly AuthMethod[] | 'waiting' | 'wrong';

/** What was proved beside the password, if anything. */
function judgeFactor(
  cloud: Cloud,
  { flow }: Visit,
  { user }: Account,
  form: Form,
): Judged | Promise<Judged> {
  const { challenge } = flow.record.progress;
  if (challenge !== undefined) {
    const state = readChallenge(cloud, challenge.id);
    if (state === 'approved') return ['mfa'];
    return state === 'waiting' ? 'waiting' : 'wrong';
  }
  const verdict = verifyTotp(cloud, user, form.get('otc') ?? '');
  const factorOf = (one: TotpVerdict): Judged => (one === 'right' ? ['mfa', 'otp'] : 'wrong');
  return typeof verdict === 'string' ? factorOf(verdict) : verdict.then(factorOf);
}

function proved(visit: Visit, { signedIn }: Account, methods: readonly AuthMethod[]): Visit {
  const all = [...new Set([...signedIn.methods, ...methods])];
  return progressed(visit, { signedIn: { ...signedIn, methods: all } });
}

function refused(visit: Visit): Visit {
  const wrongFactors = (visit.flow.record.progress.wrongFactors ?? 0) + 1;
  if (wrongFactors < LIMITS.secondFactorTriesMax.value) {
    return complained(progressed(visit, { wrongFactors }), 50074);
  }
  return complained({ ...visit, flow: startOver(visit.flow, { picked: 'other' }) }, 50074);
}
