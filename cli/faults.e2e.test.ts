/** `pta-lab faults`, without a lab: the catalogue and the sentences for what cannot be. */
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAULTS } from '../lab/faults/index.ts';
import { createDesk, type Desk } from './spawn-program.ts';

let desk: Desk;
beforeAll(() => {
  desk = createDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

/** A loopback address at which nobody listens any more. */
async function freeUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}

test('ls lists every fault with its parameters', async () => {
  const { code, stdout } = await desk.run('faults', 'ls');
  expect(code).toBe(0);
  for (const id of Object.keys(FAULTS)) expect(stdout).toContain(`${id}: `);
  expect(stdout).toMatch(/established +keep \| cut \| blackhole\*/);
});

test('ls --json is one array', async () => {
  const { stdout } = await desk.run('faults', 'ls', '--json');
  expect(JSON.parse(stdout).map(({ id }: { id: string }) => id)).toEqual(Object.keys(FAULTS));
});

test.each<[string, string[], string]>([
  [
    'an unknown fault',
    ['on', 'blok-443'],
    'error: no fault "blok-443"; did you mean "block-443"? known are block-443, dc-down, ' +
      'tls-inspection\n',
  ],
  [
    'an unknown parameter',
    ['on', 'block-443', '--with', 'hw=drop'],
    'error: --with hw: expected one of how, established (block-443), ' +
      'got the unknown parameter "hw"; did you mean "how"?\n',
  ],
  [
    'a parameter without a value',
    ['on', 'block-443', '--with', 'how'],
    'error: --with: expected parameter=value, got "how"\n',
  ],
  [
    'no control URL',
    ['active'],
    'error: --control: expected the control URL that "pta-lab up" prints, got nothing\n',
  ],
  [
    'no URL',
    ['active', '--control', 'here'],
    'error: --control: expected the control URL that "pta-lab up" prints, got "here"\n',
  ],
])('%s is wrong usage', async (_, args, stderr) => {
  expect(await desk.run('faults', ...args)).toEqual({ code: 2, stdout: '', stderr });
});

test('a lab that does not answer is trouble of the environment', async () => {
  const { code, stderr } = await desk.run('faults', 'active', '--control', await freeUrl());
  expect(code).toBe(4);
  expect(stderr).toMatch(/^error: No lab answers at http:\/\/127\.0\.0\.1:\d+.*\n$/);
});
