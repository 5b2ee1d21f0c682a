/**
 * One sign-in with a password, and one guess at somebody else's. Measured from the call; what came
 * of it is a tag: `0`, an AADSTS code, or `network:` and how the network failed.
 */
import { scenario } from 'k6/execution';
import http, { expectedStatuses, type RefinedResponse } from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';
import { isFailure, readSignInResult } from '../sign-in-result.ts';
import { describeFailure } from './network-errors.ts';
import { checkProved, type Proof } from './prove-lab.ts';
import { target, users, victims } from './target.ts';

const signIns = new Counter('sign_ins');
const signInDuration = new Trend('sign_in_duration', true);
const signInFailed = new Rate('sign_in_failed');

const URL = `${target?.authority}/oauth2/v2.0/token`;
const FORM = {
  grant_type: 'password',
  client_id: target?.clientId ?? '',
  scope: target?.scope ?? '',
};
/** A refusal is an answer: `sign_in_failed` says which are failures. */
const REQUEST = {
  tags: { name: 'sign-in' },
  redirects: 0,
  responseCallback: expectedStatuses(200, 400),
};

/** The users in turn. */
export function signIn(proof: Proof): void {
  checkProved(proof);
  const user = users[scenario.iterationInTest % users.length];
  if (user === undefined) return;
  const { result, tookMs } = send(user.userName, user.password);
  note(result, tookMs, isFailure('signIn', result));
}

/** The victims in turn: refused as a wrong password or by smart lockout is as it should be. */
export function guessPassword(proof: Proof): void {
  checkProved(proof);
  const at = scenario.iterationInTest;
  const victim = victims[at % victims.length];
  if (victim === undefined) return;
  const { result, tookMs } = send(victim.userName, `guess-${at}`);
  note(result, tookMs, isFailure('guessPassword', result));
}

export function note(result: string, tookMs: number, failed: boolean): void {
  signIns.add(1, { result, failed: String(failed) });
  signInDuration.add(tookMs);
  signInFailed.add(failed);
}

interface Sent {
  result: string;
  tookMs: number;
}

function send(username: string, password: string): Sent {
  const startedMs = Date.now();
  const answer: RefinedResponse<'text'> = http.post(URL, { ...FORM, username, password }, REQUEST);
  if (answer.status === 0) {
    const { error_code: code, error } = answer;
    return { result: describeFailure(code, error), tookMs: Date.now() - startedMs };
  }
  // Finer than a millisecond, and with the connection where one had to be made.
  const { blocked, connecting, tls_handshaking: tls, duration } = answer.timings;
  const result = readSignInResult(answer.status, answer.body ?? '');
  return { result, tookMs: blocked + connecting + tls + duration };
}
