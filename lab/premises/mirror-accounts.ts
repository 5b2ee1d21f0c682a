/**
 * Keeps a real directory as the lab's own one is: what an administrator, Connect or an account
 * effect changes in memory is written there. What logons change (counted failures, lockouts) lives
 * there alone, because logons end there.
 *
 *     in memory ── as it is seen ──▶ difference to what was written ──▶ writeAccounts
 */
import type { DirectoryAccount } from '../../directory/account.ts';
import { type AccountStates, NO_STATES, statesUnder } from '../../directory/account-states.ts';
import type { AccountEffect } from '../../protocol/effects.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Clock } from '../../runtime/ports.ts';
import { createTurns } from '../../runtime/turns.ts';
import type { MirroredAccount, Outposts } from '../outposts/outposts.ts';
import type { KnownPasswords } from './known-passwords.ts';
import { renderMirrored } from './render-mirrored.ts';

export interface MirrorOptions {
  accounts(): Iterable<DirectoryAccount>;
  passwords: Pick<KnownPasswords, 'find'>;
  clock: Pick<Clock, 'nowMs' | 'at'>;
  write: Outposts['writeAccounts'];
  /** What went wrong where nobody waits for it. */
  report(error: unknown): void;
}

export interface AccountMirror {
  /** All that differs by now is there when this settles. */
  catchUp(): Promise<void>;
  /** The directory may lack what was written: all is written again. */
  writeAll(): Promise<void>;
  /** The effects that hold from now on, in place of the ones before. */
  applyStates(effects: readonly AccountEffect[]): Promise<void>;
  /** An administrator ends lockouts: of these, or of all. */
  unlock(userNames?: readonly string[]): void;
}

interface Wanted {
  account: MirroredAccount;
  digest: string;
  source: DirectoryAccount;
}

type Written = Pick<Wanted, 'account' | 'digest'>;

export function createAccountMirror(options: MirrorOptions): AccountMirror {
  const { passwords, write, clock, report } = options;
  const written = new Map<string, Written>();
  const unlocked = new Set<string>();
  let states = NO_STATES;
  const takeTurn = createTurns();
  // A real controller keeps another time than the lab: it is told when the moment has come.
  const alarm = createAlarm(clock, () => void catchUp().catch(report));

  async function writeDifference(): Promise<void> {
    const wanted = readWanted(options, states);
    alarm.ringAt(findNextMoment(wanted.values(), clock.nowMs()));
    const removed = [...written].filter(([id, before]) => !isStill(before, wanted.get(id)));
    const changed = [...wanted].flatMap(([id, next]) => {
      const writing = decideWriting(next, written.get(id), unlocked, passwords);
      return writing ? [{ id, next, writing }] : [];
    });
    if (removed.length + changed.length === 0) return;
    // Those that go come first: they make room for their names.
    const gone = removed.map(([, { account }]) => ({ ...account, removed: true }));
    await write([...gone, ...changed.map(({ writing }) => writing)]);
    for (const [id] of removed) written.delete(id);
    for (const { id, next } of changed) {
      written.set(id, next);
      unlocked.delete(keyOf(next.account));
    }
  }

  const catchUp = () => takeTurn(writeDifference);
  return {
    catchUp,
    writeAll: () =>
      takeTurn(() => {
        // Names are kept: by them it is known who has gone since.
        for (const [id, before] of written) written.set(id, { ...before, digest: '' });
        return writeDifference();
      }),
    applyStates(effects) {
      states = statesUnder(effects);
      return catchUp();
    },
    unlock(userNames) {
      const all = [...written.values()].map(({ account }) => account.userPrincipalName);
      for (const name of userNames ?? all) unlocked.add(name.toLowerCase());
    },
  };
}

/** By id, as a controller would see them. */
function readWanted(
  { accounts, clock }: Pick<MirrorOptions, 'accounts' | 'clock'>,
  states: AccountStates,
): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const one of accounts()) {
    const source = states.seen(one);
    if (!source) continue;
    const account = renderMirrored(source, clock.nowMs());
    wanted.set(one.id, { account, digest: source.digest, source });
  }
  return wanted;
}

/** One moment at a time; undefined: none. */
function createAlarm(clock: Pick<Clock, 'at'>, ring: () => void) {
  let set: Disposable | undefined;
  return {
    ringAt(momentMs: number | undefined): void {
      set?.[Symbol.dispose]();
      set = momentMs === undefined ? undefined : clock.at(momentMs, ring);
    },
  };
}

/** When what an account is becomes something else by itself. */
function findNextMoment(wanted: Iterable<Wanted>, nowMs: number): number | undefined {
  let next = Infinity;
  for (const { source } of wanted) {
    const { accountExpiresMs, passwordExpiresMs, lockedUntilMs } = source;
    for (const ms of [accountExpiresMs, passwordExpiresMs, lockedUntilMs]) {
      if (ms !== undefined && ms > nowMs && ms < next) next = ms;
    }
  }
  return next === Infinity ? undefined : next;
}

function isStill({ account }: Written, wanted: Wanted | undefined): boolean {
  return wanted !== undefined && keyOf(wanted.account) === keyOf(account);
}

/** `undefined`: it is there already, as it should be. */
function decideWriting(
  { account, digest, source }: Wanted,
  before: Written | undefined,
  unlocked: ReadonlySet<string>,
  passwords: MirrorOptions['passwords'],
): MirroredAccount | undefined {
  const isThere = before !== undefined && keyOf(before.account) === keyOf(account);
  const unlock = unlocked.has(keyOf(account)) && !account.locked;
  const writing = { ...account, ...(unlock && { unlock }) };
  if (!isThere || before.digest !== digest) {
    const password = passwords.find(source);
    if (password === undefined) throw passwordUnknown();
    return { ...writing, password: password.reveal() };
  }
  const isSame = JSON.stringify(before.account) === JSON.stringify(account);
  return isSame && !unlock ? undefined : writing;
}

function keyOf({ userPrincipalName }: MirroredAccount): string {
  return userPrincipalName.toLowerCase();
}

/** No name in it: what it ends is told in a container's log. */
function passwordUnknown(): LabError {
  const sentence =
    'expected to know every password, because the real directory is to have them too; accounts ' +
    'changed in an earlier run have none here: start without the state file';
  return new LabError('DIRECTORY_PASSWORD_UNKNOWN', sentence);
}
