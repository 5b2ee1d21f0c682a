/** The agents as an administrator reads them. */
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { bootstrap, enrol } from '../agents/stub-agent.ts';
import { createWorld } from '../stub-world.ts';
import { ask, asUser, outcomeOf } from './stub-caller.ts';

const PROFILE = '/beta/onPremisesPublishingProfiles/authentication';
const SCOPE = 'OnPremisesPublishingProfiles.ReadWrite.All';

test(
  proves('graph.agents', 'the list shows machine, address and status, and no removed agent'),
  async () => {
    const world = await createWorld();
    const active = await enrol(world, 'agt-1');
    const silent = await enrol(world, 'agt-2');
    await bootstrap(world, active);
    const { body } = await ask(world, await asUser(world, SCOPE), `${PROFILE}/agents`);
    expect(body['@odata.context']).toContain(
      "/beta/$metadata#onPremisesPublishingProfiles('authentication')/agents",
    );
    expect(body.value).toEqual([
      {
        id: active.id,
        machineName: 'agt-1',
        externalIp: '198.51.100.1',
        status: 'active',
        supportedPublishingTypes: ['authentication'],
      },
      expect.objectContaining({ id: silent.id, status: 'inactive' }),
    ]);
    await world.clock.advanceTo(world.clock.nowMs() + 10 * 86_400_000);
    const later = await ask(world, await asUser(world, SCOPE), `${PROFILE}/agents`);
    expect(later.body.value).toEqual([]);
  },
);

test(
  proves('graph.agents', 'groups hold agents, and agents their group, when asked to'),
  async () => {
    const world = await createWorld();
    const { id } = await enrol(world, 'agt-1');
    const token = await asUser(world, SCOPE);
    const plain = await ask(world, token, `${PROFILE}/agentGroups`);
    expect(plain.body.value[0]).not.toHaveProperty('agents');
    const groups = await ask(world, token, `${PROFILE}/agentGroups?$expand=agents`);
    expect(groups.body.value).toMatchObject([{ isDefault: true, agents: [{ id }] }]);
    const group = groups.body.value[0].id;
    const one = await ask(world, token, `${PROFILE}/agentGroups/${group}?$expand=agents`);
    expect(one.body).toMatchObject({ id: group, agents: [{ machineName: 'agt-1' }] });
    const agent = await ask(world, token, `${PROFILE}/agents/${id}?$expand=agentGroups`);
    expect(agent.body).toMatchObject({ id, agentGroups: [{ id: group }] });
    const wrong = await ask(world, token, `${PROFILE}/agentGroups?$expand=publishedResources`);
    expect(outcomeOf(wrong)).toBe('400 BadRequest');
  },
);

test('other profiles are empty, and what is no profile is refused', async () => {
  const world = await createWorld();
  await enrol(world, 'agt-1');
  const token = await asUser(world, SCOPE);
  const at = (path: string) => ask(world, token, `/beta/onPremisesPublishingProfiles/${path}`);
  expect((await at('applicationProxy/agents')).body.value).toEqual([]);
  expect(outcomeOf(await at('nonsense/agents'))).toBe('400 BadRequest');
  expect(outcomeOf(await at('authentication/agents/nobody'))).toBe('404 Request_ResourceNotFound');
  const v1 = '/v1.0/onPremisesPublishingProfiles/authentication/agents';
  expect(outcomeOf(await ask(world, token, v1))).toBe('404 ResourceNotFound');
});
