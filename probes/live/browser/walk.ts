/**
 * One sign-in, page by page: each page is answered once, and nothing is typed twice. A password is
 * typed only into a page of the target's own sign-in address, wherever redirects have led.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret as Base32, TOTP } from 'otpauth';
import type { Page as Tab } from 'playwright-core';
import { chainAnswerOf, isPolicyEnd } from '../../../protocol/chain-answers.ts';
import type { BrowserEnd, BrowserSignIn, BrowserVisit } from '../../probe-ports.ts';
import { type PageKind, readCode, recognise, type Shown } from './recognise.ts';
import type { RedirectStop } from './redirect-stop.ts';

export type Walked = Omit<BrowserVisit, 'screenshot'>;

const LOOK_EVERY_MS = 40;

interface Walk {
  tab: Tab;
  asked: BrowserSignIn;
  stop: RedirectStop;
  origin: string;
  deadlineMs: number;
  steps: { page: string; tookMs: number }[];
  /** What was typed besides the password: it is on no picture. */
  typed: string[];
}

export async function walkSignIn(
  tab: Tab,
  asked: BrowserSignIn,
  stop: RedirectStop,
  typed: string[],
): Promise<Walked> {
  const { origin } = new URL(asked.url);
  const deadlineMs = performance.now() + asked.timeoutMs;
  const walk: Walk = { tab, asked, stop, origin, deadlineMs, steps: [], typed };
  for (let answered: PageKind | undefined; ; ) {
    const shown = await nextPage(walk, answered);
    if (shown === 'came-back') return cameBack(walk);
    if (shown === undefined) return end(walk, 'unknown-page', await describeUnknown(walk));
    const last = endOf(shown, answered, asked);
    if (last !== undefined) return end(walk, last, shown);
    if (new URL(tab.url()).origin !== origin) return end(walk, 'unknown-page', foreign(walk));
    if (!(await tookAnswer(walk, shown.kind))) return end(walk, 'unknown-page', NO_ANSWER);
    answered = shown.kind;
  }
}

/** The next page that is not the one just answered, unless that one came back with an error. */
async function nextPage(
  { tab, stop, deadlineMs, steps }: Walk,
  answered: PageKind | undefined,
): Promise<Shown | 'came-back' | undefined> {
  const startMs = performance.now();
  const took = (page: string) => {
    steps.push({ page, tookMs: Math.round(performance.now() - startMs) });
  };
  while (performance.now() < deadlineMs) {
    if (stop.came !== undefined) {
      took('came back');
      return 'came-back';
    }
    const shown = await recognise(tab);
    if (shown !== undefined && (shown.kind !== answered || shown.text !== '')) {
      took(shown.kind);
      return shown;
    }
    await sleep(LOOK_EVERY_MS);
  }
  took('nothing that is known');
  return undefined;
}

/** Undefined: it can be answered. */
function endOf(
  shown: Shown,
  answered: PageKind | undefined,
  { totpSecret }: BrowserSignIn,
): BrowserEnd | undefined {
  const { kind, aadsts } = shown;
  if (isPolicyEnd(aadsts)) return 'blocked-by-policy';
  if (kind === 'error') return 'error-page';
  if (kind === 'password-expired' || kind === 'consent') return kind;
  if (kind === 'second-factor') return kind;
  if (kind === 'one-time-code' && (totpSecret === undefined || answered === kind)) {
    return 'second-factor';
  }
  // Answered before, and there again: with an error beside the field.
  if (answered !== kind) return undefined;
  return kind === 'password' && isWrongPassword(aadsts) ? 'wrong-password' : 'error-page';
}

/** The page of a wrong password may tell no number. */
function isWrongPassword(aadsts: number | null): boolean {
  return aadsts === null || chainAnswerOf(aadsts)?.answer === 'wrong-password';
}

const NO_ANSWER = { text: 'a page was there, and took no answer in time', aadsts: null };

/** What Playwright says of a page in its way quotes what was typed, so none of it is told. */
async function tookAnswer(walk: Walk, kind: PageKind): Promise<boolean> {
  try {
    await answer(walk, kind);
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') return false;
    throw error;
  }
}

async function answer({ tab, asked, typed, deadlineMs }: Walk, kind: PageKind): Promise<void> {
  const timeout = Math.max(1, deadlineMs - performance.now());
  const click = (selector: string) => tab.locator(selector).first().click({ timeout });
  const fill = (selector: string, text: string) => tab.fill(selector, text, { timeout });
  switch (kind) {
    case 'username':
      await fill('#i0116', asked.userName);
      return click('#idSIButton9');
    case 'password':
      await fill('#i0118', asked.password.reveal());
      return click('#idSIButton9');
    case 'one-time-code': {
      const code = oneTimeCode(asked);
      typed.push(code);
      await fill('#idTxtBx_SAOTCC_OTC', code);
      return click('#idSubmit_SAOTCC_Continue, #idSIButton9');
    }
    case 'keep-signed-in':
      // No: nothing of this visit is to last.
      return click('#idBtn_Back, #declineButton');
  }
}

function oneTimeCode({ totpSecret, nowMs }: BrowserSignIn): string {
  const secret = Base32.fromBase32(totpSecret?.reveal() ?? '');
  return new TOTP({ secret }).generate({ timestamp: nowMs() });
}

function cameBack(walk: Walk): Walked {
  const { hasCode = false, error = '' } = walk.stop.came ?? {};
  const text = hasCode ? 'signed in; the code was not redeemed' : error;
  const shown = { text, aadsts: readCode(error) };
  if (hasCode) return { ...end(walk, 'signed-in', shown), hasCode };
  return end(walk, isPolicyEnd(shown.aadsts) ? 'blocked-by-policy' : 'error-page', shown);
}

function end(walk: Walk, ended: BrowserEnd, shown: Pick<Shown, 'text' | 'aadsts'>): Walked {
  const { text, aadsts } = shown;
  return { ended, text, aadsts, steps: walk.steps, hasCode: false };
}

async function describeUnknown({ tab }: Walk) {
  const title = await tab.title().catch(() => '');
  return {
    text: `no page that is known came in time; the last is titled “${title}”`,
    aadsts: null,
  };
}

function foreign({ tab, origin }: Walk) {
  const { host } = new URL(tab.url());
  const text = `the sign-in led to ${host}, where nothing is typed: only ${origin} may ask`;
  return { text, aadsts: null };
}
