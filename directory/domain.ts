/**
 * A domain: its accounts, as the PDC emulator has them, and what an administrator changes in them.
 * Controllers judge by their replica (`replica.ts`), which is these accounts themselves as long as
 * changes travel at once: a failure counted on one controller counts on all.
 */
import type { AccountEffect } from '../protocol/effects.ts';
import type { Clock } from '../runtime/ports.ts';
import type { Secret } from '../runtime/secret.ts';
import type { AccountRules, DirectoryAccount } from './account.ts';
import { NO_STATES, statesUnder } from './account-states.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import {
  type ChangeFeed,
  type ChangeKind,
  type ChangePage,
  createChangeFeed,
} from './change-feed.ts';
import {
  decidePasswordChange,
  type PasswordChangeOutcome,
  withPassword,
} from './change-password.ts';
import type { LockoutPolicy } from './logon.ts';
import {
  type AccountMove,
  createReplica,
  decideAt,
  type Logon,
  type Origin,
  type Replica,
  withoutStates,
} from './replica.ts';

/** Accounts of one domain or of several: what an administrator and Connect work with. */
export interface AccountDirectory extends DomainAdministration {
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

export interface Domain extends AccountDirectory {
  readonly name: string;
  /**
   * At the PDC emulator. Returns the Win32 code, 0 for success. The name's case does not matter.
   */
  logon(userPrincipalName: string, password: Secret, workstation: string | undefined): number;
  byId(id: string): DirectoryAccount | undefined;
  /** A controller's view of it. */
  replica(role: ReplicaRole): Replica;
  /** The account effects that hold from now on, in place of the ones before. */
  applyStates(effects: readonly AccountEffect[]): void;
}

/** `pdcAnswers` tells whether the PDC emulator can be asked; the emulator itself asks nobody. */
export type ReplicaRole = { pdcEmulator: true } | { pdcEmulator: false; pdcAnswers(): boolean };

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
  /** In place of one of its own: domains that are synchronised together share it. */
  feed?: Pick<ChangeFeed, 'note' | 'since'>;
  /** How long a change takes to the other controllers. Default 0, at once. */
  replicationDelayMs?: number;
}

/** @throws LabError `DIRECTORY_ACCOUNT_TWICE` if two accounts have one user principal name. */
export function createDomain(options: DomainOptions): Domain {
  const { name, clock } = options;
  const feed = options.feed ?? createChangeFeed(options.changed ?? (() => {}));
  const core = createCore(options, feed);
  const { accounts, origin } = core;
  const judge = (logon: Logon, nowMs: number) =>
    decideAt(accounts, origin.states(), logon, nowMs, origin);
  return {
    ...{ name, find: accounts.find, byId: accounts.byId, accounts: accounts.list },
    changedSince: (kind, marker) => feed.since(kind, marker, accounts.byId),
    applyStates: core.applyStates,
    logon(userPrincipalName, password, workstation) {
      return judge({ userPrincipalName, password, workstation }, clock.nowMs());
    },
    replica(role) {
      const replica = createReplica({
        ...origin,
        delayMs: role.pdcEmulator ? 0 : (options.replicationDelayMs ?? 0),
        askAgain: (logon, nowMs) =>
          role.pdcEmulator || !role.pdcAnswers() ? undefined : judge(logon, nowMs),
      });
      core.replicas.push(replica);
      return replica;
    },
    changePassword(userPrincipalName, passwords) {
      const before = accounts.find(userPrincipalName);
      const seen = before && origin.states().seen(before);
      const decision = decidePasswordChange(seen, passwords, clock.nowMs(), options.policy);
      const { outcome, account } = decision;
      if (!before || !account) return outcome;
      const changed = outcome === 'changed';
      const stored = withoutStates(before, seen, account);
      const after =
        changed && seen !== before ? withPassword(stored, passwords.newPassword) : stored;
      core.change({ before, after }, changed ? ['password'] : []);
      return outcome;
    },
    ...administer(accounts, core.change),
  };
}

/** The PDC emulator's accounts, and how a change of them reaches the replicas and the feed. */
function createCore(
  { name, policy, clock, ...options }: DomainOptions,
  feed: Pick<ChangeFeed, 'note'>,
) {
  const accounts = createAccounts(name, options.accounts);
  const replicas: Replica[] = [];
  let states = NO_STATES;
  const spread = (move: AccountMove, urgent: boolean) => {
    for (const replica of replicas) replica.changed(move, urgent);
  };
  const origin: Omit<Origin, 'delayMs' | 'askAgain'> = {
    ...{ name, policy, clock, accounts },
    states: () => states,
    keep(move) {
      if (move.after) accounts.put(move.after);
      // Only lockouts replicate, and at once; each controller counts bad passwords for itself.
      if (move.before?.lockedUntilMs !== move.after?.lockedUntilMs) spread(move, true);
    },
  };
  return {
    ...{ accounts, replicas, origin },
    applyStates(effects: readonly AccountEffect[]) {
      states = statesUnder(effects);
    },
    change(move: AccountMove, kinds: readonly ChangeKind[]) {
      if (move.after) accounts.put(move.after);
      else if (move.before) accounts.remove(move.before);
      spread(move, false);
      const account = move.after ?? move.before;
      for (const kind of kinds) if (account) feed.note(kind, account);
    },
  };
}

function administer(
  accounts: Accounts,
  change: (move: AccountMove, kinds: readonly ChangeKind[]) => void,
): DomainAdministration {
  const edit = (
    name: string,
    kind: ChangeKind,
    to: (before: DirectoryAccount) => DirectoryAccount,
  ) => {
    const before = accounts.get(name);
    change({ before, after: to(before) }, [kind]);
  };
  return {
    put(account) {
      change({ before: accounts.byId(account.id), after: account }, ['account', 'password']);
    },
    remove(userPrincipalName) {
      change({ before: accounts.get(userPrincipalName), after: undefined }, ['account']);
    },
    setPassword(userPrincipalName, password) {
      edit(userPrincipalName, 'password', (before) => withPassword(before, password));
    },
    rename(userPrincipalName, newUserPrincipalName) {
      edit(userPrincipalName, 'account', (before) => {
        return { ...before, userPrincipalName: newUserPrincipalName };
      });
    },
    setRules(userPrincipalName, rules) {
      edit(userPrincipalName, 'account', (before) => withRules(before, rules));
    },
  };
}

/** The members are those of an account again once the rules that were taken away are gone. */
function withRules(account: DirectoryAccount, rules: RuleChanges): DirectoryAccount {
  const kept = Object.entries({ ...account, ...rules }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as unknown as DirectoryAccount;
}
