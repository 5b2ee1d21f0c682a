/** Renewals: one agent at a time, and how long what they replace is good beside them. */
import { expect, test } from 'vitest';
import { RENEWAL_DEFERRED } from '../../protocol/messages.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { proves } from '../../test/parity/proves.ts';
import { askToken, codeOf, createWorld, MIA, START_MS } from '../stub-world.ts';
import { answer, bootstrap, decrypt, enrol, listen, refuses, renew } from './stub-agent.ts';

const T = timingsWith();

// EVIDENCE-OF ED-SEC: one agent of a tenant at a time gets renewals
test(
  proves('agents.turns', 'a second agent renews only when the first has come back, or never came'),
  async () => {
    const world = await createWorld();
    const [one, two] = [await enrol(world, 'agt-1'), await enrol(world, 'agt-2')];
    const { certificate } = await renew(world, one);
    if (!certificate) throw new Error('no certificate');
    expect((await renew(world, two)).refused).toBe(RENEWAL_DEFERRED);
    await bootstrap(world, { ...one, certificate });
    expect((await renew(world, two)).certificate).toBeDefined();

    const three = await enrol(world, 'agt-3');
    await world.clock.advanceTo(START_MS + T.renewalTurnMs - 1);
    expect((await renew(world, three)).refused).toBe(RENEWAL_DEFERRED);
    await world.clock.advanceTo(START_MS + T.renewalTurnMs);
    expect((await renew(world, three)).certificate).toBeDefined();
  },
);

test(
  proves(
    'agents.renewal',
    'within the overlap both keys are sealed for and both certificates hold',
  ),
  async () => {
    const overlapMs = 10_000;
    const world = await createWorld({ keyOverlapMs: overlapMs });
    const old = await enrol(world, 'agt-1');
    const channel = await listen(world, old);
    const { certificate, key } = await renew(world, old);
    if (!certificate) throw new Error('no certificate');
    const sealedFor = async () => {
      const reply = askToken(world, { username: MIA, password: 'p' });
      await world.clock.advanceTo(world.clock.nowMs());
      const request = channel.requests().at(-1);
      await answer(world, { ...old, certificate }, request?.RequestId, refuses(1326));
      await world.clock.drive(reply);
      return request;
    };
    await world.clock.advanceTo(START_MS + overlapMs - 1);
    const both = await sealedFor();
    if (!both) throw new Error('no request');
    expect(both.EncryptedData).toHaveLength(2);
    expect(await decrypt(world, old, both)).toContain('"p"');
    expect(await decrypt(world, { ...old, certificate, key }, both)).toContain('"p"');
    expect((await bootstrap(world, old)).status).toBe(200);

    await world.clock.advanceTo(START_MS + overlapMs);
    expect((await sealedFor())?.EncryptedData).toHaveLength(1);
    expect((await bootstrap(world, old)).status).toBe(403);
  },
);

test('a request handed over before a renewal may be answered with the certificate of that time', async () => {
  const world = await createWorld();
  const agent = await enrol(world, 'agt-1');
  const channel = await listen(world, agent);
  const reply = askToken(world, { username: MIA, password: 'p' });
  await world.clock.advanceTo(START_MS);
  await renew(world, agent);
  const requestId = channel.requests()[0]?.RequestId;
  expect((await answer(world, agent, requestId, refuses(1326))).status).toBe(200);
  expect(codeOf(await world.clock.drive(reply))).toBe(50126);
  expect((await bootstrap(world, agent)).status).toBe(403);
});
