/** What happens in the directory of a running lab, and when the cloud hears of it. */
import { describe, expect, test } from 'vitest';
import { changePassword } from '../../mock-entra/sign-in/change-password.ts';
import { Secret } from '../../runtime/secret.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import type { Lab } from '../lab.ts';
import { healthy, quietLab, signIn } from '../people/stub-person.ts';
import type { TenantDescription } from '../tenant/tenant-description.ts';

const MINUTE = 60_000;
const LEA = 'lea@contoso.example';

function settings(lab: Lab) {
  const { cloud } = lab.entra;
  const set = (changes: Partial<ReturnType<typeof cloud.settings>>) =>
    cloud.setSettings({ ...cloud.settings(), ...changes });
  return { set };
}

// EVIDENCE-OF ED-SCHEDULER: by default a synchronisation cycle runs every 30 minutes
test(
  proves('sync.delta', 'a new account is unknown to the cloud until the half hour is over'),
  async () => {
    await using lab = await quietLab();
    const startedMs = lab.clock.nowMs();
    lab.directory.put(LEA, { password: 'Blue-Tram-42' });
    await lab.wait(10 * MINUTE);
    expect(await signIn(lab, LEA, 'Blue-Tram-42')).toBe(50034);
    await lab.wait(30 * MINUTE - (lab.clock.nowMs() - startedMs));
    expect(await signIn(lab, LEA, 'Blue-Tram-42')).toBe(0);
    expect(lab.sync.last()).toMatchObject({ outcome: 'done', created: 1, updated: 0 });
  },
);

test('a forced synchronisation brings what waits at once, and only once', async () => {
  await using lab = await quietLab();
  lab.directory.put(LEA, { password: 'Blue-Tram-42' });
  expect(await lab.sync.force()).toMatchObject({ created: 1, refused: [] });
  expect(await signIn(lab, LEA, 'Blue-Tram-42')).toBe(0);
  expect(await lab.sync.force()).toMatchObject({ created: 0, updated: 0, removed: 0 });
});

// EVIDENCE-OF ED-HOW: under PTA each password is validated against the directory itself. SEED-C has
// it otherwise: "immediately sync local Active Directory changes (like password resets or new user
// creations) to the cloud without waiting for the 30-minute delta sync timer".
test(
  proves('sync.password-live', 'a password reset on premises counts at once under PTA'),
  async () => {
    await using lab = await quietLab();
    const { userName, password } = healthy(lab);
    lab.directory.resetPassword(userName, 'Blue-Tram-42');
    expect(await signIn(lab, userName, 'Blue-Tram-42')).toBe(0);
    expect(await signIn(lab, userName, password)).toBe(50126);
    expect(lab.sync.last()).toBeUndefined();
  },
);

test(
  causes(
    50057,
    'a disabled account is refused by its agent at first, and by the cloud after a cycle',
  ),
  async () => {
    await using lab = await quietLab();
    const { userName, password } = healthy(lab);
    lab.directory.setRules(userName, { disabled: true });
    expect(await signIn(lab, userName, password)).toBe(50057);
    expect(lab.entra.signIns().at(0)?.method).toBe('pass-through');
    await lab.sync.force();
    expect(await signIn(lab, userName, 'wrong')).toBe(50057);
    expect(lab.entra.signIns().at(0)?.method).toBe('none');
    lab.directory.remove(userName);
    await lab.sync.force();
    expect(await signIn(lab, userName, password)).toBe(50034);
  },
);

// EVIDENCE-OF ED-TS: a UPN that differs on premises and in the cloud gives "invalid username or
// password" (fact sheet 1.8)
test(
  causes(50126, 'a name changed on premises only is a wrong one until the cloud has it'),
  async () => {
    await using lab = await quietLab();
    const { userName, password } = healthy(lab);
    lab.directory.rename(userName, LEA);
    expect(await signIn(lab, userName, password)).toBe(50126);
    expect(await signIn(lab, LEA, password)).toBe(50034);
    await lab.sync.force();
    expect(await signIn(lab, LEA, password)).toBe(0);
    expect(await signIn(lab, userName, password)).toBe(50034);
  },
);

test('where no controller answers nothing is synchronised, and the next cycle makes up for it', async () => {
  await using lab = await quietLab();
  await lab.faults.on('dc-down');
  lab.directory.put(LEA, { password: 'Blue-Tram-42' });
  expect(await lab.sync.force()).toMatchObject({ outcome: 'directory-unreachable', created: 0 });
  await lab.wait(30 * MINUTE);
  expect(lab.sync.last()?.outcome).toBe('directory-unreachable');
  await lab.faults.reset();
  await lab.wait(30 * MINUTE);
  expect(lab.sync.last()).toMatchObject({ outcome: 'done', created: 1 });
});

describe('password hashes', () => {
  // EVIDENCE-OF ED-PHS: "The first time you enable the password hash synchronization feature, it
  // performs an initial synchronization of the passwords of all in-scope users."
  test('travel all at once when that is switched on, and singly every two minutes after', async () => {
    await using lab = await quietLab();
    const { userName, password } = healthy(lab);
    const { set } = settings(lab);
    set({ passThroughAuthentication: false });
    expect(await signIn(lab, userName, password)).toBe(50056);
    set({ passwordHashSync: true });
    await lab.wait(2 * MINUTE);
    expect(lab.sync.last()?.passwords).toBeGreaterThan(3);
    expect(await signIn(lab, userName, password)).toBe(0);

    lab.directory.resetPassword(userName, 'Blue-Tram-42');
    expect(await signIn(lab, userName, 'Blue-Tram-42')).toBe(50126);
    await lab.wait(2 * MINUTE);
    expect(lab.sync.last()?.passwords).toBe(1);
    expect(await signIn(lab, userName, 'Blue-Tram-42')).toBe(0);
  });

  const PASSWORD_HASH = { signInMethod: 'password-hash' } as const;
  test.each([
    ['switched on later', undefined],
    [
      'used from the start',
      {
        name: 'contoso',
        settings: PASSWORD_HASH,
        users: [{ userName: 'disabled@contoso.example', directory: { disabled: true } }],
      },
    ],
  ] satisfies [string, TenantDescription | undefined][])(
    'open no account that is disabled on premises: %s',
    async (_, tenantFile) => {
      await using lab = await quietLab({ ...(tenantFile && { tenantFile }) });
      const { disabled } = lab.accounts;
      settings(lab).set({ passThroughAuthentication: false, passwordHashSync: true });
      await lab.wait(2 * MINUTE);
      expect(await signIn(lab, disabled?.userName ?? '', disabled?.password ?? '')).toBe(50057);
    },
  );

  test('stay where they are when nobody synchronises them', async () => {
    await using lab = await quietLab();
    const { userName } = healthy(lab);
    lab.directory.resetPassword(userName, 'Blue-Tram-42');
    await lab.wait(5 * MINUTE);
    expect(lab.sync.last()).toBeUndefined();
    expect(lab.entra.cloud.users.byName(userName)?.syncedPassword).toBeUndefined();
  });
});

describe('a password written back', () => {
  const tenantFile: TenantDescription = {
    name: 'contoso',
    passwordWriteback: true,
    users: [{ userName: 'healthy@contoso.example' }],
  };

  async function change(lab: Lab, oldPassword: string, newPassword: string) {
    const { cloud } = lab.entra;
    const user = cloud.users.byName(healthy(lab).userName);
    if (user === undefined) throw new Error('the healthy user is gone');
    const passwords = {
      oldPassword: new Secret(oldPassword),
      newPassword: new Secret(newPassword),
    };
    return lab.drive(changePassword(cloud, { user, ...passwords }));
  }

  test(
    causes(
      [120000, 120004, 120014, 120015],
      proves('sign-in.writeback', 'is judged by the directory, and counts there at once'),
    ),
    async () => {
      await using lab = await quietLab({ tenantFile });
      const { userName, password } = healthy(lab);
      expect(await change(lab, 'wrong', 'Blue-Tram-42')).toBe(120000);
      expect(await change(lab, password, 'short')).toBe(120004);
      expect(await change(lab, password, 'Blue-Tram-42')).toBe(0);
      expect(await signIn(lab, userName, 'Blue-Tram-42')).toBe(0);
      lab.directory.setRules(userName, { cannotChangePassword: true });
      expect(await change(lab, 'Blue-Tram-42', 'Green-Tram-43')).toBe(120015);
      lab.directory.setRules(userName, { disabled: true });
      expect(await change(lab, 'Blue-Tram-42', 'Green-Tram-43')).toBe(120014);
    },
  );

  test('heals an expired password: 50144 before, tokens after', async () => {
    await using lab = await quietLab({ tenantFile });
    const { userName, password } = healthy(lab);
    lab.directory.setRules(userName, { passwordExpiresMs: lab.clock.nowMs() });
    expect(await signIn(lab, userName, password)).toBe(50144);
    expect(await change(lab, password, 'Blue-Tram-42')).toBe(0);
    expect(await signIn(lab, userName, 'Blue-Tram-42')).toBe(0);
  });

  test(causes(120013, 'finds nobody where every controller is down'), async () => {
    await using lab = await quietLab({ tenantFile });
    await lab.faults.on('dc-down');
    expect(await change(lab, healthy(lab).password, 'Blue-Tram-42')).toBe(120013);
  });
});
