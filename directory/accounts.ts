/**
 * The accounts that one copy of a domain's database holds, by name without case and by id. Accounts
 * themselves never change: whoever changes one puts another in its place.
 */
import { LabError } from '../runtime/lab-error.ts';
import type { DirectoryAccount } from './account.ts';

/** @throws LabError `DIRECTORY_ACCOUNT_UNKNOWN` (`get`), `DIRECTORY_ACCOUNT_TWICE` (`put`) */
export interface Accounts {
  find(userPrincipalName: string): DirectoryAccount | undefined;
  get(userPrincipalName: string): DirectoryAccount;
  byId(id: string): DirectoryAccount | undefined;
  put(account: DirectoryAccount): void;
  remove(account: DirectoryAccount): void;
  list(): IterableIterator<DirectoryAccount>;
}

export function createAccounts(domain: string, initial: Iterable<DirectoryAccount> = []): Accounts {
  const byName = new Map<string, DirectoryAccount>();
  const nameById = new Map<string, string>();
  const find = (name: string) => byName.get(name.toLowerCase());
  const accounts: Accounts = {
    find,
    get(name) {
      const account = find(name);
      if (account !== undefined) return account;
      throw accountUnknown(domain, name);
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
  for (const account of initial) {
    // Two with one name, whatever their ids: the first would be lost in silence.
    if (find(account.userPrincipalName)) {
      throw nameTwice(domain, account.userPrincipalName.toLowerCase());
    }
    accounts.put(account);
  }
  return accounts;
}

export function accountUnknown(domain: string, name: string): LabError {
  return new LabError(
    'DIRECTORY_ACCOUNT_UNKNOWN',
    `expected an account of ${domain}, got "${name}", which it does not have`,
  );
}

export function nameTwice(domain: string, key: string): LabError {
  return new LabError(
    'DIRECTORY_ACCOUNT_TWICE',
    `expected each user principal name of ${domain} once, got "${key}" twice`,
  );
}
