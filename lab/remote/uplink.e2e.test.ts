/**
 * A lone agent's way out on real sockets: what proxies are told, and what becomes of their answers.
 */
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { parseConnectAnswer, readHead, renderConnect } from '../../runtime/live/connect-head.ts';
import { startUplink } from './uplink.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Answers each head it reads with the next of `answers`, and keeps what it read. */
async function startProxy(answers: readonly string[]) {
  const heads: string[] = [];
  const server = createServer(async (socket) => {
    socket.on('error', () => {});
    for (const answer of answers) {
      heads.push(await readHead(socket).catch(() => ''));
      socket.write(`HTTP/1.1 ${answer}\r\n\r\n`);
      socket.resume();
    }
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const address = server.address();
  return { heads, host: `127.0.0.1:${typeof address === 'object' ? address?.port : 0}` };
}

async function ask(proxies: readonly URL[]) {
  const uplink = await startUplink({ proxies, site: 'branch' });
  const socket = connect(uplink.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(renderConnect({ host: 'x.lab.localhost', port: 443, component: 'agt-9' }));
  const answer = parseConnectAnswer(await readHead(socket));
  socket.destroy();
  await uplink[Symbol.asyncDispose]();
  return answer;
}

test('each proxy opens the way to the next, and only the last is told who calls', async () => {
  const { heads, host } = await startProxy(['200 OK', '200 Connection established']);
  const lab = new URL('http://127.0.0.1:4000');
  expect(await ask([new URL(`http://me:hush%21@${host}`), lab])).toBe('open');
  const [first = '', second = ''] = heads;
  expect(first).toContain('CONNECT 127.0.0.1:4000 HTTP/1.1');
  expect(first).toContain(`proxy-authorization: Basic ${btoa('me:hush!')}`);
  expect(first).not.toContain('agt-9');
  expect(second).toContain('CONNECT x.lab.localhost:443 HTTP/1.1');
  expect(second).toContain('x-lab-component: agt-9\r\nx-lab-site: branch');
  expect(second).not.toContain('authorization');
});

test.each([
  ['407 Proxy Authentication Required', 'proxy-authentication-required'],
  ['504 Gateway Timeout', 'timed-out'],
  ['403 Forbidden', 'refused'],
  ['502 Bad Gateway\r\nx-lab-path: reset', 'reset'],
])('a proxy that says %s', async (status, obstacle) => {
  const { host } = await startProxy([status]);
  expect(await ask([new URL(`http://${host}`)])).toEqual({ obstacle });
});

test('a proxy that is not there', async () => {
  expect(await ask([new URL('http://127.0.0.1:1')])).toEqual({ obstacle: 'ECONNREFUSED' });
});
