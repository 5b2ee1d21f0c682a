/**
 * The forests' domains with their accounts: each account lives where its name's suffix leads. All
 * of them share one feed of changes, because one Connect server synchronises them.
 */
import { createChangeFeed } from '../../directory/change-feed.ts';
import type { DirectoryForest } from '../../directory/directory.ts';
import { type AccountDirectory, createDomain, type DomainOptions } from '../../directory/domain.ts';
import { forestOf } from '../../directory/forest.ts';
import { joinDirectories } from '../../directory/joined-directory.ts';
import { controllerHost } from '../../protocol/hosts.ts';
import type { EstateForest } from './forests.ts';

export interface FoundedForests {
  forests: readonly DirectoryForest[];
  accounts: AccountDirectory;
}

export function foundForests(
  declared: readonly EstateForest[],
  shared: Pick<DomainOptions, 'accounts' | 'policy' | 'clock'> &
    Required<Pick<DomainOptions, 'changed'>>,
): FoundedForests {
  const feed = createChangeFeed(shared.changed);
  const homeOf = (name: string) => forestOf(name, declared) ?? declared[0];
  const forests = declared.map((forest) => {
    const { name, suffixes, trust, replicationDelayMs } = forest;
    const domain = createDomain({
      ...{ policy: shared.policy, clock: shared.clock, feed, replicationDelayMs },
      name: suffixes[0] ?? name,
      accounts: shared.accounts.filter((one) => homeOf(one.userPrincipalName) === forest),
    });
    const controllers = forest.controllers.map((one) => ({ name: one, host: controllerHost(one) }));
    return { name, suffixes, trust, domain, controllers };
  });
  return { forests, accounts: joinDirectories(forests, feed) };
}
