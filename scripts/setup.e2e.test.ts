/** Set-up in a throw-away clone with a stand-in npm; .ci/run shows the same with the real one. */
import { expect, test } from 'vitest';
import { createClone, deadPid, lockfile, PRETEND_OLD } from '../test/clone.ts';

const SETUP = 'scripts/setup.mjs';
const SHOW_PATH = ['--', 'sh', '-c', 'echo "$PATH"'];

test('installs what is missing, says why, and runs the command with its tools first', async () => {
  using clone = createClone();
  const { code, stdout, stderr } = await clone.start([SETUP, ...SHOW_PATH]).ended;
  expect(code).toBe(0);
  expect(stderr).toContain('Installing packages from package-lock.json: node_modules is missing.');
  expect(clone.npmCalls()[0]).toMatch(/^ci --include=dev/);
  expect(stdout).toMatch(/^\S*pta-lab-clone-\w+\/node_modules\/\.bin:/);
});

test('is silent and asks npm for nothing when all is there', async () => {
  using clone = createClone();
  await clone.start([SETUP]).ended;
  const second = await clone.start([SETUP, '--', 'sh', '-c', 'exit 0']).ended;
  expect(second).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(clone.npmCalls()).toHaveLength(1);
});

test('installs again when package-lock.json asks for another version', async () => {
  using clone = createClone();
  await clone.start([SETUP]).ended;
  clone.write('package-lock.json', lockfile('2.0.0'));
  const { stderr } = await clone.start([SETUP]).ended;
  expect(stderr).toContain('asks for hono 2.0.0, node_modules has 1.0.0');
  expect(clone.npmCalls()).toHaveLength(2);
});

test('puts no Node there when the machine has a new one', async () => {
  using clone = createClone();
  await clone.start([SETUP]).ended;
  expect(clone.has('node_modules/node')).toBe(false);
});

test('puts the pinned Node there when the machine has an old one, and runs the command on it', async () => {
  using clone = createClone();
  const { code, stdout, stderr } = await clone.start([...PRETEND_OLD, SETUP, '--', 'node', 'x.ts'])
    .ended;
  expect(stderr).toContain(
    'Putting Node 26.10.0 into node_modules for this project only: this machine has v20.1.0',
  );
  expect(clone.npmCalls()[1]).toMatch(/^install --no-save --include=dev node@26\.10\.0 /);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'own node: x.ts\n' });
});

test('two set-ups at once install once', async () => {
  using clone = createClone();
  clone.write('hold-npm', '');
  const first = clone.start([SETUP]);
  const second = clone.start([SETUP]);
  await Promise.race([first.said('Waiting for another'), second.said('Waiting for another')]);
  clone.remove('hold-npm');
  const codes = [(await first.ended).code, (await second.ended).code];
  expect(codes).toEqual([0, 0]);
  expect(clone.npmCalls()).toHaveLength(1);
});

test('a lock that a dead set-up left behind does not stop the next one', async () => {
  using clone = createClone();
  clone.write('.pta-lab/setup.lock/pid', String(deadPid()));
  expect((await clone.start([SETUP]).ended).code).toBe(0);
  expect(clone.has('.pta-lab/setup.lock')).toBe(false);
});

test('without a network it says so in one sentence, ends with 4 and runs no command', async () => {
  using clone = createClone();
  clone.write('offline', '');
  const { code, stdout, stderr } = await clone.start([SETUP, '--quiet', '--', 'echo', 'ran']).ended;
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(stderr).toBe(
    'set-up: npm ci failed (ENOTFOUND: network is down). Check the network and npm’s registry setting, then run this again.\n',
  );
  expect(clone.has('.pta-lab/setup.lock')).toBe(false);
});

test('ends with the exit code of the command', async () => {
  using clone = createClone();
  expect((await clone.start([SETUP, '--', 'sh', '-c', 'exit 3']).ended).code).toBe(3);
});

test.each(['SIGTERM', 'SIGINT'] as const)('passes %s on to the command', async (signal) => {
  using clone = createClone();
  const catcher = `trap 'echo caught; exit 7' ${signal.slice(3)}; echo ready; while :; do sleep 0.05; done`;
  const running = clone.start([SETUP, '--', 'sh', '-c', catcher]);
  await running.said('ready');
  running.signal(signal);
  expect(await running.ended).toMatchObject({ code: 7, stdout: 'ready\ncaught\n' });
});

test('a command that does not exist is named', async () => {
  using clone = createClone();
  const { code, stderr } = await clone.start([SETUP, '--', 'no-such-tool']).ended;
  expect(code).toBe(4);
  expect(stderr).toContain('cannot run no-such-tool');
});

test('an unknown argument is a usage error', async () => {
  using clone = createClone();
  const { code, stderr } = await clone.start([SETUP, '--fast']).ended;
  expect(code).toBe(2);
  expect(stderr).toContain('unknown argument "--fast"');
});
