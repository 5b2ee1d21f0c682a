/** Reports over port 8080: what counts as a sign of life, and what does not. */
import { expect, test } from 'vitest';
import { HOSTS, labHost } from '../../protocol/hosts.ts';
import { STATUS_SIGNATURE_HEADER } from '../../protocol/messages.ts';
import { timingsWith } from '../../protocol/timings.ts';
import type { KeyPair } from '../../runtime/ports.ts';
import { proves } from '../../test/parity/proves.ts';
import type { World } from '../stub-world.ts';
import { askToken, call, codeOf, createWorld, MIA, START_MS, TENANT_ID } from '../stub-world.ts';
import { bootstrap, enrol, type TestAgent } from './stub-agent.ts';

const T = timingsWith();

async function report(
  world: World,
  agent: TestAgent,
  { key = agent.key, atMs = world.clock.nowMs() }: { key?: KeyPair; atMs?: number } = {},
): Promise<number> {
  const body = JSON.stringify({
    ConnectorId: agent.id,
    SubscriptionId: TENANT_ID,
    TimeGenerated: new Date(atMs).toISOString(),
  });
  const signature = Buffer.from(await world.crypto.sign(key, Buffer.from(body))).toString('base64');
  const url = `http://${labHost(HOSTS.bootstrap(TENANT_ID))}:8080/status`;
  const headers = { [STATUS_SIGNATURE_HEADER]: signature };
  return (await call(world, 'POST', url, { body, headers })).status;
}

// EVIDENCE-OF ED-QS: over 8080 agents report their status when 443 is unavailable; sign-ins never
test(
  proves('agents.status-report', 'a report keeps an agent Active, and nobody signs in by it'),
  async () => {
    const world = await createWorld();
    const agent = await enrol(world, 'agt-1');
    await bootstrap(world, agent);
    await world.clock.advanceTo(START_MS + T.inactiveAfterMs - 1);
    expect(await report(world, agent)).toBe(200);
    await world.clock.advanceTo(START_MS + 2 * T.inactiveAfterMs - 2);
    expect(world.entra.agents()).toMatchObject([{ status: 'Active', listeners: 0 }]);
    expect(codeOf(await askToken(world, { username: MIA, password: 'p' }))).toBe(80001);
    await world.clock.advanceTo(START_MS + 2 * T.inactiveAfterMs - 1);
    expect(world.entra.agents()).toMatchObject([{ status: 'Inactive' }]);
  },
);

test('a report that the agent did not sign, or that is old, is refused', async () => {
  const world = await createWorld();
  const agent = await enrol(world, 'agt-1');
  const stranger = await world.crypto.generateKey('stranger');
  expect(await report(world, agent, { key: stranger })).toBe(403);
  const nowMs = world.clock.nowMs();
  expect(await report(world, agent, { atMs: nowMs - T.bootstrapIntervalMs - 1 })).toBe(403);
  expect(await report(world, { ...agent, id: TENANT_ID })).toBe(403);
  expect(world.changes).toHaveLength(1);
  expect(await report(world, agent, { atMs: nowMs - T.bootstrapIntervalMs })).toBe(200);
});
