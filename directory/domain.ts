/**
 * The account database that all domain controllers of one domain share. Replication is instant
 * here: a failure counted on one controller counts on all of them.
 */
import { LabError } from '../runtime/lab-error.ts';
import type { Clock } from '../runtime/ports.ts';
import type { Secret } from '../runtime/secret.ts';
import type { DirectoryAccount } from './account.ts';
import { decideLogon, type LockoutPolicy } from './logon.ts';

export interface Domain {
  readonly name: string;
  /** Returns the Win32 code, 0 for success. The name's case does not matter. */
  logon(userPrincipalName: string, password: Secret, workstation: string | undefined): number;
  /** The account as it is now, with its counters. */
  find(userPrincipalName: string): DirectoryAccount | undefined;
}

export interface DomainOptions {
  name: string;
  accounts: readonly DirectoryAccount[];
  policy: LockoutPolicy;
  clock: Pick<Clock, 'nowMs'>;
}

/** @throws LabError `DIRECTORY_ACCOUNT_TWICE` if two accounts have one user principal name. */
export function createDomain({ name, accounts, policy, clock }: DomainOptions): Domain {
  const byName = new Map<string, DirectoryAccount>();
  for (const account of accounts) {
    const key = account.userPrincipalName.toLowerCase();
    if (byName.has(key)) {
      throw new LabError(
        'DIRECTORY_ACCOUNT_TWICE',
        `expected each user principal name of ${name} once, got "${key}" twice`,
      );
    }
    byName.set(key, account);
  }
  return {
    name,
    find: (userPrincipalName) => byName.get(userPrincipalName.toLowerCase()),
    logon(userPrincipalName, password, workstation) {
      const key = userPrincipalName.toLowerCase();
      const decision = decideLogon(byName.get(key), password, clock.nowMs(), policy, workstation);
      if (decision.account) byName.set(key, decision.account);
      return decision.win32;
    },
  };
}
