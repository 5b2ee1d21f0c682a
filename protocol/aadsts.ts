/**
 * All AADSTS codes of the lab in one table. Rows live in the `aadsts-*.ts` files beside this one,
 * by what they are about. Nothing here decides when a code is given: see `aadstsForWin32` and
 * `VALIDATION_FAILURES`.
 */
import { AADSTS_ACCOUNT } from './aadsts-account.ts';
import { AADSTS_APP } from './aadsts-app.ts';
import { AADSTS_AUTHORIZE } from './aadsts-authorize.ts';
import { AADSTS_PTA } from './aadsts-pta.ts';
import { AADSTS_REQUEST } from './aadsts-request.ts';
import type { AadstsRow } from './aadsts-row.ts';
import { AADSTS_SESSION } from './aadsts-session.ts';

export type { AadstsRow, OauthError, Suberror } from './aadsts-row.ts';

const rows = {
  ...AADSTS_PTA,
  ...AADSTS_ACCOUNT,
  ...AADSTS_SESSION,
  ...AADSTS_APP,
  ...AADSTS_AUTHORIZE,
  ...AADSTS_REQUEST,
};

export type AadstsCode = keyof typeof rows;

export const AADSTS: Readonly<Record<AadstsCode, AadstsRow>> = rows;

export function isAadstsCode(code: number): code is AadstsCode {
  return Object.hasOwn(AADSTS, code);
}

/** One that only an agent, or the way to it, can be the cause of. */
export function isPtaCode(code: number): boolean {
  return Object.hasOwn(AADSTS_PTA, code);
}

export function aadstsRow(code: number): AadstsRow | undefined {
  return isAadstsCode(code) ? AADSTS[code] : undefined;
}

/**
 * Codes of validations that end without a Win32 verdict. Meanings are documented (ED-TS); that
 * exactly these conditions lead to them is the lab's reading (fact sheet 6.2, 6.3).
 */
export const VALIDATION_FAILURES = {
  noAgentAvailable: 80001,
  /** Also when the agent that took the request dies: there is no hand-off to another (ED-SEC). */
  agentSilent: 80002,
  answerUnreadable: 80003,
  /** The agent answered with words of its own instead of a reason: assumed. */
  agentFailed: 80005,
  undecryptable: 80010,
  keyNotFound: 80011,
  /** The answer came after the deadline of the sign-in. */
  answerLate: 80014,
} as const satisfies Record<string, AadstsCode>;
