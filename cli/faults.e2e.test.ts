/** `pta-lab faults`, without a lab: the catalogue and the sentences for what cannot be. */
import { createServer as createHttpServer } from 'node:http';
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

test('ls --family lists one family, and show tells what a fault is taken for', async () => {
  const { stdout } = await desk.run('faults', 'ls', '--family', 'proxy', '--json');
  const families = JSON.parse(stdout).map(({ family }: { family: string }) => family);
  expect(new Set(families)).toEqual(new Set(['proxy']));
  const { stdout: shown } = await desk.run('faults', 'show', 'only-8080');
  expect(shown).toMatch(/looks like +block-443\n/);
});

test.each<[string, string[], string]>([
  [
    'an unknown family',
    ['ls', '--family', 'proxi'],
    'error: --family: expected one of network, tls, name-resolution, proxy, agent, directory, ' +
      'account, cloud, capacity, clock, change-mistake, got "proxi"; did you mean "proxy"?\n',
  ],
  [
    'a time limit that is none',
    ['on', 'block-443', '--for', 'ever'],
    "error: option '--for <duration>' argument 'ever' is invalid. Expected a duration " +
      'above 0 such as 500ms, 90s, 10m or 2h30m.\n',
  ],

  [
    'an unknown fault',
    ['on', 'blok-443'],
    `error: no fault "blok-443"; did you mean "block-443"? known are ${Object.keys(FAULTS).join(', ')}\n`,
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
    'no lab',
    ['active'],
    'error: expected a running lab that says where it is in .pta-lab/up.json; start one with ' +
      '"pta-lab up" in this folder, or give --control with the address it printed\n',
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

test('a port that no browser asks is told as that, not as a lab that is down', async () => {
  const { code, stderr } = await desk.run(
    'faults',
    'active',
    '--control',
    'http://127.0.0.1:10080',
  );
  expect([code, stderr]).toEqual([4, expect.stringContaining('on a port that browsers ask')]);
});

test('without the right token it is said which one is wanted, and where it goes', async () => {
  const server = createHttpServer((_, answer) => answer.writeHead(401).end('{}')).listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const { code, stderr } = await desk.run('faults', 'active', '--control', url);
  server.close();
  expect([code, stderr]).toEqual([
    2,
    `error: The lab at ${url} wants its control token, and none was given: name it by ` +
      '--control-token, PTA_LAB_CONTROL_TOKEN, or PTA_LAB_CONTROL_TOKEN_FILE.\n',
  ]);
});
