/**
 * One controller's copy of its domain. While changes travel at once all controllers share the
 * domain's own accounts; one that hears nothing, or hears late, has a copy of its own and asks the
 * PDC emulator again before it calls a password wrong.
 *
 *   domain (PDC emulator) ── change, after the delay ──▶ replica
 *   domain (PDC emulator) ◀── a password found wrong ── replica
 */
import { ERROR } from '../protocol/win32.ts';
import type { Clock } from '../runtime/ports.ts';
import type { Secret } from '../runtime/secret.ts';
import type { DirectoryAccount } from './account.ts';
import type { AccountStates } from './account-states.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { decideLogon, type LockoutPolicy } from './logon.ts';

export interface Logon {
  userPrincipalName: string;
  password: Secret;
  /** `undefined` where the way it asked cannot say (LDAP). */
  workstation: string | undefined;
}

export interface Replica {
  /** Win32, 0 for success. `nowMs` is by the controller's own clock. */
  logon(logon: Logon, nowMs: number): number;
  /** `false`: from now on it hears of no change. Back on, it catches up at once. */
  hear(on: boolean): void;
  /** A change made in the domain; `urgent` ones do not wait for the delay. */
  changed(change: AccountMove, urgent: boolean): void;
}

/** How an account was and is; either is absent if there was none. */
export interface AccountMove {
  before: DirectoryAccount | undefined;
  after: DirectoryAccount | undefined;
}

/** What a domain shows its replicas. */
export interface Origin {
  readonly name: string;
  readonly policy: LockoutPolicy;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly accounts: Accounts;
  /** How long a change takes to a replica; 0 is at once. */
  readonly delayMs: number;
  states(): AccountStates;
  /** Puts an account back after a logon, and tells the others of a lockout. */
  keep(move: AccountMove): void;
  /** The PDC emulator's second opinion; `undefined` if it cannot be asked. */
  askAgain(logon: Logon, nowMs: number): number | undefined;
}

/**
 * Verdicts that may rest on an old password: Netlogon asks the PDC emulator before it gives them.
 * A wrong password is documented; the others are assumed.
 */
const ASKED_AGAIN: readonly number[] = [
  ERROR.LOGON_FAILURE,
  ERROR.PASSWORD_EXPIRED,
  ERROR.PASSWORD_MUST_CHANGE,
  ERROR.ACCOUNT_LOCKED_OUT,
];

export function createReplica(origin: Origin): Replica {
  const { clock, delayMs } = origin;
  let copy = delayMs > 0 ? createAccounts(origin.name, origin.accounts.list()) : undefined;
  let deafWith: AccountStates | undefined;
  let pending: { dueMs: number; move: AccountMove }[] = [];

  function catchUp(into: Accounts): void {
    if (deafWith) return;
    const nowMs = clock.nowMs();
    for (const { move } of pending.filter(({ dueMs }) => dueMs <= nowMs)) applyMove(into, move);
    pending = pending.filter(({ dueMs }) => dueMs > nowMs);
  }

  return {
    logon(logon, nowMs) {
      if (!copy) return decideAt(origin.accounts, origin.states(), logon, nowMs, origin);
      catchUp(copy);
      const own = copy;
      const keep = ({ after }: AccountMove) => after && own.put(after);
      const states = deafWith ?? origin.states();
      const win32 = decideAt(own, states, logon, nowMs, { policy: origin.policy, keep });
      if (!ASKED_AGAIN.includes(win32)) return win32;
      return origin.askAgain(logon, nowMs) ?? win32;
    },
    hear(on) {
      if (on === (deafWith === undefined)) return;
      if (copy) catchUp(copy);
      deafWith = on ? undefined : origin.states();
      if (!on) copy ??= createAccounts(origin.name, origin.accounts.list());
      else if (delayMs === 0) {
        copy = undefined;
        pending = [];
      }
    },
    changed(move, urgent) {
      if (copy) pending.push({ dueMs: clock.nowMs() + (urgent ? 0 : delayMs), move });
    },
  };
}

/** One logon against one copy of the database. */
export function decideAt(
  accounts: Accounts,
  states: AccountStates,
  { userPrincipalName, password, workstation }: Logon,
  nowMs: number,
  { policy, keep }: Pick<Origin, 'policy'> & { keep(move: AccountMove): unknown },
): number {
  if (!userPrincipalName.includes('@')) return ERROR.INVALID_ACCOUNT_NAME;
  const before = accounts.find(userPrincipalName);
  const seen = before && states.seen(before);
  const { win32, account } = decideLogon(seen, password, nowMs, policy, workstation);
  if (before && account && account !== seen) {
    keep({ before, after: withoutStates(before, seen, account) });
  }
  return win32;
}

/** What the logon counted, on the account as it is stored. */
export function withoutStates(
  before: DirectoryAccount,
  seen: DirectoryAccount | undefined,
  after: DirectoryAccount,
): DirectoryAccount {
  if (before === seen) return after;
  const { lastBadPasswordMs: _last, lockedUntilMs: _locked, ...rest } = before;
  const { badPasswordCount, lastBadPasswordMs, lockedUntilMs } = after;
  return {
    ...{ ...rest, badPasswordCount },
    ...(lastBadPasswordMs !== undefined && { lastBadPasswordMs }),
    ...(lockedUntilMs !== undefined && { lockedUntilMs }),
  };
}

/** Another account may have the name still: its own move comes later, so it goes first. */
function applyMove(accounts: Accounts, { before, after }: AccountMove): void {
  const known = accounts.byId((after ?? before)?.id ?? '');
  if (known && known.userPrincipalName !== after?.userPrincipalName) accounts.remove(known);
  if (!after) return;
  const inTheWay = accounts.find(after.userPrincipalName);
  if (inTheWay && inTheWay.id !== after.id) accounts.remove(inTheWay);
  accounts.put(after);
}
