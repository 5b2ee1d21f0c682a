/** The relay before a server that listens on the same port, as Samba does. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createLiveClock } from '../../../runtime/live/clock.ts';
import { createUndoStack } from '../../../runtime/undo.ts';
import { createRelay } from './relay.ts';

const ADDRESS = '127.0.0.2';

async function startBoth() {
  const undo = createUndoStack();
  const echo = createServer((socket) => socket.on('error', () => {}).pipe(socket));
  echo.listen({ host: '0.0.0.0', port: 0, reusePort: true });
  await once(echo, 'listening');
  undo.defer(() => void echo.close());
  const { port } = echo.address() as AddressInfo;
  const clock = createLiveClock({ quiet: async () => {}, background: true });
  undo.defer(() => clock.stop());
  const relay = undo.use(createRelay({ address: ADDRESS, port, behind: '127.0.0.1', clock }));
  await relay.open();
  return { relay, clock, port, undo };
}

async function call(port: number): Promise<Socket> {
  const socket = connect({ host: ADDRESS, port, noDelay: true }).on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function echoMs(socket: Socket, text: string): Promise<number> {
  const beganMs = performance.now();
  socket.write(text);
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toBe(text);
  return performance.now() - beganMs;
}

test('what follows a hello comes late, in its order, and the hello does not', async () => {
  const { relay, port, undo } = await startBoth();
  await using _ = undo;
  relay.delay([{ delayMs: 60_000, share: 1 }]);
  const socket = await call(port);
  await echoMs(socket, 'hello');
  relay.delay([
    { delayMs: 150, share: 1 },
    { delayMs: 150, share: 1 },
    { delayMs: 60_000, share: 0 },
  ]);
  expect(await echoMs(socket, 'bind')).toBeGreaterThanOrEqual(299);
  socket.destroy();
});

test('late is late in lab time: where that is moved on, nobody waits', async () => {
  const { relay, clock, port, undo } = await startBoth();
  await using _ = undo;
  const socket = await call(port);
  await echoMs(socket, 'hello');
  relay.delay([{ delayMs: 60_000, share: 1 }]);
  const echoed = echoMs(socket, 'bind');
  const reachesRelayMs = 20;
  await new Promise((resolve) => setTimeout(resolve, reachesRelayMs));
  await clock.advanceTo(clock.nowMs() + 60_000);
  expect(await echoed).toBeLessThan(10_000);
  socket.destroy();
});

test('closed, it cuts off who is connected; open again, it takes calls', async () => {
  const { relay, port, undo } = await startBoth();
  await using _ = undo;
  const socket = await call(port);
  await echoMs(socket, 'hello');
  const cut = once(socket, 'close');
  await relay.close();
  await cut;
  await relay.open();
  const again = await call(port);
  await echoMs(again, 'hello');
  again.destroy();
});
