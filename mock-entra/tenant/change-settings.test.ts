/** Switching the sign-in method of the tenant, and what stands in the way. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { bootstrap, enrol } from '../agents/stub-agent.ts';
import { askToken, codeOf, createWorld, MIA, type World } from '../stub-world.ts';
import { changeSettings } from './change-settings.ts';

async function withoutPassThrough(): Promise<World> {
  const world = await createWorld();
  expect(changeSettings(world.entra.cloud, { passThroughAuthentication: false })).toMatchObject({
    ok: true,
  });
  return world;
}

// EVIDENCE-OF ED-TS: at least one agent has to be Active (fact sheet 1.5)
test(
  proves('sync.method', 'PTA cannot be switched on without an Active agent, and can with one'),
  async () => {
    const world = await withoutPassThrough();
    const { cloud } = world.entra;
    const refused = changeSettings(cloud, { passThroughAuthentication: true });
    expect(refused).toEqual({ ok: false, reason: expect.stringContaining('Agent is Active') });
    expect(cloud.settings().passThroughAuthentication).toBe(false);
    expect(codeOf(await askToken(world, { username: MIA, password: 'x' }))).toBe(50056);

    await bootstrap(world, await enrol(world, 'agt-1'));
    expect(changeSettings(cloud, { passThroughAuthentication: true })).toMatchObject({
      ok: true,
      settings: { passThroughAuthentication: true },
    });
    expect(codeOf(await askToken(world, { username: MIA, password: 'x' }))).toBe(80001);
  },
);

test('an agent that registered and never came back is Inactive and does not do', async () => {
  const world = await withoutPassThrough();
  await enrol(world, 'agt-1');
  expect(world.entra.agents().map(({ status }) => status)).not.toContain('Active');
  expect(changeSettings(world.entra.cloud, { passThroughAuthentication: true }).ok).toBe(false);
});

// EVIDENCE-OF ED-SYNC: "After you have enabled a feature, it can't be disabled again."
test('the UPN feature can be switched on and never off again', async () => {
  const world = await createWorld(undefined, undefined, {
    changes: {
      settings: { passThroughAuthentication: true, passwordHashSync: false, synchronizeUpn: false },
    },
  });
  const { cloud } = world.entra;
  expect(changeSettings(cloud, { synchronizeUpn: true }).ok).toBe(true);
  expect(changeSettings(cloud, { synchronizeUpn: false })).toEqual({
    ok: false,
    reason: expect.stringContaining('cannot be switched off'),
  });
});
