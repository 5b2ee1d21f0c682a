/** Smart lockout through the token endpoint: who is locked out, and who never hears of it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Timings, timingsWith } from '../../protocol/timings.ts';
import type { Clock } from '../../runtime/ports.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { accepts, answer, enrol, listen, refuses } from '../agents/stub-agent.ts';
import { createState } from '../state/state.ts';
import {
  ADMIN,
  CLIENT_ID,
  call,
  codeOf,
  createWorld,
  MIA,
  NOAH,
  SIGN_IN,
  START_MS,
  TENANT_ID,
  type World,
} from '../stub-world.ts';
import { isLockedOut, noteRightPassword, noteWrongPassword, unlockUser } from './lockouts.ts';

const HOME = '203.0.113.7';
const ELSEWHERE = '198.51.100.66';
const MINUTE = 60_000;
const THREE: Partial<Timings> = { smartLockoutThreshold: 3 };

async function signIn(world: World, username: string, password: string, address = HOME) {
  const form = { grant_type: 'password', client_id: CLIENT_ID, scope: 'openid' };
  const body = new URLSearchParams({ ...form, username, password }).toString();
  const url = `${SIGN_IN}/${TENANT_ID}/oauth2/v2.0/token`;
  return codeOf(await call(world, 'POST', url, { body, client: { address } }));
}

/** Wrong passwords, each another one. */
async function guess(world: World, username: string, times: number, address = HOME) {
  const codes: number[] = [];
  for (let n = 0; n < times; n++) {
    codes.push(await signIn(world, username, `Wrong-${n}-${address}`, address));
  }
  return codes;
}

test(
  causes(50053, 'the failure that reaches the threshold is still told so, the next is locked out'),
  async () => {
    const world = await createWorld();
    expect(await guess(world, NOAH.username, 10)).toEqual(Array(10).fill(50126));
    expect(await signIn(world, NOAH.username, NOAH.password)).toBe(50053);
    expect(world.rows.at(-1)).toMatchObject({ errorCode: 50053, method: 'none' });
  },
);

test('when the first lock of a minute is over, the right password gets in and ends the count', async () => {
  const world = await createWorld(THREE);
  await guess(world, NOAH.username, 3);
  await world.clock.advanceTo(world.clock.nowMs() + MINUTE - 1);
  expect(await signIn(world, NOAH.username, NOAH.password)).toBe(50053);
  await world.clock.advanceTo(world.clock.nowMs() + 1);
  expect(await signIn(world, NOAH.username, NOAH.password)).toBe(0);
  expect(await guess(world, NOAH.username, 2)).toEqual([50126, 50126]);
  expect(await signIn(world, NOAH.username, NOAH.password)).toBe(0);
});

test('a wrong password typed over and over locks no cloud user', async () => {
  const world = await createWorld(THREE);
  for (let n = 0; n < 20; n++) {
    expect(await signIn(world, NOAH.username, 'forgot-to-change-it')).toBe(50126);
  }
  expect(await signIn(world, NOAH.username, NOAH.password)).toBe(0);
});

test(
  proves(
    'sign-in.smart-lockout-places',
    'guesses from elsewhere lock the guesser out, not the owner where they usually are',
  ),
  async () => {
    const world = await createWorld(THREE);
    expect(await signIn(world, NOAH.username, NOAH.password, HOME)).toBe(0);
    expect(await guess(world, NOAH.username, 4, ELSEWHERE)).toEqual([50126, 50126, 50126, 50053]);
    expect(await signIn(world, NOAH.username, NOAH.password, HOME)).toBe(0);
    // The owner's success at home is no success elsewhere.
    expect(await signIn(world, NOAH.username, NOAH.password, ELSEWHERE)).toBe(50053);
  },
);

test('nobody else is locked out with a user', async () => {
  const world = await createWorld(THREE);
  await guess(world, NOAH.username, 4);
  expect(await signIn(world, ADMIN.username, ADMIN.password)).toBe(0);
});

// EVIDENCE-OF ED-LOCK: "An administrator can unlock the users' cloud account if they have been
// locked out by the Smart Lockout capability, without the need of waiting"
test('an administrator ends a lock at once', async () => {
  const world = await createWorld(THREE);
  await guess(world, NOAH.username, 3, HOME);
  unlockUser(world.entra.cloud, idOf(world, NOAH.username));
  expect(await signIn(world, NOAH.username, NOAH.password, HOME)).toBe(0);
});

function idOf({ entra }: World, userName: string): string {
  return entra.cloud.users.byName(userName)?.id ?? '';
}

/** An agent that answers each request as it comes. */
async function withAgent(world: World) {
  const agent = await enrol(world, 'agt-1');
  const channel = await listen(world, agent);
  let answered = 0;
  return {
    requests: () => channel.requests().length,
    async tries(verdict: string): Promise<number> {
      const code = signIn(world, MIA, 'the same every time');
      await world.clock.advanceTo(world.clock.nowMs());
      for (const { RequestId } of channel.requests().slice(answered)) {
        await answer(world, agent, RequestId, verdict);
        answered += 1;
      }
      return code;
    },
  };
}

// EVIDENCE-OF ED-LOCK: "Hash tracking functionality isn't available for customers with pass-through
// authentication enabled as authentication happens on-premises not in the cloud."
test(
  proves(
    'sign-in.smart-lockout-pta',
    'under PTA the same wrong password counts every time, and whoever is locked reaches no agent',
  ),
  async () => {
    // Shorter than the silence that ends the signalling connection of the played agent.
    const world = await createWorld({ ...THREE, smartLockoutDurationMs: 5_000 });
    const agent = await withAgent(world);
    const codes = [];
    for (let n = 0; n < 5; n++) codes.push(await agent.tries(refuses(1326)));
    expect(codes).toEqual([50126, 50126, 50126, 50053, 50053]);
    expect(agent.requests()).toBe(3);
    await world.clock.advanceTo(world.clock.nowMs() + 5_000);
    expect(await agent.tries(accepts(MIA))).toBe(0);
  },
);

test('what is no wrong password does not count: a silent directory locks nobody out', async () => {
  const world = await createWorld(THREE);
  const agent = await withAgent(world);
  for (let n = 0; n < 5; n++) expect(await agent.tries(refuses(1311))).toBe(80007);
  expect(await agent.tries(accepts(MIA))).toBe(0);
});

test(
  causes(50053, 'an account that the directory has locked is told the same, by way of an agent'),
  async () => {
    const world = await createWorld();
    const agent = await withAgent(world);
    expect(await agent.tries(refuses(1909))).toBe(50053);
    expect(agent.requests()).toBe(1);
  },
);

const steps = fc.array(
  fc.record({
    pauseMs: fc.integer({ min: 0, max: 5 * MINUTE }),
    address: fc.constantFrom(HOME, ELSEWHERE, '192.0.2.1', '192.0.2.2'),
  }),
  { maxLength: 120 },
);

test('whatever strangers guess from wherever, the place the owner signs in from stays open', () => {
  fc.assert(
    fc.property(steps, (tries) => {
      let nowMs = START_MS;
      const cloud = {
        state: createState(),
        timings: timingsWith(THREE),
        settings: () => SETTINGS,
        clock: { ...NO_CLOCK, nowMs: () => nowMs },
      };
      const owner = { id: 'noah', userPrincipalName: NOAH.username, displayName: 'Noah' };
      noteRightPassword(cloud, owner, HOME);
      for (const { pauseMs, address } of tries) {
        nowMs += pauseMs;
        if (address === HOME) noteRightPassword(cloud, owner, HOME);
        else if (!isLockedOut(cloud, owner, address)) noteWrongPassword(cloud, owner, address);
        expect(isLockedOut(cloud, owner, HOME)).toBe(false);
      }
    }),
  );
});

const SETTINGS = {
  ...{ passThroughAuthentication: true, passwordHashSync: false, synchronizeUpn: true },
};

const NO_CLOCK: Pick<Clock, 'sleep' | 'at'> = {
  sleep: () => Promise.reject(new Error('nobody sleeps here')),
  at: () => ({ [Symbol.dispose]() {} }),
};
