/** One sign-in of a PTA user, from the password to the log, with agents played by hand. */
import { expect, test } from 'vitest';
import { DECRYPTION_FAILED, ENCRYPTION_DATA_NOT_FOUND } from '../../protocol/messages.ts';
import { causes } from '../../test/parity/causes.ts';
import { proves } from '../../test/parity/proves.ts';
import { accepts, answer, decrypt, enrol, listen, refuses } from '../agents/stub-agent.ts';
import { describeMethod } from '../graph/graph-sign-in.ts';
import { askToken, codeOf, createWorld, MIA, type World } from '../stub-world.ts';

const DEADLINE_MS = 20_000;
const PASSWORD = 'Sommer-2026 "ü"';

async function connected(world: World, name = 'agt-1') {
  const agent = await enrol(world, name);
  return { agent, channel: await listen(world, agent) };
}

function signIn(world: World, password = PASSWORD) {
  return askToken(world, { username: MIA, password, scope: 'openid User.Read' });
}

/** Starts a sign-in and lets the cloud get as far as it gets without time passing. */
async function startSignIn(world: World, password = PASSWORD) {
  const reply = signIn(world, password);
  await world.clock.advanceTo(world.clock.nowMs());
  return { reply, result: async () => codeOf(await reply) };
}

test(
  proves(
    'sign-in.pass-through',
    'an agent that opens its own value and vouches for the user gets the user tokens',
  ),
  async () => {
    const world = await createWorld();
    await enrol(world, 'agt-0');
    const { agent, channel } = await connected(world);

    const { reply } = await startSignIn(world);
    const [request] = channel.requests();
    if (!request) throw new Error('no request arrived');
    expect(request.UserPrincipalName).toBe(MIA);
    expect(request.EncryptedData).toHaveLength(2);
    expect(JSON.parse(await decrypt(world, agent, request))).toEqual({ password: PASSWORD });
    const taken = await answer(world, agent, request.RequestId, accepts(MIA));

    expect(taken.status).toBe(200);
    expect(taken.headers['x-cwap-certificate-authentication']).toBe('Success');
    const { status, body } = await reply;
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect(world.rows.at(-1)).toMatchObject({ errorCode: 0, userPrincipalName: MIA });
    expect(world.rows.map(describeMethod).at(-1)).toBe(
      `Pass-through Authentication; PTA AgentId: ${agent.id}`,
    );
  },
);

test('every value is 256 bytes and named by agent and thumbprint', async () => {
  const world = await createWorld();
  const { agent, channel } = await connected(world);
  await startSignIn(world);
  const [value] = channel.requests()[0]?.EncryptedData ?? [];
  expect(value?.KeyIdentifer).toBe(`${agent.id}_${agent.certificate.thumbprint}`);
  expect(Buffer.from(value?.Base64EncryptedData ?? '', 'base64')).toHaveLength(256);
});

test(causes(80001, 'without a connected agent a sign-in ends as 80001 at once'), async () => {
  const world = await createWorld();
  await enrol(world, 'agt-1');
  expect(codeOf(await signIn(world))).toBe(80001);
});

test('a closed connection is out of the choice at once', async () => {
  const world = await createWorld();
  const { channel } = await connected(world);
  expect(world.entra.connectedAgents()).toHaveLength(1);
  channel.drop();
  expect(world.entra.connectedAgents()).toEqual([]);
  expect(codeOf(await signIn(world))).toBe(80001);
});

test(
  causes(80002, 'a request nobody answers ends as 80002 at the deadline, not before'),
  async () => {
    const world = await createWorld();
    await connected(world);
    const startMs = world.clock.nowMs();
    const { result } = await startSignIn(world);
    await world.clock.advanceTo(startMs + DEADLINE_MS - 1);
    const before = world.rows.length;
    await world.clock.advanceTo(startMs + DEADLINE_MS);
    expect(await result()).toBe(80002);
    expect(world.rows).toHaveLength(before + 1);
    expect(world.rows.at(-1)?.endedMs).toBe(startMs + DEADLINE_MS);
  },
);

test('an answer one millisecond before the deadline counts', async () => {
  const world = await createWorld();
  const { agent, channel } = await connected(world);
  const startMs = world.clock.nowMs();
  const { result } = await startSignIn(world);
  await world.clock.advanceTo(startMs + DEADLINE_MS - 1);
  await answer(world, agent, channel.requests()[0]?.RequestId, accepts(MIA));
  expect(await result()).toBe(0);
});

test(
  causes(
    80014,
    'an answer at the deadline is refused and noted as 80014 on the row that says 80002',
  ),
  async () => {
    const world = await createWorld();
    const { agent, channel } = await connected(world);
    const { result } = await startSignIn(world);
    await world.clock.advanceTo(world.clock.nowMs() + DEADLINE_MS);
    expect(await result()).toBe(80002);
    const rows = world.rows.length;
    const late = await answer(world, agent, channel.requests()[0]?.RequestId, accepts(MIA));
    expect(late.status).toBe(410);
    expect(world.rows).toHaveLength(rows);
    expect(world.rows.at(-1)).toMatchObject({
      errorCode: 80002,
      handOff: { late: { code: 80014 } },
    });
  },
);

test('the connection going away does not end the sign-in early, and nobody else is asked', async () => {
  const world = await createWorld();
  const first = await connected(world, 'agt-1');
  const second = await connected(world, 'agt-2');
  const startMs = world.clock.nowMs();
  const { result } = await startSignIn(world);
  const asked = first.channel.requests().length === 1 ? first : second;
  const spared = asked === first ? second : first;
  asked.channel.drop();
  await world.clock.advanceTo(startMs + DEADLINE_MS);
  expect(await result()).toBe(80002);
  expect(world.rows.at(-1)?.endedMs).toBe(startMs + DEADLINE_MS);
  expect(spared.channel.requests()).toEqual([]);
});

test('an answer by another agent is refused and the sign-in goes on', async () => {
  const world = await createWorld();
  const { agent, channel } = await connected(world);
  const other = await enrol(world, 'agt-2');
  const { result } = await startSignIn(world);
  const requestId = channel.requests()[0]?.RequestId;
  expect((await answer(world, other, requestId, accepts(MIA))).status).toBe(403);
  await answer(world, agent, requestId, refuses(1326));
  expect(await result()).toBe(50126);
});

test('the first answer stands, a second one changes nothing', async () => {
  const world = await createWorld();
  const { agent, channel } = await connected(world);
  const { result } = await startSignIn(world);
  const requestId = channel.requests()[0]?.RequestId;
  await answer(world, agent, requestId, refuses(1326));
  expect((await answer(world, agent, requestId, accepts(MIA))).status).toBe(200);
  expect(await result()).toBe(50126);
});

test('an answer to a request that never was is not found', async () => {
  const world = await createWorld();
  const { agent } = await connected(world);
  expect((await answer(world, agent, 'no-such-request', accepts(MIA))).status).toBe(404);
});

const VERDICTS: [what: string, header: string, code: number][] = [
  ['a wrong password', refuses(1326), 50126],
  ['no logon server', refuses(1311), 80007],
  ['no logon server as text', refuses('1311'), 80007],
  ['an expired password', refuses(1330), 50144],
  ['no value for the key', refuses(ENCRYPTION_DATA_NOT_FOUND), 80011],
  ['a value that does not open', refuses(DECRYPTION_FAILED), 80010],
  ['another user', accepts('eve@contoso.example'), 80003],
  ['a name that is not formed like one', refuses(1315), 80004],
  ['words instead of a reason', refuses('because'), 80005],
  ['logon hours that forbid it', refuses(1328), 80012],
  ['clocks that differ too much', refuses(1398), 80013],
  ['a disabled account', refuses(1331), 50057],
  ['something that is no base64 of JSON', '%%%', 80003],
  ['nothing', '', 80003],
];

test.each(VERDICTS)(
  causes(
    [50057, 50126, 50144, 80003, 80004, 80005, 80007, 80010, 80011, 80012, 80013],
    proves('sign-in.agent-answers', 'an agent that answers with %s'),
  ),
  async (_, header, code) => {
    const world = await createWorld();
    const { agent, channel } = await connected(world);
    const { result } = await startSignIn(world);
    await answer(world, agent, channel.requests()[0]?.RequestId, header);
    expect(await result()).toBe(code);
  },
);

test('sign-ins spread over connected agents, and over the connections of one', async () => {
  const world = await createWorld();
  const agents = [await enrol(world, 'agt-1'), await enrol(world, 'agt-2')];
  const channels = [];
  for (const agent of agents) channels.push(await listen(world, agent), await listen(world, agent));
  for (let n = 0; n < 60; n++) await startSignIn(world);
  for (const channel of channels) expect(channel.requests().length).toBeGreaterThan(4);
});

test('a password too long for one encrypted value is refused without asking an agent', async () => {
  const world = await createWorld();
  const { channel } = await connected(world);
  expect(codeOf(await signIn(world, 'x'.repeat(200)))).toBe(50126);
  expect(world.rows.at(-1)?.note).toMatch(/does not fit/);
  expect(channel.requests()).toEqual([]);
  const { reply } = await startSignIn(world, 'x'.repeat(199));
  expect(channel.requests()).toHaveLength(1);
  await world.clock.drive(reply);
});
