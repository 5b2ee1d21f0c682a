/**
 * What changed in a domain and in which order, for whoever synchronises it. An account that changed
 * twice stands there once, at its last change; one that is gone leaves its id.
 */
import type { DirectoryAccount } from './account.ts';

export type ChangeKind = 'account' | 'password';

export interface AccountChange {
  id: string;
  createdAs: string;
  /** As it is now; absent if it is gone. */
  account?: DirectoryAccount;
}

export interface ChangePage {
  changes: readonly AccountChange[];
  /** Hand it back to hear what came after these. */
  marker: number;
}

export interface ChangeFeed {
  note(kind: ChangeKind, account: DirectoryAccount): void;
  since(
    kind: ChangeKind,
    marker: number,
    find: (id: string) => DirectoryAccount | undefined,
  ): ChangePage;
}

interface Noted {
  sequence: number;
  createdAs: string;
}

export function createChangeFeed(changed: (kind: ChangeKind) => void): ChangeFeed {
  const noted = { account: new Map<string, Noted>(), password: new Map<string, Noted>() };
  let sequence = 0;
  return {
    note(kind, { id, createdAs }) {
      // Taken out first, so that the order of the map is the order of the last changes.
      noted[kind].delete(id);
      noted[kind].set(id, { sequence: ++sequence, createdAs });
      changed(kind);
    },
    since(kind, marker, find) {
      const changes = [...noted[kind]]
        .filter(([, change]) => change.sequence > marker)
        .map(([id, { createdAs }]): AccountChange => {
          const account = find(id);
          return { id, createdAs, ...(account && { account }) };
        });
      return { changes, marker: sequence };
    },
  };
}
