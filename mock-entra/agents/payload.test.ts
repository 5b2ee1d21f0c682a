/** How large a request is, for each number of agents that the sizing formula is asked about. */
import { expect, test } from 'vitest';
import { requestBytes } from '../../protocol/capacity.ts';
import { proves } from '../../test/parity/proves.ts';
import { askToken, createWorld, MIA, type World } from '../stub-world.ts';
import { accepts, answer, enrol, listen, renew, type TestAgent } from './stub-agent.ts';

/**
 * One value: 256 bytes as 344 characters of base64, a key id of 77 (fact sheet 3.10, 3.11), names
 * and punctuation.
 */
const VALUE_BYTES = 466;

test.each([1, 2, 3, 10, 40])(
  proves(
    'load.payload.request',
    'with %i registered agents a request holds that many values and fits the sizing formula',
  ),
  async (registered) => {
    const { bytes, values } = await payloadFor(registered);
    expect(values).toBe(registered);
    expect(bytes - (await payloadFor(1)).bytes).toBe((registered - 1) * VALUE_BYTES);
    // EVIDENCE-OF ED-QS: "a payload size of (0.5K + 1K * num_of_agents) bytes"
    expect(bytes).toBeLessThan(requestBytes(registered));
    expect(bytes).toBeGreaterThan(0.4 * requestBytes(registered));
  },
);

test('an agent that renews adds one value, one agent at a time, and that fits the formula', async () => {
  const { bytes, values } = await payloadFor(3, 'renewing');
  expect(values).toBe(4);
  expect(bytes).toBeLessThan(requestBytes(3));
});

async function payloadFor(registered: number, keys: 'settled' | 'renewing' = 'settled') {
  const world = await createWorld({ keyOverlapMs: 60_000 });
  const [agent, ...others] = await enrolAll(world, registered);
  const channel = await listen(world, agent);
  if (keys === 'renewing') for (const one of [agent, ...others]) await renew(world, one);
  const asked = askToken(world, { username: MIA, password: 'mia-pass' });
  await world.clock.advanceTo(world.clock.nowMs() + 1);
  const [frame] = channel.frames;
  await answer(world, agent, frame?.request?.RequestId, accepts(MIA));
  expect((await asked).status).toBe(200);
  const values = frame?.request?.EncryptedData.length;
  return { bytes: Buffer.byteLength(JSON.stringify(frame)), values };
}

async function enrolAll(world: World, count: number): Promise<[TestAgent, ...TestAgent[]]> {
  const first = await enrol(world, 'agt-1');
  const others: TestAgent[] = [];
  for (let at = 2; at <= count; at++) others.push(await enrol(world, `agt-${at}`));
  return [first, ...others];
}
