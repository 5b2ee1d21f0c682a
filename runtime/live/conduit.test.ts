/**
 * Two joined ends in memory: what holding, releasing, breaking and delaying do to what they carry.
 */
import { type Duplex, duplexPair } from 'node:stream';
import { expect, test } from 'vitest';
import { createVirtualClock } from '../virtual/clock.ts';
import { joinEnds } from './conduit.ts';

function startConduit() {
  const clock = createVirtualClock(0);
  const [client, near] = duplexPair();
  const [far, server] = duplexPair();
  const resets: string[] = [];
  const path = { delayMs: 0, over: false };
  const end = (name: string, stream: Duplex) => ({
    stream,
    reset() {
      resets.push(name);
      stream.destroy();
    },
  });
  const conduit = joinEnds(end('near', near), end('far', far), {
    clock,
    touch() {},
    latenessMs: () => path.delayMs,
    over() {
      path.over = true;
    },
  });
  let text = '';
  server.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  server.on('error', () => {});
  client.on('error', () => {});
  const settled = () => clock.advanceTo(clock.nowMs());
  return { clock, client, near, far, server, conduit, path, resets, settled, heard: () => text };
}

async function turns(count = 5): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test('bytes and the end of them go through', async () => {
  const { client, server, heard } = startConduit();
  let ended = false;
  server.on('end', () => {
    ended = true;
  });
  client.write('one ');
  client.end('two');
  await turns();
  expect(heard()).toBe('one two');
  expect(ended).toBe(true);
});

test('what is sent while it is held arrives on release, in order', async () => {
  const { client, conduit, heard } = startConduit();
  client.write('a');
  await turns();
  conduit.hold('out');
  conduit.hold('in');
  client.write('b');
  client.write('c');
  await turns();
  expect(heard()).toBe('a');
  conduit.release('out');
  conduit.release('in');
  client.write('d');
  await turns();
  expect(heard()).toBe('abcd');
});

test('a chunk that was delayed into a hold waits for the release', async () => {
  const { clock, client, conduit, path, heard } = startConduit();
  path.delayMs = 1000;
  client.write('late');
  await turns();
  conduit.hold('out');
  conduit.hold('in');
  await clock.advanceTo(5000);
  expect(heard()).toBe('');
  conduit.release('out');
  conduit.release('in');
  await turns();
  expect(heard()).toBe('late');
});

test('an end that breaks while it is held is noticed on release, behind what it had sent', async () => {
  const { clock, client, near, conduit, path, resets, heard } = startConduit();
  path.delayMs = 1000;
  client.write('last words');
  await turns();
  conduit.hold('out');
  conduit.hold('in');
  await clock.advanceTo(5000);
  near.destroy();
  await turns();
  expect(resets).toEqual([]);
  conduit.release('out');
  conduit.release('in');
  await turns();
  expect([heard(), resets[0]]).toEqual(['last words', 'far']);
});

test('one direction is held, the other goes on', async () => {
  const { client, server, conduit, heard } = startConduit();
  let answered = '';
  client.on('data', (chunk: Buffer) => {
    answered += chunk.toString();
  });
  conduit.hold('out');
  client.write('asked');
  server.write('told');
  await turns();
  expect([heard(), answered]).toEqual(['', 'told']);
  conduit.release('out');
  await turns();
  expect(heard()).toBe('asked');
});

test('what is lost for good never arrives, nor does anything behind it', async () => {
  const { clock, client, path, heard } = startConduit();
  path.delayMs = Number.POSITIVE_INFINITY;
  client.write('lost ');
  await turns();
  path.delayMs = 0;
  client.write('behind');
  await turns();
  await clock.advanceTo(10 ** 9);
  expect(heard()).toBe('');
});

test('an end that breaks resets the other one at once', async () => {
  const { near, resets, path } = startConduit();
  near.destroy();
  await turns();
  expect(resets[0]).toBe('far');
  expect(path.over).toBe(true);
});

test('cutting resets both ends, also while they are held', async () => {
  const { conduit, resets } = startConduit();
  conduit.hold('out');
  conduit.hold('in');
  conduit.cut();
  await turns();
  expect(resets.slice(0, 2)).toEqual(['near', 'far']);
});

test('a delay that shrinks lets nothing overtake', async () => {
  const { clock, client, path, heard } = startConduit();
  path.delayMs = 1000;
  client.write('slow ');
  await turns();
  path.delayMs = 0;
  client.write('quick');
  await turns();
  expect(heard()).toBe('');
  await clock.advanceTo(1000);
  await turns();
  expect(heard()).toBe('slow quick');
});

test('a reader that is slower than its writer holds the writer back, and gets everything', async () => {
  const { client, far, server, heard } = startConduit();
  server.pause();
  const chunk = 'x'.repeat(16 * 1024);
  for (let sent = 0; sent < 64; sent++) client.write(chunk);
  await turns();
  expect(far.writableLength).toBeLessThan(chunk.length * 8);
  server.resume();
  await turns(300);
  expect(heard()).toHaveLength(64 * chunk.length);
});
