/** Conditional Access: whom a policy is about, what it asks, and how its refusal looks. */
import { expect, test } from 'vitest';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import type { AuthMethod } from '../state/records.ts';
import {
  ADMIN,
  askToken,
  CLIENT_ID,
  codeOf,
  createWorld,
  NOAH,
  type World,
} from '../stub-world.ts';
import type { AccessPolicy } from '../tenant/policy.ts';
import { GRAPH } from '../tenant/resources.ts';
import { judgeAccess } from './judge-access.ts';

const EVERYWHERE: AccessPolicy = {
  name: 'Everybody',
  users: ['*'],
  excludedUsers: [],
  applications: ['*'],
  require: 'mfa',
};

async function worldWith(...policies: Partial<AccessPolicy>[]): Promise<World> {
  return createWorld(undefined, undefined, {
    changes: { policies: policies.map((policy) => ({ ...EVERYWHERE, ...policy })) },
  });
}

function giveSecondFactor({ entra }: World, userName: string): void {
  const { users } = entra.cloud;
  const user = users.byName(userName);
  if (user) users.put({ ...user, secondFactor: { totpSecret: 'GEZDGNBVGY3TQOJQ' } });
}

function judge(
  { entra }: World,
  userName: string,
  more: { methods?: AuthMethod[]; ipAddress?: string; interactive?: boolean } = {},
) {
  const { tenant, users } = entra.cloud;
  const [application] = tenant.applications;
  const user = users.byName(userName);
  if (application === undefined || user === undefined) throw new Error('no such user');
  const request = { user, application, resource: GRAPH.audience, ipAddress: '203.0.113.7' };
  return judgeAccess(tenant, { ...request, methods: ['pwd'], ...more })?.code;
}

test(
  causes(53003, 'a policy that blocks ends a right password, and says nothing to a wrong one'),
  async () => {
    const world = await worldWith({ require: 'block' });
    expect(codeOf(await askToken(world, NOAH))).toBe(53003);
    expect(codeOf(await askToken(world, { ...NOAH, password: 'wrong' }))).toBe(50126);
    expect(world.rows.map(({ conditionalAccessStatus }) => conditionalAccessStatus)).toEqual([
      'failure',
      'notApplied',
    ]);
  },
);

test(
  causes(50076, 'the password grant cannot do the second factor that a policy asks for'),
  async () => {
    const world = await worldWith({});
    giveSecondFactor(world, NOAH.username);
    const body = JSON.parse((await askToken(world, NOAH)).body);
    expect(body).toMatchObject({
      error: 'invalid_grant',
      suberror: 'basic_action',
      error_codes: [50076],
    });
    expect(body.claims).toBeUndefined();
    expect(world.rows.at(-1)).toMatchObject({
      errorCode: 50076,
      conditionalAccessStatus: 'failure',
      authenticationRequirement: 'multiFactorAuthentication',
      policies: [{ displayName: 'Everybody', result: 'failure' }],
    });
  },
);

test(
  proves('sign-in.claims-challenge', 'a policy about one resource challenges the client'),
  async () => {
    const world = await worldWith({ applications: [GRAPH.audience] });
    giveSecondFactor(world, NOAH.username);
    const body = JSON.parse((await askToken(world, { ...NOAH, scope: 'User.Read' })).body);
    expect(JSON.parse(body.claims)).toEqual({
      access_token: {
        capolids: { essential: true, values: [expect.stringMatching(/^[0-9a-f-]{36}$/)] },
      },
    });
  },
);

test(
  causes([50079, 50072], 'who has no second factor is sent to set one up, in words for each door'),
  async () => {
    for (const require of ['mfa', 'mfa-registration'] as const) {
      const world = await worldWith({ require });
      expect(codeOf(await askToken(world, NOAH))).toBe(50079);
      expect(judge(world, NOAH.username, { interactive: true })).toBe(50072);
      giveSecondFactor(world, NOAH.username);
      expect(judge(world, NOAH.username, { methods: ['pwd', 'mfa'] })).toBeUndefined();
    }
  },
);

test(causes([53000, 53002], 'no device is compliant and no application approved'), async () => {
  const device = await worldWith({ require: 'compliant-device' });
  expect(codeOf(await askToken(device, NOAH))).toBe(53000);
  const app = await worldWith({ require: 'approved-app' });
  expect(codeOf(await askToken(app, NOAH))).toBe(53002);
});

test('of several policies that are not met, block is told first', async () => {
  const world = await worldWith({}, { name: 'No', require: 'block' });
  expect(codeOf(await askToken(world, NOAH))).toBe(53003);
});

const ABOUT: [what: string, policy: Partial<AccessPolicy>, admin: boolean, noah: boolean][] = [
  ['a user, whatever the case of the name', { users: [NOAH.username.toUpperCase()] }, false, true],
  ['a role', { users: ['Hybrid Identity Administrator'] }, true, false],
  ['everybody but one', { excludedUsers: [ADMIN.username] }, false, true],
  ['everybody but a role', { excludedUsers: ['hybrid identity administrator'] }, false, true],
  ['an application', { applications: [CLIENT_ID] }, true, true],
  ['another application', { applications: ['00000000-0000-4000-8000-000000000000'] }, false, false],
  ['a resource', { applications: [GRAPH.audience] }, true, true],
  ['everywhere but here', { from: { notAddresses: ['203.0.113.7'] } }, false, false],
  ['everywhere but there', { from: { notAddresses: ['198.51.100.1'] } }, true, true],
];

test.each(ABOUT)(
  proves('sign-in.conditional-access', 'a policy about %s reaches those and nobody else'),
  async (_, policy, admin, noah) => {
    const world = await worldWith({ require: 'block', ...policy });
    expect(judge(world, ADMIN.username) === 53003).toBe(admin);
    expect(judge(world, NOAH.username) === 53003).toBe(noah);
  },
);

test('a policy that is met leaves its trace in the log', async () => {
  const world = await worldWith({ require: 'mfa-registration' });
  giveSecondFactor(world, NOAH.username);
  expect(codeOf(await askToken(world, NOAH))).toBe(0);
  expect(world.rows.at(-1)).toMatchObject({
    conditionalAccessStatus: 'success',
    policies: [{ displayName: 'Everybody', result: 'success' }],
    authenticationRequirement: 'singleFactorAuthentication',
  });
});
