/**
 * The account database that all domain controllers of one domain share. Replication is instant
 * here: a failure counted on one controller counts on all of them. What an administrator changes
 * counts from the next logon on.
 */
import { ERROR } from '../protocol/win32.ts';
import { LabError } from '../runtime/lab-error.ts';
import type { Clock } from '../runtime/ports.ts';
import type { Secret } from '../runtime/secret.ts';
import type { AccountRules, DirectoryAccount } from './account.ts';
import { type ChangeKind, type ChangePage, createChangeFeed } from './change-feed.ts';
import {
  decidePasswordChange,
  type PasswordChangeOutcome,
  withPassword,
} from './change-password.ts';
import { decideLogon, type LockoutPolicy } from './logon.ts';

export interface Domain extends DomainAdministration {
  readonly name: string;
  /** Returns the Win32 code, 0 for success. The name's case does not matter. */
  logon(userPrincipalName: string, password: Secret, workstation: string | undefined): number;
  /** A person changes their own password. */
  changePassword(
    userPrincipalName: string,
    passwords: { oldPassword: Secret; newPassword: Secret },
  ): PasswordChangeOutcome;
  /** The account as it is now, with its counters. */
  find(userPrincipalName: string): DirectoryAccount | undefined;
  accounts(): IterableIterator<DirectoryAccount>;
  /** What an administrator changed after `marker`; 0 is the start, when nothing had changed. */
  changedSince(kind: ChangeKind, marker: number): ChangePage;
}

/**
 * @throws LabError `DIRECTORY_ACCOUNT_UNKNOWN` where the account has to be there,
 *   `DIRECTORY_ACCOUNT_TWICE` where its name must not be another's.
 */
export interface DomainAdministration {
  /** New, or in place of the one with the same id. */
  put(account: DirectoryAccount): void;
  remove(userPrincipalName: string): void;
  /** An administrator's reset: no rules are asked, and the password is young again. */
  setPassword(userPrincipalName: string, password: Secret): void;
  rename(userPrincipalName: string, newUserPrincipalName: string): void;
  /** Replaces the rules named; `undefined` takes one away. */
  setRules(userPrincipalName: string, rules: RuleChanges): void;
}

export type RuleChanges = {
  readonly [Name in keyof AccountRules]?: AccountRules[Name] | undefined;
};

export interface DomainOptions {
  name: string;
  accounts: readonly DirectoryAccount[];
  policy: LockoutPolicy;
  clock: Pick<Clock, 'nowMs'>;
  /** Called at once, within the change. */
  changed?: (kind: ChangeKind) => void;
}

/** @throws LabError `DIRECTORY_ACCOUNT_TWICE` if two accounts have one user principal name. */
export function createDomain(options: DomainOptions): Domain {
  const { name, policy, clock } = options;
  const accounts = createAccounts(name);
  for (const account of options.accounts) {
    const { userPrincipalName } = account;
    if (accounts.find(userPrincipalName)) throw nameTwice(name, userPrincipalName.toLowerCase());
    accounts.put(account);
  }
  const feed = createChangeFeed(options.changed ?? (() => {}));
  return {
    name,
    find: accounts.find,
    accounts: accounts.list,
    changedSince: (kind, marker) => feed.since(kind, marker, accounts.byId),
    logon(userPrincipalName, password, workstation) {
      if (!userPrincipalName.includes('@')) return ERROR.INVALID_ACCOUNT_NAME;
      const before = accounts.find(userPrincipalName);
      const decision = decideLogon(before, password, clock.nowMs(), policy, workstation);
      if (decision.account) accounts.put(decision.account);
      return decision.win32;
    },
    changePassword(userPrincipalName, passwords) {
      const before = accounts.find(userPrincipalName);
      const decision = decidePasswordChange(before, passwords, clock.nowMs(), policy);
      if (decision.account) accounts.put(decision.account);
      if (decision.account && decision.outcome === 'changed') {
        feed.note('password', decision.account);
      }
      return decision.outcome;
    },
    ...administer(accounts, feed.note),
  };
}

function administer(
  accounts: Accounts,
  note: (kind: ChangeKind, account: DirectoryAccount) => void,
): DomainAdministration {
  return {
    put(account) {
      accounts.put(account);
      note('account', account);
      note('password', account);
    },
    remove(userPrincipalName) {
      const account = accounts.get(userPrincipalName);
      accounts.remove(account);
      note('account', account);
    },
    setPassword(userPrincipalName, password) {
      const account = withPassword(accounts.get(userPrincipalName), password);
      accounts.put(account);
      note('password', account);
    },
    rename(userPrincipalName, newUserPrincipalName) {
      const before = accounts.get(userPrincipalName);
      const account = { ...before, userPrincipalName: newUserPrincipalName };
      accounts.put(account);
      note('account', account);
    },
    setRules(userPrincipalName, rules) {
      const account = withRules(accounts.get(userPrincipalName), rules);
      accounts.put(account);
      note('account', account);
    },
  };
}

/** The members are those of an account again once the rules that were taken away are gone. */
function withRules(account: DirectoryAccount, rules: RuleChanges): DirectoryAccount {
  const kept = Object.entries({ ...account, ...rules }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as unknown as DirectoryAccount;
}

/** By name, without case, and by id. */
interface Accounts {
  find(userPrincipalName: string): DirectoryAccount | undefined;
  get(userPrincipalName: string): DirectoryAccount;
  byId(id: string): DirectoryAccount | undefined;
  put(account: DirectoryAccount): void;
  remove(account: DirectoryAccount): void;
  list(): IterableIterator<DirectoryAccount>;
}

function createAccounts(domain: string): Accounts {
  const byName = new Map<string, DirectoryAccount>();
  const nameById = new Map<string, string>();
  const find = (name: string) => byName.get(name.toLowerCase());
  return {
    find,
    get(name) {
      const account = find(name);
      if (account !== undefined) return account;
      throw new LabError(
        'DIRECTORY_ACCOUNT_UNKNOWN',
        `expected an account of ${domain}, got "${name}", which it does not have`,
      );
    },
    byId: (id) => byName.get(nameById.get(id) ?? ''),
    put(account) {
      const key = account.userPrincipalName.toLowerCase();
      const before = nameById.get(account.id);
      if (before !== key && byName.has(key)) throw nameTwice(domain, key);
      if (before !== undefined && before !== key) byName.delete(before);
      nameById.set(account.id, key);
      byName.set(key, account);
    },
    remove({ id, userPrincipalName }) {
      byName.delete(userPrincipalName.toLowerCase());
      nameById.delete(id);
    },
    list: () => byName.values(),
  };
}

function nameTwice(domain: string, key: string): LabError {
  return new LabError(
    'DIRECTORY_ACCOUNT_TWICE',
    `expected each user principal name of ${domain} once, got "${key}" twice`,
  );
}
