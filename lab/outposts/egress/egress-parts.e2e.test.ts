/** Parts of an egress that need a socket or a tool, and neither root nor a network of their own. */
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { streamDecode, streamEncode } from 'dns-packet';
import { expect, test } from 'vitest';
import { labHost } from '../../../protocol/hosts.ts';
import type { QueryAnswer } from './answer-query.ts';
import { startResolver } from './resolver.ts';
import { runTool } from './run-tool.ts';
import { findSiteDevice } from './site-device.ts';

const HOST = labHost('worker1.msappproxy.net');

function serveNames(answered: Partial<QueryAnswer> = {}) {
  const answer = { type: 'A', name: HOST, ttl: 0, data: '198.18.0.1' } as const;
  return startResolver({
    address: '127.0.0.1',
    port: 0,
    answer: () => ({ code: 0, answers: [answer], afterMs: 0, ...answered }),
  });
}

test('an independent resolver understands the answers', async () => {
  await using names = await serveNames();
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${names.port}`]);
  expect(await resolver.resolve4(HOST)).toEqual(['198.18.0.1']);
  await using none = await serveNames({ code: 3, answers: [] });
  resolver.setServers([`127.0.0.1:${none.port}`]);
  await expect(resolver.resolve4(HOST)).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('it answers over TCP too, several questions on one connection', async () => {
  await using names = await serveNames();
  const socket = connect(names.port, '127.0.0.1');
  const ask = (id: number) =>
    streamEncode({ type: 'query', id, questions: [{ type: 'A', name: HOST }] });
  // One and a half, and then the other half.
  const both = Buffer.concat([ask(1), ask(2)]);
  socket.write(both.subarray(0, both.length - 7));
  const [first] = await once(socket, 'data');
  socket.write(both.subarray(both.length - 7));
  const [second] = await once(socket, 'data');
  socket.destroy();
  expect([first, second].map((bytes) => streamDecode(bytes).id)).toEqual([1, 2]);
});

test('what is no query gets no answer, and ends nothing', async () => {
  await using names = await serveNames();
  const udp = createSocket('udp4');
  udp.send(Buffer.from('nonsense'), names.port, '127.0.0.1');
  await once(udp, 'listening');
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([`127.0.0.1:${names.port}`]);
  expect(await resolver.resolve4(HOST)).toHaveLength(1);
  udp.close();
});

test.each([
  [undefined, /expected a private address with its prefix, such as .* got ""/],
  ['10.1.1.254', /expected a private address with its prefix/],
  ['192.0.2.254/24', /expected a private address/],
  ['10.255.254.253/30', /there is none: connect this container to its site's network/],
])('a gateway address that cannot be had is told in a sentence: %s', (address, sentence) => {
  expect(() => findSiteDevice(address)).toThrow(sentence);
});

test('so is a tool that is missing, and one that refuses', async () => {
  await expect(runTool('pta-lab-no-such-tool', [])).rejects.toThrow(/it is not installed/);
  await expect(runTool('sh', ['-c', 'echo no such rule >&2; exit 1'])).rejects.toMatchObject({
    code: 'EGRESS_TOOL',
    message: expect.stringContaining('no such rule'),
  });
});
