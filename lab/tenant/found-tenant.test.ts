/** From a description to a tenant: what comes from the seed, and what goes where. */
import { expect, test } from 'vitest';
import { GRAPH } from '../../mock-entra/tenant/resources.ts';
import { findDomain, isCloudPassword } from '../../mock-entra/tenant/tenant.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { createStandInCrypto } from '../../runtime/crypto/stand-in.ts';
import { createDice } from '../../runtime/dice.ts';
import { Secret } from '../../runtime/secret.ts';
import { proves } from '../../test/parity/proves.ts';
import type { LabOptions } from '../estate.ts';
import { foundTenant, timingsOf } from './found-tenant.ts';
import type { TenantDescription } from './tenant-description.ts';

const NOW_MS = Date.UTC(2026, 10, 2, 8);

const found = (options: LabOptions = {}, seed = '1') =>
  foundTenant(createDice(seed), options, NOW_MS);
const describe = (description: Omit<TenantDescription, 'name'>, seed?: string) =>
  found({ tenantFile: { name: 'fabrikam', ...description } }, seed);

test(
  proves('tenant.file', 'the same description and seed give the same tenant to the byte'),
  () => {
    const description = {
      users: [{ userName: 'mia@fabrikam.example' }],
      generate: { count: 5 },
      applications: { shop: { secrets: [{}] } },
    };
    const plain = (seed: string) => JSON.stringify(describe(description, seed));
    expect(plain('1')).toBe(plain('1'));
    expect(plain('1')).not.toBe(plain('2'));
  },
);

test('who else is described changes nobody’s id, password or secret', () => {
  const mia = { userName: 'mia@fabrikam.example' };
  const alone = describe({ users: [mia], applications: { shop: { secrets: [{}] } } });
  const further = describe({
    users: [{ userName: 'aaron@fabrikam.example' }, mia],
    applications: { another: { secrets: [{}] }, shop: { secrets: [{}] } },
  });
  expect(further.population.accounts.mia).toEqual(alone.population.accounts.mia);
  expect(further.applications.kept.shop).toEqual(alone.applications.kept.shop);
});

test(proves('tenant.contoso', 'Contoso has an account and an application of each kind'), () => {
  const { tenant, population, applications } = found();
  expect(Object.keys(population.accounts)).toEqual([
    ...['cloudOnly', 'healthy', 'disabled', 'passwordExpired', 'mustChange', 'accountExpired'],
    ...['locked', 'logonHours', 'workstation'],
    ...['mfa', 'mfaNumber', 'alternateId', 'federated', 'unlicensed'],
  ]);
  expect(Object.keys(applications.kept)).toEqual([
    ...['probe', 'web', 'spa', 'native', 'daemon', 'api', 'consent'],
  ]);
  expect(population.accounts.mfa?.totpSecret).toMatch(/^[A-Z2-7]{32}$/);
  expect(tenant.policies.map(({ users, require }) => ({ users, require }))).toEqual([
    { users: ['mfa@contoso.example', 'mfanumber@contoso.example'], require: 'mfa' },
  ]);
  expect(population.groups['right-password']).toHaveLength(20);
});

test('passwords are nowhere in what the cloud gets, and pass-through users have no digest', () => {
  const { tenant, population, applications } = found();
  const cloud = JSON.stringify([tenant, population.cloudUsers]);
  for (const { password } of Object.values(population.accounts)) {
    expect(cloud).not.toContain(password);
  }
  for (const { secret = 'none' } of Object.values(applications.kept)) {
    expect(cloud).not.toContain(secret);
  }
  const withPassword = population.cloudUsers.filter(
    ({ cloudPassword, syncedPassword }) => cloudPassword ?? syncedPassword,
  );
  expect(withPassword.map(({ displayName }) => displayName)).toEqual(['Break glass']);
});

test(
  proves('tenant.sign-in-method', 'under password hash synchronisation the cloud has the hashes'),
  () => {
    const { tenant, population } = describe({
      settings: { signInMethod: 'password-hash' },
      users: [{ userName: 'mia@fabrikam.example', password: 'mia-1' }],
    });
    expect(tenant.settings).toMatchObject({
      passThroughAuthentication: false,
      passwordHashSync: true,
    });
    const hash = population.cloudUsers[0]?.syncedPassword ?? { salt: '', digest: '' };
    expect(isCloudPassword(new Secret('mia-1'), hash)).toBe(true);
  },
);

test(proves('tenant.alternate-id', 'an Alternate ID has one account under another name'), () => {
  const { cloudUsers, directoryAccounts } = found().population;
  const user = cloudUsers.find(({ userPrincipalName }) => userPrincipalName.startsWith('altern'));
  expect(user?.onPremisesUserPrincipalName).toBe('p1234@corp.contoso.example');
  const account = directoryAccounts.filter(({ id }) => id === user?.immutableId);
  expect(account.map(({ userPrincipalName }) => userPrincipalName)).toEqual([
    'p1234@corp.contoso.example',
  ]);
});

test(
  proves(
    'tenant.domains',
    'a federated user is in both places, and the cloud sends them elsewhere',
  ),
  () => {
    const { tenant, population } = found();
    expect(tenant.domains.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'contoso.example managed',
      'fed.contoso.example federated',
    ]);
    const named = ({ userPrincipalName }: { userPrincipalName: string }) =>
      userPrincipalName === 'federated@fed.contoso.example';
    expect(population.cloudUsers.some(named)).toBe(true);
    // Nobody asks an agent about them until the domain is converted.
    expect(population.directoryAccounts.some(named)).toBe(true);
    expect(findDomain(tenant, 'fed.contoso.example')?.kind).toBe('federated');
  },
);

test(proves('tenant.generated-users', 'generated users have names of their own'), () => {
  const count = 3_000;
  const { cloudUsers, directoryAccounts } = describe({ generate: { count } }).population;
  const names = new Set(cloudUsers.map(({ userPrincipalName }) => userPrincipalName));
  expect(names.size).toBe(count + 1);
  expect(directoryAccounts).toHaveLength(count);
  expect([...names].some((name) => /^[a-z.]+2@fabrikam\.example$/.test(name))).toBe(true);
});

test('without an administrator who may register agents a break-glass one is added', () => {
  const asked = { userName: 'ada@fabrikam.example', source: 'cloud' } as const;
  const administrator = (description: Omit<TenantDescription, 'name'>) =>
    describe(description).population.administrator.userName;
  const users = [{ ...asked, roles: ['Global Administrator'] as const }];
  expect(administrator({ users })).toBe('ada@fabrikam.example');
  expect(administrator({ users: [{ ...asked }] })).toBe('breakglass@fabrikam.example');
  const policies = [{ name: 'All', users: ['*'], require: 'mfa' as const }];
  expect(administrator({ users, policies })).toBe('breakglass@fabrikam.example');
  expect(describe({ users, policies }).tenant.policies[0]?.excludedUsers).toEqual([
    'breakglass@fabrikam.example',
  ]);
});

test('a right password is enough for healthy, and kinds name accounts', () => {
  const { accounts } = describe({
    users: [
      { userName: 'old@fabrikam.example', passwordExpires: '2020-01-01', kind: 'expired' },
      { userName: 'mia@fabrikam.example', secondFactor: { numberMatching: true } },
      { userName: 'noah@fabrikam.example' },
    ],
  }).population;
  expect(accounts.healthy?.userName).toBe('noah@fabrikam.example');
  expect(accounts.expired?.userName).toBe('old@fabrikam.example');
});

test(
  proves('tenant.applications', 'an application gets ids, secrets and permissions it was given'),
  () => {
    const { tenant, applications } = describe({
      applications: {
        shop: {
          clientId: '11111111-1111-4111-8111-111111111111',
          redirectUris: { web: ['https://shop.example/back'] },
          secrets: [{ value: 'shop-secret', expires: '2027-01-01' }],
          requiredPermissions: [
            { resource: 'graph', scopes: ['User.Read'] },
            { resource: 'api', roles: ['All'] },
          ],
        },
        api: { exposes: { roles: ['All'] } },
      },
    });
    const shop = tenant.applications.find(({ displayName }) => displayName === 'shop');
    const [secret] = shop?.secrets ?? [];
    expect(shop).toMatchObject({ publicClient: false, adminConsent: true });
    expect(secret?.expiresMs).toBe(Date.UTC(2027, 0, 1));
    expect(secret && isCloudPassword(new Secret('shop-secret'), secret.secret)).toBe(true);
    expect(shop?.requiredPermissions).toEqual([
      { resource: GRAPH.audience, scopes: ['User.Read'], roles: [] },
      { resource: `api://${applications.kept.api?.clientId}`, scopes: [], roles: ['All'] },
    ]);
    expect(applications.kept.shop).toEqual({
      clientId: '11111111-1111-4111-8111-111111111111',
      secret: 'shop-secret',
      redirectUri: 'https://shop.example/back',
    });
  },
);

test(
  proves('tenant.application-certificates', 'a made certificate is registered with its key'),
  async () => {
    const { tenant, applications } = found();
    const registered = () =>
      tenant.applications.find(({ clientId }) => clientId === applications.kept.daemon?.clientId)
        ?.certificates;
    await applications.certify(createStandInCrypto(createDice('1')), NOW_MS);
    expect(registered()).toEqual([]);
    await applications.certify(createRsaCrypto(), NOW_MS);
    expect(registered()).toHaveLength(1);
    expect(applications.kept.daemon?.privateKeyPem).toContain('BEGIN PRIVATE KEY');
    expect(applications.kept.daemon?.certificatePem).toContain('BEGIN CERTIFICATE');
  },
);

test('the lab’s own client may be described further', () => {
  const clientId = '22222222-2222-4222-8222-222222222222';
  const { tenant, clientId: found } = describe({ applications: { probe: { clientId } } });
  expect(found).toBe(clientId);
  expect(tenant.applications).toMatchObject([{ clientId, publicClient: true }]);
});

test('smart lockout of the file becomes timings', () => {
  const smartLockout = { threshold: 5, durationSeconds: 90, growthFactor: 3 };
  expect(timingsOf({ name: 'fabrikam', smartLockout })).toEqual({
    smartLockoutThreshold: 5,
    smartLockoutDurationMs: 90_000,
    smartLockoutGrowthFactor: 3,
  });
});

test('a description that never was a file is judged as well', () => {
  const users = [{ userName: 'mia@elsewhere.example' }];
  expect(() => describe({ users })).toThrow(
    'users[0].userName: expected one of the domains fabrikam.example, got "elsewhere.example"',
  );
  expect(() => found({ tenantFile: { name: 'fabrikam' }, tenant: 'contoso' })).toThrow(
    'Give either a tenant file or a name for the tenant.',
  );
});
