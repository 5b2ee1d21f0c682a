/** Users that a running lab gets later are one with their accounts, as those of its start are. */
import { expect, test } from 'vitest';
import type { Lab } from '../lab.ts';
import { healthy, quietLab } from '../people/stub-person.ts';
import type { UserDescription } from '../tenant/tenant-description.ts';
import { SEED_ROUTES } from './seed.ts';

function seed(lab: Lab, ...users: UserDescription[]) {
  const asked = { params: {}, query: new URLSearchParams(), body: { users } };
  return SEED_ROUTES['POST /seed']?.(lab, asked);
}

test('a user with another name on premises is the same one after a synchronisation', async () => {
  await using lab = await quietLab();
  const { users } = lab.entra.cloud;
  const onPremisesUserName = 'p77@corp.contoso.example';
  seed(lab, { userName: 'zoe@contoso.example', onPremisesUserName });
  const { count } = users;
  lab.directory.setRules(onPremisesUserName, { disabled: true });
  expect(await lab.sync.force()).toMatchObject({ created: 0, refused: [] });
  expect(users.count).toBe(count);
  expect(users.byName('zoe@contoso.example')?.accountEnabled).toBe(false);
});

test('nobody who is there is written over, by whichever of their names or ids', async () => {
  await using lab = await quietLab();
  const { userName } = healthy(lab);
  const { id = '', immutableId = '' } = lab.entra.cloud.users.byName(userName) ?? {};
  const fresh = 'zoe@contoso.example';
  const before = lab.directory.find(userName);
  for (const user of [
    { userName },
    { userName: fresh, id },
    { userName: fresh, immutableId },
    { userName: fresh, onPremisesUserName: userName },
  ]) {
    expect(() => seed(lab, user)).toThrow('already');
  }
  expect(lab.entra.cloud.users.byName(fresh)).toBeUndefined();
  expect(lab.directory.find(userName)).toEqual(before);
});
