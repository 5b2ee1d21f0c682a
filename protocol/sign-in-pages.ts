/**
 * Names and numbers of the sign-in pages that scripts read from `$Config`. None of them is
 * documented: they come from public copies of the page, or are the lab's where nobody shows one.
 */
import type { Sourced } from './sources.ts';

function observed<T>(value: T, note: string): Sourced<T> {
  return { value, basis: 'observed', sources: ['PUBLIC'], note };
}

function assumed<T>(value: T, note: string): Sourced<T> {
  return { value, basis: 'assumed', sources: ['lab'], note };
}

/** `pgid`, by the lab's kind of page. */
const PAGE_NAMES = {
  username: observed('ConvergedSignIn', 'Fact sheet 4.4.'),
  password: observed('ConvergedSignIn', 'Fact sheet 4.4; also after a wrong password.'),
  'pick-account': observed('ConvergedSignIn', 'The picker is a view of the same page.'),
  'keep-signed-in': observed('KmsiInterrupt', 'Fact sheet 4.4.'),
  mfa: observed('ConvergedTFA', 'Fact sheet 4.4.'),
  consent: observed('ConvergedConsent', 'Fact sheet 4.4.'),
  'password-expired': observed('ConvergedChangePassword', 'Fact sheet 4.4.'),
  error: observed('ConvergedError', 'Fact sheet 4.4.'),
  'device-code': assumed('ConvergedRemoteConnect', 'No name is in the fact sheet.'),
  'device-confirm': assumed('ConvergedRemoteConnect', 'No name is in the fact sheet.'),
  'device-done': assumed('ConvergedRemoteConnect', 'No name is in the fact sheet.'),
  'signed-out': assumed('ConvergedSignOut', 'No name is in the fact sheet.'),
  'form-post': assumed('', 'Has no $Config.'),
} as const satisfies Readonly<Record<string, Sourced<string>>>;

export function pgidOf(kind: keyof typeof PAGE_NAMES): string {
  return PAGE_NAMES[kind].value;
}

export const PAGE_NUMBERS = {
  hpgact: observed(1800, 'Sent back as a header by the page’s own calls (fact sheet 4.3).'),
  hpgid: observed(1104, 'As hpgact; the number of the first page, kept for all.'),
  pollIntervalSeconds: assumed(1, 'Between two questions for the result of number matching.'),
  pollAttemptsMax: assumed(120, 'Then the page waits for its button.'),
} as const satisfies Readonly<Record<string, Sourced<number>>>;
