/**
 * Control API: more users for a running lab, described as in a tenant file or generated from the
 * lab's seed. Their passwords come back once, here.
 */
import { createDice } from '../../runtime/dice.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Account } from '../estate.ts';
import type { Lab } from '../lab.ts';
import { createHome, createPerson, generateUsers, type Home } from '../tenant/population.ts';
import type { TenantDescription, UserDescription } from '../tenant/tenant-description.ts';
import { parseTenant } from '../tenant/tenant-file.ts';
import { knowOnly, type Members } from './members.ts';
import type { ControlRoutes } from './route.ts';

export const SEED_ROUTES: ControlRoutes = {
  'POST /seed': (lab, { body }) => seedUsers(lab, body),
};

/**
 * @throws LabError `TENANT_INVALID` for a wrong description, `USER_TWICE` for a name that is taken
 */
function seedUsers(lab: Lab, body: Members): { accounts: readonly Account[] } {
  knowOnly(body, ['users', 'generate']);
  const { cloud } = lab.entra;
  const tenant = describeTenant(lab);
  const asked = parseTenant(JSON.stringify({ ...tenant, ...body }), 'POST /seed');
  const dice = createDice(lab.seed).fork('control seed');
  const taken = [...cloud.users.list()].map(({ userPrincipalName: userName }) => ({ userName }));
  const { users = [] } = asked;
  const twice = users.find((user) => isThere(lab, user));
  if (twice) throw new LabError('USER_TWICE', `The tenant has a user ${twice.userName} already.`);
  const generated = generateUsers(dice, { ...asked, users: [...taken, ...users] });
  const home = createHome(dice, tenant);
  return { accounts: [...users, ...generated].map((user) => addUser(lab, home, user)) };
}

/** By any of the names and ids that tie a user to the rest. */
function isThere(
  { entra: { cloud }, directory }: Lab,
  { userName, id = '', immutableId = '', source, onPremisesUserName = userName }: UserDescription,
): boolean {
  const { users } = cloud;
  const inCloud = users.byName(userName) ?? users.byId(id) ?? users.byImmutableId(immutableId);
  return Boolean(inCloud ?? (source === 'cloud' ? undefined : directory.find(onPremisesUserName)));
}

/** What the users are described against: the tenant as it runs. */
function describeTenant({ entra: { cloud }, tenantName }: Lab): TenantDescription {
  const { passThroughAuthentication, passwordHashSync } = cloud.settings();
  return {
    name: tenantName,
    domains: cloud.tenant.domains.map(({ name, ...domain }) =>
      domain.kind === 'federated' ? { name, federation: domain.federation } : { name },
    ),
    settings: {
      signInMethod: passThroughAuthentication ? 'pass-through' : 'password-hash',
      passwordHashSync,
    },
  };
}

function addUser({ entra, directory }: Lab, home: Home, description: UserDescription): Account {
  const { user, account, directoryAccount } = createPerson(home, description);
  entra.cloud.users.put(user);
  if (directoryAccount) directory.add(directoryAccount);
  return account;
}
