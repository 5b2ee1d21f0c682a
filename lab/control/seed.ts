/**
 * Control API: more users for a running lab, described as in a tenant file or generated from the
 * lab's seed. Their passwords come back once, here.
 */
import { createDice } from '../../runtime/dice.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { readRules } from '../directory-rules.ts';
import type { Account } from '../estate.ts';
import type { Lab } from '../lab.ts';
import { createHome, createPerson, generateUsers } from '../population.ts';
import type { TenantDescription, UserDescription } from '../tenant-description.ts';
import { parseTenant } from '../tenant-file.ts';
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
  const twice = users.find(({ userName }) => cloud.users.byName(userName));
  if (twice) throw new LabError('USER_TWICE', `The tenant has a user ${twice.userName} already.`);
  const generated = generateUsers(dice, { ...asked, users: [...taken, ...users] });
  const home = createHome(dice, tenant);
  return { accounts: [...users, ...generated].map((user) => addUser(lab, home, user)) };
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

function addUser(
  { entra, directory }: Lab,
  home: ReturnType<typeof createHome>,
  description: UserDescription,
): Account {
  const { user, account, directoryAccount } = createPerson(home, description);
  entra.cloud.users.put(user);
  if (directoryAccount) {
    const { password } = account;
    directory.put(directoryAccount.userPrincipalName, { ...readRules(description), password });
  }
  return account;
}
