/**
 * The tenant's users, by id and by name. The collection is the truth; the index beside it follows.
 * UPNs are compared without case.
 */
import type { Collection } from '../state/collection.ts';
import type { User } from './tenant.ts';

export interface Users {
  readonly count: number;
  byId(id: string): User | undefined;
  byName(userPrincipalName: string): User | undefined;
  byImmutableId(immutableId: string): User | undefined;
  /** New, or in place of the one with the same id. */
  put(user: User): void;
  remove(id: string): void;
  list(): IterableIterator<User>;
  /** After the collection was changed behind our back, by an import. */
  reindex(): void;
}

export function createUsers(collection: Collection<User>): Users {
  const byName = new Map<string, string>();
  const byImmutableId = new Map<string, string>();
  function index(user: User): void {
    byName.set(keyOf(user.userPrincipalName), user.id);
    if (user.immutableId !== undefined) byImmutableId.set(user.immutableId, user.id);
  }
  function unindex(user: User | undefined): void {
    if (user === undefined) return;
    if (byName.get(keyOf(user.userPrincipalName)) === user.id) {
      byName.delete(keyOf(user.userPrincipalName));
    }
    if (user.immutableId !== undefined) byImmutableId.delete(user.immutableId);
  }
  const users: Users = {
    get count() {
      return collection.size;
    },
    byId: (id) => collection.get(id),
    byName: (name) => collection.get(byName.get(keyOf(name)) ?? ''),
    byImmutableId: (immutableId) => collection.get(byImmutableId.get(immutableId) ?? ''),
    put(user) {
      unindex(collection.get(user.id));
      collection.set(user.id, user);
      index(user);
    },
    remove(id) {
      unindex(collection.get(id));
      collection.delete(id);
    },
    *list() {
      for (const [, user] of collection.entries()) yield user;
    },
    reindex() {
      byName.clear();
      byImmutableId.clear();
      for (const user of users.list()) index(user);
    },
  };
  return users;
}

function keyOf(userPrincipalName: string): string {
  return userPrincipalName.trim().toLowerCase();
}
