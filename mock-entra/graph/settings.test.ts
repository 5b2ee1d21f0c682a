/** The tenant's own smart lockout, as an administrator reads it. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { createWorld } from '../stub-world.ts';
import { ask, asUser, outcomeOf } from './stub-caller.ts';

test(
  proves('graph.settings', 'what a tenant has set is listed as text, what it has not is not'),
  async () => {
    const plain = await createWorld();
    const nothing = await ask(plain, await asUser(plain, 'Directory.Read.All'), '/beta/settings');
    expect(nothing.body.value).toEqual([]);
    const world = await createWorld({ smartLockoutThreshold: 7, smartLockoutDurationMs: 90_000 });
    const { body } = await ask(
      world,
      await asUser(world, 'GroupSettings.Read.All'),
      '/beta/settings',
    );
    // EVIDENCE-OF GR-SETTINGS: settings have id, displayName, templateId and named text values.
    expect(body.value).toEqual([
      {
        id: expect.any(String),
        displayName: 'Password Rule Settings',
        templateId: '5cf42378-d67d-4f36-ba46-e8b86229381d',
        values: [
          { name: 'LockoutThreshold', value: '7' },
          { name: 'LockoutDurationInSeconds', value: '90' },
        ],
      },
    ]);
  },
);

test('it needs a permission, and v1.0 does not have it', async () => {
  const world = await createWorld();
  const token = await asUser(world, 'User.Read');
  expect(outcomeOf(await ask(world, token, '/beta/settings'))).toBe(
    '403 Authorization_RequestDenied',
  );
  expect(outcomeOf(await ask(world, token, '/v1.0/settings'))).toMatch(/^404/);
});
