/**
 * What an administrator changed in the directory, kept in the state file: without it a killed lab
 * would know new passwords and names in the cloud that nobody has on premises. Changes are played
 * again at the next start, so that what had not been synchronised yet still is. Counters of bad
 * passwords are not kept.
 */
import type { DirectoryAccount } from '../../directory/account.ts';
import type { ChangeKind } from '../../directory/change-feed.ts';
import type { AccountDirectory } from '../../directory/domain.ts';
import type { StateFile } from './state-file.ts';

export interface KeptDirectory {
  /** Before the lab's first sign-in. */
  replay(domain: AccountDirectory): void;
  /** The directory's bell: something of that kind has changed. */
  note(domain: AccountDirectory, kind: ChangeKind): void;
}

/** JSON has no `Infinity`: a lock without an end comes back as null. */
type KeptAccount = Omit<DirectoryAccount, 'lockedUntilMs'> & { lockedUntilMs?: number | null };

interface KeptChange {
  createdAs: string;
  /** Absent if the account is gone. */
  account?: KeptAccount;
}

export function createKeptDirectory(
  file: Pick<StateFile, 'sink' | 'directoryRecords'>,
): KeptDirectory {
  const markers: Record<ChangeKind, number> = { account: 0, password: 0 };
  return {
    replay(domain) {
      const records = file.directoryRecords();
      const known = new Map([...domain.accounts()].map((account) => [account.id, account]));
      // All of them go before any comes: two may have swapped their names.
      for (const [id] of records) {
        const before = known.get(id);
        if (before !== undefined) domain.remove(before.userPrincipalName);
      }
      for (const [, record] of records) {
        const { account } = record as KeptChange;
        if (account !== undefined) domain.put(revive(account));
      }
    },
    note(domain, kind) {
      const { changes, marker } = domain.changedSince(kind, markers[kind]);
      markers[kind] = marker;
      for (const { id, createdAs, account } of changes) {
        file.sink('directory', id, { createdAs, account });
      }
    },
  };
}

function revive({ lockedUntilMs, ...account }: KeptAccount): DirectoryAccount {
  if (lockedUntilMs === undefined) return account;
  return { ...account, lockedUntilMs: lockedUntilMs ?? Number.POSITIVE_INFINITY };
}
