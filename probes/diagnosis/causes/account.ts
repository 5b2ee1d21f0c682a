/**
 * One person’s account. The code of the sign-in narrows it down; what the directory itself says at
 * a bind tells apart what the cloud reports alike.
 */
import type { AadstsCode } from '../../../protocol/aadsts.ts';
import type { SourceId } from '../../../protocol/sources.ts';
import { win32Row } from '../../../protocol/win32.ts';
import { type Cause, type Finding, STRONG, WEAK } from '../cause.ts';
import { failedSignIns, type Signs } from '../signs.ts';

export interface DirectoryAnswer {
  server: string;
  /** Null: the agent’s trace says so, of somebody. */
  host: string | null;
  code: number;
}

/** What agents noted of people’s failed sign-ins lately. */
export function tracedReason({ servers }: Signs, codes: readonly number[]) {
  return servers.flatMap(({ name, reasons }): DirectoryAnswer[] => {
    const code = reasons.find((reason) => codes.includes(reason));
    return code === undefined ? [] : [{ server: name, host: null, code }];
  })[0];
}

export function resultOfDirectory(
  { servers }: Signs,
  codes: readonly number[],
): DirectoryAnswer | undefined {
  return servers
    .flatMap(({ name, directory }) =>
      (directory?.controllers ?? []).map(({ host, result }) => ({ server: name, host, result })),
    )
    .flatMap(({ server, host, result }) =>
      typeof result === 'number' && codes.includes(result) ? { server, host, code: result } : [],
    )[0];
}

export function sayResult({ server, host, code }: DirectoryAnswer): string {
  const text = win32Row(code)?.meaning ?? 'a code without a row';
  if (host === null) return `the trace of ${server} has ${code}: ${text}`;
  return `a bind at ${host} from ${server} ended with ${code}: ${text}`;
}

interface AccountCause {
  id: string;
  title: string;
  brings: readonly AadstsCode[];
  /** Win32 codes of a bind. */
  codes: readonly number[];
  nextTest: string;
  fix: string;
  sources: readonly SourceId[];
}

const TRACE = 'A bind with that account at a controller, or the agent’s trace:';

const rows: readonly AccountCause[] = [
  {
    id: 'account-disabled',
    title: 'The account is disabled in Active Directory',
    brings: [50057],
    codes: [1331],
    nextTest: `${TRACE} 1331 for a disabled account, 1793 for one whose end has passed.`,
    fix: 'Enable the account, if it is meant to be.',
    sources: ['ED-ERR', 'ED-TS'],
  },
  {
    id: 'account-expired',
    title: 'The account has reached its end date in Active Directory',
    brings: [50057],
    codes: [1793],
    nextTest: `${TRACE} 1793 for an expired account, 1331 for a disabled one.`,
    fix: 'Move the end date of the account.',
    sources: ['ED-ERR', 'ED-TS'],
  },
  {
    id: 'account-locked',
    title: 'The account is locked in Active Directory',
    brings: [50053],
    codes: [1909],
    nextTest: 'Search-ADAccount -LockedOut: locked there, or by Entra’s smart lockout only?',
    fix: 'Unlock the account, and find the device that still has an old password.',
    sources: ['ED-LOCK', 'ED-ERR'],
  },
  {
    id: 'password-expired',
    title: 'The password has expired in Active Directory',
    brings: [50144],
    codes: [1330],
    nextTest: `${TRACE} 1330 for a password that is too old, 1907 for one that must be changed.`,
    fix: 'The person changes the password, or an administrator resets it.',
    sources: ['ED-TS', 'ED-ERR'],
  },
  {
    id: 'must-change-password',
    title: 'The account must change its password at the next logon',
    brings: [50144],
    codes: [1907],
    nextTest: `${TRACE} 1907 for a password that must be changed, 1330 for one that is too old.`,
    fix: 'The person changes the password at a computer of the domain, or by self-service reset.',
    sources: ['ED-TS', 'ED-ERR'],
  },
  {
    id: 'outside-logon-hours',
    title: 'The account may not log on at this hour',
    brings: [80012],
    codes: [1328],
    nextTest: 'The logon hours of the account in Active Directory (they are in UTC).',
    fix: 'Change the logon hours of the account, if it should sign in at this hour.',
    sources: ['ED-ERR'],
  },
  {
    id: 'other-workstation',
    title: 'The account may log on to named computers only',
    brings: [50126],
    codes: [1329],
    nextTest: `${TRACE} 1329 for a computer that is not allowed, 1317 for a name nobody has.`,
    fix: 'Add every agent’s server to “Log On To” of the account, or let it log on anywhere.',
    sources: ['ED-TS'],
  },
  {
    id: 'upn-differs',
    title: 'The account has another name on premises',
    brings: [50126, 80004],
    codes: [1317],
    nextTest: 'Compare the user principal name on premises with the one in the cloud.',
    fix: 'Give both the same name; the next synchronisation takes it over.',
    sources: ['ED-TS'],
  },
  {
    id: 'password-not-right',
    title: 'The password that was used is not the account’s',
    brings: [50126],
    codes: [1326],
    nextTest: 'Sign in by hand with the password that the probe is configured with.',
    fix: 'Give the probe the account’s present password.',
    sources: ['ED-ERR'],
  },
];

export const ACCOUNT_CAUSES: readonly Cause[] = [
  ...rows.map(accountCause),
  {
    id: 'suffix-not-routed',
    link: 'directory',
    title: 'The suffix of the users’ names is not routed to their forest',
    brings: [50126],
    seenBy: ['sign-in'],
    explains: ['upn-differs', 'password-not-right'],
    nextTest: 'The name-suffix routing of the trust: all who have the suffix are hit, not one.',
    fix: 'Enable the suffix in the trust’s name-suffix routing.',
    sources: ['ED-QS', 'ED-FAQ', 'lab'],
    look(signs) {
      const failed = failedSignIns(signs);
      const refused = failed.filter(({ result }) => result === 50126);
      const isTheirs = refused.every(({ account }) => account === 'other-forest');
      if (refused.length === 0 || !isTheirs) return undefined;
      const seen = 'users of the other forest read AADSTS50126, those of the agents’ own sign in';
      return { weight: STRONG, at: [], for: [seen] };
    },
  },
];

function accountCause({ codes, brings, ...row }: AccountCause): Cause {
  return {
    link: 'account',
    seenBy: ['directory'],
    brings,
    ...row,
    look: (signs) => lookAtAccount(signs, brings, codes),
  };
}

/** The answers of users decide; the bind tells apart. Without one of both nothing is sure. */
function lookAtAccount(
  signs: Signs,
  brings: readonly number[],
  codes: readonly number[],
): Finding | undefined {
  const failed = failedSignIns(signs).filter(({ account }) => account === 'on-premises');
  const fits = failed.find(({ result }) => brings.includes(Number(result)));
  const bound = resultOfDirectory(signs, codes);
  const said = bound ?? (fits && tracedReason(signs, codes));
  if (said && fits) {
    return { weight: STRONG, at: [], for: [sayResult(said), `users read AADSTS${fits.result}`] };
  }
  if (said) return { weight: WEAK + 0.2, at: [], for: [sayResult(said)] };
  return undefined;
}
