/**
 * What an AADSTS code says of the chain from the cloud through an agent to the directory and back.
 * A code that is not here says that the chain is broken, or nothing that anybody knows of: it is
 * never taken for "passed".
 */
import type { Basis, SourceId } from './sources.ts';

/**
 * - `passed`: the directory found the password right; what ended the sign-in came after that
 * - `wrong-password`: the chain answered, and the answer is no
 * - `locked`: smart lockout, or an address judged malicious, which look the same
 * - `not-asked`: an account that no agent is asked about, or maybe none: it cannot show the chain
 * - `set-up`: the application or the request is not right, so nothing was tried
 */
export type ChainAnswer = 'passed' | 'wrong-password' | 'locked' | 'not-asked' | 'set-up';

export interface ChainAnswerRow {
  answer: ChainAnswer;
  /** For whoever runs the probe. */
  advice: string;
  basis: Basis;
  sources: readonly SourceId[];
}

/** A second factor is asked for, and policies are enforced, after the password (ED-HOW, ED-CA). */
const POLICY: ChainAnswerRow = {
  answer: 'passed',
  advice: 'a policy ended the sign-in after that: exclude the probe account, at its address only',
  basis: 'documented',
  sources: ['ED-HOW', 'ED-CA', 'ED-ERR'],
};

/**
 * LDAP data 530 to 533, 701 and 773 are only given to the right password (W32, PUBLIC): whoever
 * reads "expired" or "not at this hour" was checked by a controller.
 */
const TO_THE_RIGHT_PASSWORD = {
  answer: 'passed',
  basis: 'observed',
  sources: ['ED-TS', 'W32', 'PUBLIC'],
} as const;

const NOT_ASKED = {
  answer: 'not-asked',
  basis: 'assumed',
  sources: ['ED-ERR', 'lab'],
} as const;

const SET_UP = { answer: 'set-up', basis: 'documented', sources: ['ED-ERR'] } as const;

export const CHAIN_ANSWERS: Readonly<Record<number, ChainAnswerRow>> = {
  50072: POLICY,
  50074: POLICY,
  50076: POLICY,
  50078: POLICY,
  50079: POLICY,
  50158: POLICY,
  53000: POLICY,
  53001: POLICY,
  53002: POLICY,
  53003: POLICY,
  53004: POLICY,
  530032: POLICY,
  530035: POLICY,
  50144: {
    ...TO_THE_RIGHT_PASSWORD,
    advice: 'the probe account’s password has expired: set one that does not',
  },
  80012: {
    ...TO_THE_RIGHT_PASSWORD,
    advice: 'the probe account may not sign in at this hour: lift its logon hours',
  },
  50126: {
    answer: 'wrong-password',
    advice: 'correct the probe’s password before it locks the account',
    basis: 'documented',
    sources: ['ED-ERR', 'ED-HOW'],
  },
  50053: {
    answer: 'locked',
    advice: 'wait, and see whether other addresses get in: the account or the address is blocked',
    basis: 'documented',
    sources: ['ED-LOCK', 'ED-ERR'],
  },
  50034: { ...NOT_ASKED, advice: 'no such account: correct the user name or the tenant' },
  50055: { ...NOT_ASKED, advice: 'the cloud keeps this password: use an on-premises account' },
  50056: { ...NOT_ASKED, advice: 'the cloud holds no password for it: use an on-premises account' },
  50057: { ...NOT_ASKED, advice: 'the account is disabled: enable it' },
  50194: { ...SET_UP, advice: 'name the tenant in the authority' },
  65001: { ...SET_UP, advice: 'let an administrator consent to the probe’s application' },
  70002: { ...SET_UP, advice: 'register the probe as a public client' },
  70011: { ...SET_UP, advice: 'the scope is not one of this resource' },
  500011: { ...SET_UP, advice: 'the resource is not in this tenant' },
  700016: { ...SET_UP, advice: 'register the probe’s application in this tenant' },
  7000112: { ...SET_UP, advice: 'enable the probe’s application' },
  7000218: { ...SET_UP, advice: 'allow public client flows for the probe’s application' },
  90002: { ...SET_UP, advice: 'no such tenant: correct the authority' },
};

export function chainAnswerOf(code: number): ChainAnswerRow | undefined {
  return Object.hasOwn(CHAIN_ANSWERS, code) ? CHAIN_ANSWERS[code] : undefined;
}

/** The password was found right, and a policy or a second factor came after that. */
export function isPolicyEnd(code: number | null): boolean {
  return code !== null && chainAnswerOf(code) === POLICY;
}

/**
 * Failures of the agent, or of what stands behind it: not of the person who mistyped a password or
 * a name (80004), nor of logon hours (80012). 80001 names no agent: nobody was there to be asked.
 */
export const AGENT_FAILURES: readonly number[] = [
  80002, 80003, 80005, 80007, 80010, 80011, 80013, 80014,
];
export const NO_AGENT = 80001;
