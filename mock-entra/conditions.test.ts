/** Trouble of the cloud itself, as agents, users and administrators meet it. */
import { describe, expect, test } from 'vitest';
import { createDice } from '../runtime/dice.ts';
import { causes } from '../test/parity/causes.ts';
import { proves } from '../test/parity/proves.ts';
import {
  accepts,
  answer,
  bootstrap,
  enrol,
  listen,
  renew,
  type TestAgent,
  type TestChannel,
} from './agents/stub-agent.ts';
import { createConditions } from './conditions.ts';
import { ask, asUser, outcomeOf } from './graph/stub-caller.ts';
import { askToken, codeOf, createWorld, MIA, NOAH, type World } from './stub-world.ts';

const AS_MIA = { username: MIA, password: 'mia-pass' };
const SECOND = 1_000;

/** Nobody plays the agent's heartbeats here. */
const LONG = { keepAliveTimeoutMs: 24 * 3_600_000 };

async function createPtaWorld() {
  const world = await createWorld(LONG);
  const agent = await enrol(world, 'agt-1');
  await bootstrap(world, agent);
  return { world, agent, channel: await listen(world, agent) };
}

/** Mia signs in; her agent answers as soon as it is asked, if it is. */
async function signIn(world: World, agent: TestAgent, channel: TestChannel) {
  const before = channel.requests().length;
  const signingIn = askToken(world, AS_MIA);
  await world.clock.advanceTo(world.clock.nowMs() + SECOND);
  const [request] = channel.requests().slice(before);
  const taken = request && answer(world, agent, request.RequestId, accepts(MIA));
  await world.clock.advanceTo(world.clock.nowMs() + 60 * SECOND);
  return { code: codeOf(await signingIn), taken: await taken };
}

describe('a cloud in trouble', () => {
  test(
    causes(90055, proves('cloud.conditions', 'throttles everybody, and says when to come back')),
    async () => {
      const world = await createWorld();
      world.entra.apply([{ on: 'cloud', kind: 'throttle-sign-ins', share: 1 }]);
      for (const who of [NOAH, AS_MIA]) {
        const refused = await askToken(world, who);
        expect([refused.status, codeOf(refused)]).toEqual([429, 90055]);
        expect(refused.headers['retry-after']).toBe('30');
      }
      world.entra.apply([]);
      expect(codeOf(await askToken(world, NOAH))).toBe(0);
    },
  );

  test(causes(80002, 'loses requests: no agent hears of them, and no agent is named'), async () => {
    const { world, agent, channel } = await createPtaWorld();
    world.entra.apply([{ on: 'cloud', kind: 'lose-queue', share: 1 }]);
    const lost = await signIn(world, agent, channel);
    expect([lost.code, channel.requests()]).toEqual([80002, []]);
    expect(world.rows.at(-1)?.handOff).toBeUndefined();
    world.entra.apply([]);
    const found = await signIn(world, agent, channel);
    expect(found.code).toBe(0);
  });

  test(causes(80014, 'takes answers too late: 80002 for the user, 80014 in the log'), async () => {
    const { world, agent, channel } = await createPtaWorld();
    world.entra.apply([{ on: 'cloud', kind: 'delay-answers', delayMs: 21 * SECOND }]);
    const late = await signIn(world, agent, channel);
    expect([late.code, late.taken?.status]).toEqual([80002, 410]);
    expect(world.rows.at(-1)?.handOff?.late?.code).toBe(80014);
  });

  test(
    causes(80003, 'garbles answers, and tells the agent that it could not read them'),
    async () => {
      const { world, agent, channel } = await createPtaWorld();
      world.entra.apply([{ on: 'cloud', kind: 'garble-answers', share: 1 }]);
      const garbled = await signIn(world, agent, channel);
      expect([garbled.code, garbled.taken?.status]).toEqual([80003, 400]);
    },
  );

  test('knows no bootstrap for a while: agents turn Inactive and can still be asked', async () => {
    const { world, agent, channel } = await createPtaWorld();
    world.entra.apply([{ on: 'cloud', kind: 'bootstrap-outage' }]);
    expect((await bootstrap(world, agent)).status).toBe(503);
    await world.clock.advanceTo(world.clock.nowMs() + 121 * 60 * SECOND);
    expect(world.entra.agents()).toMatchObject([{ status: 'Inactive' }]);
    expect((await signIn(world, agent, channel)).code).toBe(0);
  });

  test('refuses renewals, and the certificate in hand goes on', async () => {
    const { world, agent } = await createPtaWorld();
    world.entra.apply([{ on: 'cloud', kind: 'refuse-renewal' }]);
    expect((await renew(world, agent)).refused).toBe('Renewals are not taken at present.');
    expect((await bootstrap(world, agent)).status).toBe(200);
  });

  test('throttles Graph, and nobody but its callers notices', async () => {
    const world = await createWorld();
    const token = await asUser(world, 'User.Read');
    world.entra.apply([{ on: 'cloud', kind: 'throttle-graph' }]);
    expect(outcomeOf(await ask(world, token, '/v1.0/me'))).toBe('429 TooManyRequests');
    expect(codeOf(await askToken(world, NOAH))).toBe(0);
  });
});

test('a share hits as many as it says, the same ones for the same seed, and shares join', () => {
  const hits = (effects: readonly number[]) => {
    const conditions = createConditions(createDice('shares'));
    conditions.apply(effects.map((share) => ({ on: 'cloud', kind: 'lose-queue', share }) as const));
    return Array.from({ length: 2_000 }, () => conditions.losesRequest());
  };
  const quarter = hits([0.25]);
  expect(quarter.filter(Boolean).length).toBeGreaterThan(440);
  expect(quarter.filter(Boolean).length).toBeLessThan(560);
  expect(hits([0.25])).toEqual(quarter);
  expect(hits([0.5, 0.5]).filter(Boolean).length).toBeGreaterThan(1_440);
  expect(hits([1]).every(Boolean)).toBe(true);
});
