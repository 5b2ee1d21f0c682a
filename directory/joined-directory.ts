/**
 * The accounts of several forests as one, for the administrator and for Connect. A new account goes
 * to the forest that its name's suffix belongs to; one that is renamed stays where it is, and is no
 * longer found if its new name leads to another forest.
 */
import { accountUnknown, nameTwice } from './accounts.ts';
import type { ChangeFeed } from './change-feed.ts';
import type { AccountDirectory, Domain } from './domain.ts';
import { type Forest, forestOf } from './forest.ts';

export interface JoinedForest extends Forest {
  domain: Domain;
}

export function joinDirectories(
  forests: readonly JoinedForest[],
  feed: Pick<ChangeFeed, 'since'>,
): AccountDirectory {
  const domains = forests.map(({ domain }) => domain);
  const names = domains.map(({ name }) => name).join(', ');
  const having = (name: string) => domains.find((domain) => domain.find(name) !== undefined);
  const home = (name: string): Domain => {
    const domain = having(name);
    if (domain === undefined) throw accountUnknown(names, name);
    return domain;
  };
  const byId = (id: string) => domains.find((domain) => domain.byId(id) !== undefined);
  const refuseTaken = (name: string, by: Domain | undefined) => {
    const holder = having(name);
    if (holder !== undefined && holder !== by) throw nameTwice(holder.name, name.toLowerCase());
  };
  return {
    find: (name) => having(name)?.find(name),
    *accounts() {
      for (const domain of domains) yield* domain.accounts();
    },
    changedSince: (kind, marker) => feed.since(kind, marker, (id) => byId(id)?.byId(id)),
    changePassword(name, passwords) {
      return having(name)?.changePassword(name, passwords) ?? 'not-allowed';
    },
    put(account) {
      const { id, userPrincipalName } = account;
      const domain = byId(id) ?? forestOf(userPrincipalName, forests)?.domain;
      refuseTaken(userPrincipalName, domain);
      domain?.put(account);
    },
    remove: (name) => home(name).remove(name),
    setPassword: (name, password) => home(name).setPassword(name, password),
    rename(name, newName) {
      const domain = home(name);
      refuseTaken(newName, domain);
      domain.rename(name, newName);
    },
    setRules: (name, rules) => home(name).setRules(name, rules),
  };
}
