/** Changing one's own password: in the cloud, by writeback, and where neither is to be had. */
import { describe, expect, test } from 'vitest';
import { Secret } from '../../runtime/secret.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { askToken, codeOf, createWorld, MIA, NOAH, START_MS, type World } from '../stub-world.ts';
import type { Tenant, User } from '../tenant/tenant.ts';
import {
  changePassword,
  describeExpiredPassword,
  type Writeback,
  type WritebackOutcome,
} from './change-password.ts';

const GOOD = 'Blue-Tram-42';

function userOf({ entra }: World, userName: string): User {
  const user = entra.cloud.users.byName(userName);
  if (user === undefined) throw new Error(`${userName} is gone`);
  return user;
}

function change(world: World, userName: string, oldPassword: string, newPassword = GOOD) {
  return changePassword(world.entra.cloud, {
    user: userOf(world, userName),
    oldPassword: new Secret(oldPassword),
    newPassword: new Secret(newPassword),
  });
}

describe('in the cloud', () => {
  test('the new password counts from then on, the expiry is gone, and the old one is wrong', async () => {
    const world = await createWorld();
    const noah = userOf(world, NOAH.username);
    world.entra.cloud.users.put({ ...noah, passwordExpiresMs: START_MS });
    expect(codeOf(await askToken(world, NOAH))).toBe(50055);
    expect(await change(world, NOAH.username, NOAH.password)).toBe(0);
    expect(codeOf(await askToken(world, NOAH))).toBe(50126);
    expect(codeOf(await askToken(world, { ...NOAH, password: GOOD }))).toBe(0);
  });

  test(causes(50173, 'refresh tokens from before the change are dead'), async () => {
    const world = await createWorld();
    const scope = 'openid offline_access';
    const { refresh_token } = JSON.parse((await askToken(world, { ...NOAH, scope })).body);
    await change(world, NOAH.username, NOAH.password);
    const form = { grant_type: 'refresh_token', refresh_token, scope };
    expect(codeOf(await askToken(world, form))).toBe(50173);
  });

  test(causes(120000, 'the current password has to be right, and guessing it locks'), async () => {
    const world = await createWorld({ smartLockoutThreshold: 2 });
    expect(await change(world, NOAH.username, 'wrong-1')).toBe(120000);
    expect(await change(world, NOAH.username, 'wrong-2')).toBe(120000);
    expect(await change(world, NOAH.username, NOAH.password)).toBe(50053);
  });

  // EVIDENCE-OF ED-LOCK: "To reset the duration and sign in again, the user needs to change their
  // password."
  test('a change ends the lock of the places that are locked', async () => {
    const world = await createWorld({ smartLockoutThreshold: 1 });
    expect(codeOf(await askToken(world, { ...NOAH, password: 'wrong' }))).toBe(50126);
    expect(codeOf(await askToken(world, NOAH))).toBe(50053);
    world.entra.cloud.state.places.set(userOf(world, NOAH.username).id, { addresses: [''] });
    expect(await change(world, NOAH.username, NOAH.password)).toBe(0);
    expect(codeOf(await askToken(world, { ...NOAH, password: GOOD }))).toBe(0);
  });

  test(
    causes(
      [120002, 120018],
      proves('sign-in.password-change', 'a weak new password, the same again, or an easy one'),
    ),
    async () => {
      const world = await createWorld();
      const noah = userOf(world, NOAH.username);
      world.entra.cloud.users.put({ ...noah, surname: 'Hollmann' });
      const judged = async (password: string) =>
        change(world, NOAH.username, NOAH.password, password);
      expect(await judged('Ab3-efg')).toBe(120002);
      expect(await judged('all-lower')).toBe(120002);
      expect(await judged('H0llm@nn-Rides')).toBe(120018);
      expect(await judged('C0ntoso-Rides-9')).toBe(120018);
      expect(await judged('P@ssw0rd1')).toBe(120018);
      expect(codeOf(await askToken(world, NOAH))).toBe(0);
    },
  );
});

describe('on premises', () => {
  async function hybrid(
    changes: Partial<Tenant>,
    outcome?: WritebackOutcome,
    person: Partial<User> = {},
  ) {
    const world = await createWorld(undefined, undefined, { changes });
    const written: Writeback[] = [];
    const { cloud } = world.entra;
    cloud.users.put({ ...userOf(world, MIA), ...person });
    if (outcome !== undefined) {
      cloud.writeback = async (asked) => {
        written.push(asked);
        return outcome;
      };
    }
    return { world, written };
  }

  const ON = { passwordWriteback: true, licence: 'P1' } as const;

  // EVIDENCE-OF ED-FAQ: "If you haven't configured password writeback for a specific user or if the
  // user doesn't have a valid Microsoft Entra ID license assigned, the user can't update their
  // password in the cloud."
  test(
    causes(
      120012,
      proves(
        'sign-in.writeback',
        'a password changes only with writeback, a licence of the tenant, and one of the user',
      ),
    ),
    async () => {
      const cases: [Partial<Tenant>, Partial<User>, number][] = [
        [ON, {}, 0],
        [{ ...ON, passwordWriteback: false }, {}, 120012],
        [{ ...ON, licence: 'none' }, {}, 120012],
        [ON, { licensed: false }, 120012],
      ];
      for (const [tenant, person, code] of cases) {
        const { world, written } = await hybrid(tenant, 'changed', person);
        expect(await change(world, MIA, 'old')).toBe(code);
        expect(written).toHaveLength(code === 0 ? 1 : 0);
        const { changeable, text } = describeExpiredPassword(world.entra.cloud, userOf(world, MIA));
        expect(changeable).toBe(code === 0);
        expect(text).toContain(code === 0 ? 'Choose a new one' : 'does not let you change it here');
      }
    },
  );

  const OUTCOMES: [WritebackOutcome, number][] = [
    ['changed', 0],
    ['wrong-password', 120000],
    ['too-simple', 120004],
    ['locked-or-disabled', 120014],
    ['not-allowed', 120015],
    ['unreachable', 120013],
  ];

  test.each(OUTCOMES)(
    causes([120000, 120004, 120013, 120014, 120015], 'a writeback that ends as "%s"'),
    async (outcome, code) => {
      const { world } = await hybrid(ON, outcome);
      expect(await change(world, MIA, 'old')).toBe(code);
    },
  );

  test(causes(120013, 'without a Connect server nothing can be written back'), async () => {
    const { world } = await hybrid(ON);
    expect(await change(world, MIA, 'old')).toBe(120013);
  });

  test('the directory is asked by the name it knows', async () => {
    const alternate = { onPremisesUserPrincipalName: 'mm@corp.example', immutableId: 'abc=' };
    const { world, written } = await hybrid(ON, 'changed', alternate);
    await change(world, MIA, 'old');
    expect(written).toMatchObject([{ userPrincipalName: 'mm@corp.example', immutableId: 'abc=' }]);
  });
});
