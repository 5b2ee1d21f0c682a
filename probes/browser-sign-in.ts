/**
 * Probe `browser-sign-in`: a person signs in through the real page, as far as a browser gets
 * without giving the code to anybody. Chain and policy are judged apart: a second factor, consent
 * and a Conditional Access block come after the directory has found the password right.
 */
import { isPolicyEnd } from '../protocol/chain-answers.ts';
import { nativeClientRedirect } from '../protocol/native-client.ts';
import type { BrowserSignInObservation } from './observations.ts';
import type { Judgement, Probe, ProbeContext } from './probe.ts';
import type { BrowserEnd, BrowserVisit } from './probe-ports.ts';
import { judgeChain } from './wire/judge-chain.ts';

export interface BrowserSignInExpectation {
  /** The page it must end with; default: any that shows that the chain passed. */
  ended?: BrowserEnd;
}

export const browserSignIn: Probe<BrowserSignInObservation, BrowserSignInExpectation> = {
  id: 'browser-sign-in',
  about: 'A person signs in through the page in Chromium; keeps a masked picture of a failure',
  signsInAs: 'healthy',
  usual: () => ({}),
  async observe(context) {
    const { browser, correlationId } = context;
    if (browser === undefined) return { visit: null, correlationId, problem: NO_BROWSER };
    return { visit: await browser.signIn(describeSignIn(context)), correlationId, problem: null };
  },
  judge({ visit, problem }, { ended }) {
    if (visit === null) return { verdict: 'inconclusive', summary: problem ?? NO_BROWSER };
    if (ended === undefined) return judgeVisit(visit);
    const came = `${visit.ended}: ${visit.text}`;
    return visit.ended === ended
      ? { verdict: 'pass', summary: `${ended} as expected` }
      : { verdict: 'fail', summary: `expected ${ended}, got ${came}` };
  },
};

const NO_BROWSER = 'there is no browser here: install Chromium, or set CHROMIUM_BIN to its path';

function describeSignIn(context: ProbeContext) {
  const { account, totpSecret, timeoutMs, clock } = context;
  const { clientId, redirectUri } = context.browserApp ?? {
    ...{ clientId: context.clientId, redirectUri: nativeClientRedirect(context.cloud) },
  };
  const query = new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: redirectUri },
    ...{ response_type: 'code', response_mode: 'query', scope: 'openid profile' },
    ...{ prompt: 'login', 'client-request-id': context.correlationId },
  });
  return {
    url: `${context.authority}/oauth2/v2.0/authorize?${query}`,
    ...{ redirectUri, ...account, timeoutMs, nowMs: () => clock.nowMs() },
    ...(totpSecret && { totpSecret }),
  };
}

/** What an end says of the chain; `undefined`: its AADSTS code has to say it. */
const ENDS: Readonly<Record<BrowserEnd, Judgement | undefined>> = {
  'signed-in': { verdict: 'pass', summary: 'signed in through the page' },
  'second-factor': pass('a second factor is asked for'),
  consent: pass('consent is asked for'),
  'blocked-by-policy': pass('a policy then ended the sign-in'),
  // The cloud's own passwords expire too, so this page alone does not name an agent.
  'password-expired': {
    verdict: 'inconclusive',
    summary: 'the account’s password has expired: set one that does not',
  },
  'wrong-password': {
    verdict: 'fail',
    summary: 'the password is called wrong: correct it before it locks the account',
  },
  'error-page': undefined,
  'unknown-page': {
    verdict: 'inconclusive',
    summary: 'a page came that is not known, so nothing can be said of the chain',
  },
  unreachable: { verdict: 'fail', summary: 'the sign-in page did not come' },
};

function pass(what: string): Judgement {
  return { verdict: 'pass', summary: `the chain passed: ${what}` };
}

function judgeVisit(visit: BrowserVisit): Judgement {
  const said = visit.text === '' ? '' : ` (${visit.text})`;
  const known = ENDS[visit.ended];
  if (known !== undefined) return { ...known, summary: `${known.summary}${said}` };
  const { aadsts, text } = visit;
  if (aadsts === null) return { verdict: 'inconclusive', summary: `an error page${said}` };
  if (isPolicyEnd(aadsts)) return pass(`a policy then ended the sign-in${said}`);
  return judgeChain({
    ...{ result: aadsts, text, tokens: null, status: null },
    ...{ correlationId: '', phaseMs: {} },
  });
}
