/**
 * States that account effects put over accounts for a while. The accounts themselves stay as they
 * are, so that ending the effect restores them; nothing of a state is ever stored.
 */
import type { AccountEffect } from '../protocol/effects.ts';
import type { AccountRules, DirectoryAccount } from './account.ts';

export interface AccountStates {
  /**
   * The account as a controller sees it: `undefined` if it has another name for the time being.
   */
  seen(account: DirectoryAccount): DirectoryAccount | undefined;
}

export const NO_STATES: AccountStates = { seen: (account) => account };

export function statesUnder(effects: readonly AccountEffect[]): AccountStates {
  if (effects.length === 0) return NO_STATES;
  const named = effects.map(({ users, kind }) => ({
    kind,
    users: new Set(users.map((user) => user.toLowerCase())),
  }));
  return {
    seen(account) {
      const name = account.userPrincipalName.toLowerCase();
      const kinds = named
        .filter(({ users }) => users.has('*') || users.has(name))
        .map(({ kind }) => kind);
      if (kinds.length === 0) return account;
      if (kinds.includes('renamed')) return undefined;
      return Object.assign({ ...account }, ...kinds.map(rulesOf));
    },
  };
}

/** A name that no machine of the lab has. */
const ELSEWHERE = 'elsewhere';

/** The one place that says what an account effect does. */
function rulesOf(kind: AccountEffect['kind']): AccountRules {
  switch (kind) {
    case 'disabled':
      return { disabled: true };
    case 'locked':
      return { lockedUntilMs: Number.POSITIVE_INFINITY };
    case 'password-expired':
      return { passwordExpiresMs: 0 };
    case 'must-change':
      return { mustChangePassword: true };
    case 'account-expired':
      return { accountExpiresMs: 0 };
    case 'outside-hours':
      return { logonHours: [] };
    case 'other-workstation':
      return { workstations: [ELSEWHERE] };
    case 'renamed':
      return {};
    default:
      return kind satisfies never;
  }
}
