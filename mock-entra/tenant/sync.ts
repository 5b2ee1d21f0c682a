/**
 * What the cloud does with a change that the Connect server brings from the directory. The decision
 * is pure; `createCloudSync` carries it out. A password is never among the changes: under PTA there
 * is none here to change, and hashes come by a way and a timer of their own.
 */
import type { Cloud } from '../cloud.ts';
import { revokeSignIns } from '../sign-in/revoke-sign-ins.ts';
import type { SettingsRecord } from '../state/records.ts';
import { type CloudPassword, domainOf, findDomain, type Tenant, type User } from './tenant.ts';
import type { Users } from './users.ts';

/** An account as it is now, or that it is gone. */
export interface DirectoryChange {
  /** Ties account and user together, whatever both are called. */
  immutableId: string;
  /** What it was called when the lab began: finds a user that was never synchronised before. */
  knownAs: string;
  account?: { userPrincipalName: string; enabled: boolean };
}

export type SyncDecision =
  | { kind: 'create'; userPrincipalName: string; enabled: boolean }
  /** `refused` is the sentence about what of it was not taken over. */
  | { kind: 'update'; user: User; refused?: string }
  | { kind: 'remove'; user: User }
  | { kind: 'nothing' }
  | { kind: 'refuse'; refused: string };

/** Tenants created from this day on take over changed user principal names (ED-FAQ). */
const UPN_CHANGES_SINCE_MS = Date.UTC(2015, 5, 15);

function decideSync(
  tenant: Tenant,
  settings: SettingsRecord,
  users: Pick<Users, 'byImmutableId' | 'byName'>,
  change: DirectoryChange,
): SyncDecision {
  const user = findSynchronised(users, change);
  const { account } = change;
  if (account === undefined) return user ? { kind: 'remove', user } : { kind: 'nothing' };
  const userPrincipalName = cloudName(tenant, account.userPrincipalName);
  const other = users.byName(userPrincipalName);
  const taken = other !== undefined && other.id !== user?.id;
  if (user === undefined) {
    const { enabled } = account;
    return taken
      ? { kind: 'refuse', refused: TAKEN }
      : { kind: 'create', userPrincipalName, enabled };
  }
  const refused = judgeRename(tenant, settings, user, userPrincipalName, taken);
  const updated = withAccount(user, change, refused === undefined ? userPrincipalName : undefined);
  if (refused !== undefined) return { kind: 'update', user: updated, refused };
  return isSame(user, updated) ? { kind: 'nothing' } : { kind: 'update', user: updated };
}

const TAKEN = 'Another user has this user principal name already.';
const UPN_KEPT =
  'The user principal name was kept: the tenant is from before 15 June 2015 and does not take ' +
  'over changed names of licensed users.';

/** By what ties them; the first time by name, unless that user was made in the cloud. */
function findSynchronised(
  users: Pick<Users, 'byImmutableId' | 'byName'>,
  { immutableId, knownAs }: DirectoryChange,
): User | undefined {
  const tied = users.byImmutableId(immutableId);
  if (tied !== undefined) return tied;
  const named = users.byName(knownAs);
  return named?.cloudPassword === undefined ? named : undefined;
}

/** A suffix that the tenant does not have becomes its first domain's (as `.onmicrosoft.com`). */
function cloudName(tenant: Tenant, userPrincipalName: string): string {
  const [first] = tenant.domains;
  if (first === undefined || findDomain(tenant, domainOf(userPrincipalName))) {
    return userPrincipalName;
  }
  return `${userPrincipalName.slice(0, userPrincipalName.lastIndexOf('@'))}@${first.name}`;
}

/**
 * ED-SYNC: blocked for managed users with a licence, unless the feature is on; federated and
 * unlicensed ones were never blocked.
 */
function judgeRename(
  tenant: Tenant,
  settings: SettingsRecord,
  user: User,
  wanted: string,
  taken: boolean,
): string | undefined {
  if (user.onPremisesUserPrincipalName !== undefined || wanted === user.userPrincipalName) {
    return undefined;
  }
  if (taken) return TAKEN;
  if (settings.synchronizeUpn || tenant.createdMs >= UPN_CHANGES_SINCE_MS) return undefined;
  const managed = findDomain(tenant, domainOf(user.userPrincipalName))?.kind === 'managed';
  return managed && user.licensed !== false ? UPN_KEPT : undefined;
}

/** Who signs in by an Alternate ID keeps it; agents are told the new name behind it. */
function withAccount(user: User, change: DirectoryChange, name: string | undefined): User {
  const { immutableId, account } = change;
  if (account === undefined) return user;
  const tied = { ...user, immutableId, accountEnabled: account.enabled };
  if (user.onPremisesUserPrincipalName !== undefined) {
    return { ...tied, onPremisesUserPrincipalName: account.userPrincipalName };
  }
  return name === undefined ? tied : { ...tied, userPrincipalName: name };
}

function isSame(before: User, after: User): boolean {
  return (
    before.userPrincipalName === after.userPrincipalName &&
    before.onPremisesUserPrincipalName === after.onPremisesUserPrincipalName &&
    (before.accountEnabled ?? true) === after.accountEnabled
  );
}

export interface CloudSync {
  settings(): SettingsRecord;
  apply(change: DirectoryChange): SyncDecision;
  /** False if there is no such user, or it has this hash already. */
  setHash(change: DirectoryChange, hash: CloudPassword): boolean;
}

export function createCloudSync(
  cloud: Pick<Cloud, 'tenant' | 'users' | 'settings' | 'ids' | 'state'>,
): CloudSync {
  const { tenant, users } = cloud;
  return {
    settings: () => cloud.settings(),
    apply(change) {
      const decision = decideSync(tenant, cloud.settings(), users, change);
      if (decision.kind === 'create') users.put(newUser(cloud.ids.guid(), change, decision));
      if (decision.kind === 'update') users.put(decision.user);
      if (decision.kind === 'remove') users.remove(decision.user.id);
      return decision;
    },
    setHash(change, hash) {
      const user = findSynchronised(users, change);
      if (user === undefined || user.syncedPassword?.digest === hash.digest) return false;
      users.put({ ...user, immutableId: change.immutableId, syncedPassword: hash });
      // ED-REFRESH: a changed password ends what rests on it. That a new hash tells so is assumed.
      if (user.syncedPassword) revokeSignIns(cloud, user.id, 'password-changed');
      return true;
    },
  };
}

function newUser(
  id: string,
  { immutableId }: DirectoryChange,
  { userPrincipalName, enabled }: SyncDecision & { kind: 'create' },
): User {
  const displayName = userPrincipalName.slice(0, userPrincipalName.indexOf('@'));
  return { id, userPrincipalName, displayName, immutableId, accountEnabled: enabled };
}
