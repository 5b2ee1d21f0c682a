/**
 * What an administrator does in the directory of a running lab, with names and plain passwords as a
 * person types them. The cloud hears of it at the next synchronisation; agents at the next sign-in.
 */
import { createAccount, type DirectoryAccount } from '../../directory/account.ts';
import type { AccountDirectory, RuleChanges } from '../../directory/domain.ts';
import type { Dice } from '../../runtime/ports.ts';
import { Secret } from '../../runtime/secret.ts';
import type { AccountEntry } from '../estate.ts';

/**
 * @throws LabError `DIRECTORY_ACCOUNT_UNKNOWN` or `DIRECTORY_ACCOUNT_TWICE`, with a sentence about
 *   the name that was given.
 */
export interface DirectoryControl {
  find(userName: string): DirectoryAccount | undefined;
  /** One that was made together with its cloud user, whose id it has. */
  add(account: DirectoryAccount): void;
  /** New, or in place of the one with that name. */
  put(userName: string, entry: AccountEntry & { password: string }): void;
  remove(userName: string): void;
  resetPassword(userName: string, password: string): void;
  rename(userName: string, newUserName: string): void;
  /** Replaces the rules named; `undefined` takes one away. */
  setRules(userName: string, rules: RuleChanges): void;
  /** Every account as it was at the start, with its password and without failures. */
  reset(): void;
}

export function createDirectoryControl(domain: AccountDirectory, dice: Dice): DirectoryControl {
  const seeded = new Map([...domain.accounts()].map((account) => [account.id, account]));
  return {
    find: domain.find,
    add: domain.put,
    put(userName, { password, ...rules }) {
      const before = domain.find(userName);
      const account = createAccount(userName, new Secret(password), dice, rules, before?.id);
      domain.put({ ...account, createdAs: before?.createdAs ?? userName });
    },
    remove: domain.remove,
    resetPassword(userName, password) {
      domain.setPassword(userName, new Secret(password));
    },
    rename: domain.rename,
    setRules: domain.setRules,
    reset() {
      // All that changed go before any comes back: names may have been swapped.
      const changed = [...domain.accounts()].filter((one) => one !== seeded.get(one.id));
      for (const { userPrincipalName } of changed) domain.remove(userPrincipalName);
      for (const one of seeded.values()) if (!domain.find(one.userPrincipalName)) domain.put(one);
    },
  };
}
