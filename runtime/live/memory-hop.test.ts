/** The two ends in memory behave as two ends of a socket do. */
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { proves } from '../../test/parity/proves.ts';
import { createMemoryHop } from './memory-hop.ts';

test('what is sent arrives in order, in a later turn, and then its end', async () => {
  const [near, far] = createMemoryHop();
  near.write('one ');
  near.write('two');
  near.end();
  far.end();
  near.resume();
  expect(far.readableLength).toBe(0);
  expect(await text(far)).toBe('one two');
});

test('an end that is closed without a word is read as an end, after what it had sent', async () => {
  const [near, far] = createMemoryHop();
  near.write('last words');
  near.destroy();
  expect(await text(far)).toBe('last words');
});

test(
  proves('load.last-hop', 'a reset overtakes what is under way, and is heard of as a reset'),
  async () => {
    const [near, far] = createMemoryHop();
    const heard: string[] = [];
    far.on('data', (chunk) => heard.push(String(chunk)));
    near.write('never read');
    near.resetAndDestroy();
    const [error] = await once(far, 'error');
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(heard).toEqual([]);
  },
);

test('who writes to an end that nobody reads has to wait, and goes on when somebody does', async () => {
  const [near, far] = createMemoryHop();
  const chunk = Buffer.alloc(64 * 1024);
  for (let sent = 0; near.write(chunk); sent += 1) {
    expect(sent).toBeLessThan(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const drained = once(near, 'drain');
  far.resume();
  await drained;
  expect(near.writableLength).toBe(0);
});
