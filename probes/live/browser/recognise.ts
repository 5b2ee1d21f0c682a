/**
 * Which sign-in page is shown, by its public ids and by `$Config`. Both are public research and no
 * contract: a page that fits nothing is called unknown, never an outage.
 */
import type { Page as Tab } from 'playwright-core';

export type PageKind =
  | 'username'
  | 'password'
  | 'keep-signed-in'
  | 'one-time-code'
  | 'second-factor'
  | 'consent'
  | 'password-expired'
  | 'error';

export interface Shown {
  kind: PageKind;
  /** Beside a field or of the whole page; empty: none. */
  text: string;
  aadsts: number | null;
}

/** Ids: fact sheet 4.4. The first that is visible counts; the real page hides fields by a class. */
const MARKS: readonly (readonly [kind: PageKind, selector: string])[] = [
  ['error', '#exceptionMessageContainer'],
  ['password-expired', '#passwordExpiredText, #currentPassword, #newPassword'],
  ['one-time-code', '#idTxtBx_SAOTCC_OTC'],
  ['second-factor', '#idRichContext_DisplaySign, #idDiv_SAOTCAS_Title'],
  ['keep-signed-in', '#KmsiCheckboxField'],
  ['consent', '[name=acceptConsent]'],
  ['password', '#i0118:not(.moveOffScreen):not([aria-hidden=true])'],
  ['username', '#i0116:not(.moveOffScreen):not([aria-hidden=true])'],
];
const ALERTS = '#usernameError, #passwordError, #exceptionMessageContainer, [role=alert]';

/** `pgid`, where no id tells. */
const PAGE_NAMES: Readonly<Record<string, PageKind>> = {
  KmsiInterrupt: 'keep-signed-in',
  ConvergedConsent: 'consent',
  ConvergedChangePassword: 'password-expired',
  ConvergedTFA: 'second-factor',
  ConvergedProofUpRedirect: 'second-factor',
  ConvergedError: 'error',
};

/** In the page's own world, as one expression: what it says of itself. */
const CONFIG =
  "typeof $Config === 'object' && $Config !== null ? { pgid: String($Config.pgid ?? ''), " +
  "code: String($Config.sErrorCode ?? ''), text: String($Config.strServiceExceptionMessage ?? " +
  "'') } : { pgid: '', code: '', text: '' }";

interface Config {
  pgid: string;
  code: string;
  text: string;
}

/** Undefined while a page is on its way, and for one that fits nothing. */
export async function recognise(tab: Tab): Promise<Shown | undefined> {
  try {
    const config = await tab.evaluate<Config>(CONFIG);
    const kind = (await visibleMark(tab)) ?? PAGE_NAMES[config.pgid];
    if (kind === undefined) return undefined;
    const alert = tab.locator(ALERTS).filter({ visible: true });
    const beside = (await alert.count()) > 0 ? ((await alert.first().textContent()) ?? '') : '';
    const text = beside.trim() || (kind === 'error' ? config.text : '');
    return { kind, text, aadsts: readCode(text) ?? readCode(`AADSTS${config.code}`) };
  } catch (error) {
    if (isOnItsWay(error)) return undefined;
    throw error;
  }
}

async function visibleMark(tab: Tab): Promise<PageKind | undefined> {
  for (const [kind, selector] of MARKS) {
    if (await tab.locator(selector).first().isVisible()) return kind;
  }
  return undefined;
}

export function readCode(text: string): number | null {
  const digits = /AADSTS(\d{5,7})/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Between two documents there is nothing to ask. */
function isOnItsWay(error: unknown): boolean {
  return error instanceof Error && /context was destroyed|navigat|detached/i.test(error.message);
}
