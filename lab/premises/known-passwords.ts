/**
 * Passwords that passed through the lab in plain, for a real directory that is to have them too.
 * The in-memory directory keeps digests only; whichever of the known ones makes an account's digest
 * is its password. In memory, and never shown.
 */
import { type DirectoryAccount, digestPassword } from '../../directory/account.ts';
import type { Secret } from '../../runtime/secret.ts';

export interface KnownPasswords {
  /** `owner`: the user principal name it was given under. */
  learn(owner: string, password: Secret): void;
  /** `undefined`: it came from somewhere else, for example a state file. */
  find(account: DirectoryAccount): Secret | undefined;
}

export function createKnownPasswords(): KnownPasswords {
  const byOwner = new Map<string, Secret[]>();
  return {
    learn(owner, password) {
      const key = owner.toLowerCase();
      byOwner.set(key, [password, ...(byOwner.get(key) ?? [])]);
    },
    find({ userPrincipalName, createdAs, salt, digest }) {
      const owners = new Set([userPrincipalName.toLowerCase(), createdAs.toLowerCase()]);
      const fits = (password: Secret) => digestPassword(salt, password) === digest;
      for (const owner of owners) {
        const found = byOwner.get(owner)?.find(fits);
        if (found) return found;
      }
      // Names change, by hand and more than once: then everybody's are tried.
      return [...byOwner.values()].flat().find(fits);
    },
  };
}
